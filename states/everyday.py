"""Acts that move nothing, the same for every lifecycle: remind, extend a deadline, acknowledge."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from states.calendar import Delay, Unit, add, last_instant, paris_day
from states.deadlines import awaited, due_at
from states.declaration import Ask, AskKind, Audience, Guard, Step, Tell
from states.facts import Acknowledgement
from states.machine import Move

Effect = Callable[[Any, Move], dict[str, Any]]
REST = timedelta(hours=24)
LONGEST_ANSWER = timedelta(days=30)
#: Once the date has passed, a promise is short: nobody gives oneself a new deadline.
OVERDUE_ANSWER = Delay(10, Unit.WORKING_DAYS)
REASON = Ask("reason", "Motif", AskKind.LONG_TEXT)
AWAITED = Audience("awaited", "les services attendus", awaited)


def _later(move: Move) -> bool:
    current = due_at(move.facts)
    day = paris_day(move.at)
    floor = max(day, paris_day(current - timedelta(seconds=1))) if current else day
    return bool(move.payload["due"] > floor)


def latest_answer(facts: Any, at: datetime) -> date:
    """Last day that may be announced: the deadline's own, since postponing it is another's act; at most thirty days
    ahead; ten working days once the deadline has passed."""
    today, due = paris_day(at), due_at(facts)
    if due is None:
        return today + LONGEST_ANSWER
    if due <= at:
        return add(today, OVERDUE_ANSWER)
    return min(today + LONGEST_ANSWER, paris_day(due - timedelta(microseconds=1)))


RESTED = Guard(
    "vingt_quatre_heures",
    "Une relance est partie il y a moins de vingt-quatre heures.",
    lambda move: move.facts.reminded_at is None or move.at - move.facts.reminded_at >= REST,
    ("time",),
)
DATE_RUNS = Guard(
    "echeance_en_cours",
    "Aucune échéance ne court à cette étape : il n’y a rien à prolonger.",
    lambda move: due_at(move.facts) is not None,
    ("time",),
)
LATER_DATE = Guard(
    "date_posterieure",
    "La nouvelle date doit être postérieure à la date actuelle et à ce jour.",
    _later,
    ("given",),
    field="due",
    given=True,
)
ANSWER_SOON = Guard(
    "reponse_prochaine",
    "La date annoncée va d’aujourd’hui à l’échéance en cours, et à trente jours au plus ; une fois l’échéance passée,"
    " à dix jours ouvrés au plus. Pour une date plus lointaine, demandez que l’échéance soit prolongée.",
    lambda move: move.day <= move.payload["answer_on"] <= latest_answer(move.facts, move.at),
    ("given",),
    field="answer_on",
    given=True,
)


def remind(trigger: Any, source: Any, by: tuple[Audience, ...]) -> Step:
    """The letter that chases whoever is awaited, at most once a day."""
    return Step(
        trigger=trigger,
        source=source,
        by=by,
        when=(RESTED,),
        does=lambda facts, move: {"reminded_at": move.at},
        tell=(Tell("remind", AWAITED),),
        strength=1,
        stirs=False,
        consequence="Un courriel part aux services attendus.",
    )


def postponed(facts: Any, move: Move) -> dict[str, Any]:
    """The stage's own rule gives way to the date granted."""
    return {"due_override": last_instant(move.payload["due"]), "date_set_at": move.at}


def extend(
    trigger: Any, source: Any, by: tuple[Audience, ...], *, does: Effect = postponed, when: tuple[Guard, ...] = ()
) -> Step:
    """A later date, with a reason; those who had the old one are told."""
    return Step(
        trigger=trigger,
        source=source,
        by=by,
        when=(*when, LATER_DATE),
        asks=(Ask("due", "Nouvelle échéance", AskKind.DATE), REASON),
        does=does,
        tell=(Tell("extend", AWAITED),),
        strength=2,
        consequence="Les rappels suivent la nouvelle date.",
    )


def acknowledge(trigger: Any, source: Any) -> Step:
    """« Pris en compte, je réponds le … »: the ladder towards that office rests until then."""
    return Step(
        trigger=trigger,
        source=source,
        by=(AWAITED,),
        when=(ANSWER_SOON,),
        asks=(Ask("answer_on", "Je réponds au plus tard le", AskKind.DATE),),
        does=lambda facts, move: {"acknowledgements": _acknowledged(facts, move)},
        strength=1,
        stirs=False,
        consequence="Les rappels vers votre service s’arrêtent jusqu’à cette date.",
    )


def _acknowledged(facts: Any, move: Move) -> tuple[Acknowledgement, ...]:
    others = tuple(a for a in facts.acknowledgements if a.office != move.actor.office)
    return (*others, Acknowledgement(office=move.actor.office, until=move.payload["answer_on"]))

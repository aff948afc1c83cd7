"""Acts that move nothing, the same for every lifecycle: remind, extend a deadline, acknowledge."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from states.agenda import rungs
from states.calendar import PARIS, Delay, Unit, add, last_instant, paris_day
from states.dates import french_day, french_time
from states.deadlines import awaited, due_at
from states.declaration import Ask, AskKind, Audience, Guard, Step, Tell
from states.facts import Acknowledgement, Reminded
from states.machine import Move

Effect = Callable[[Any, Move], dict[str, Any]]
REST = timedelta(hours=24)
LONGEST_ANSWER = timedelta(days=30)
#: Once the date has passed, a promise is short: nobody gives oneself a new deadline.
OVERDUE_ANSWER = Delay(10, Unit.WORKING_DAYS)
REASON = Ask("reason", "Motif", AskKind.LONG_TEXT)
WHEN_TO_ANSWER = (
    "D’aujourd’hui à l’échéance en cours, et à trente jours au plus ; à dix jours ouvrés au plus si elle est passée."
)
AWAITED = Audience("awaited", "les services attendus", awaited)


def _just_chased(facts: Any) -> tuple[str, ...]:
    last = max((one.at for one in facts.reminded), default=None)
    return tuple(one.office for one in facts.reminded if one.at == last)


CHASED = Audience("chased", "les services attendus, sauf ceux qui viennent d’être relancés", _just_chased)


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


def _last_reminders(facts: Any) -> dict[str, datetime]:
    """By office, the last letter that chased it in this stage: by hand, or by the ladder."""
    found = [(one.office, one.at) for one in facts.reminded]
    found += [(rung.office, rung.at) for rung in rungs(facts) if rung.key in facts.honoured]
    return {office: max(at for other, at in found if other == office) for office, _ in found}


def rested(facts: Any, at: datetime) -> tuple[str, ...]:
    """Offices awaited that nothing has chased for a day."""
    last = _last_reminders(facts)
    return tuple(office for office in awaited(facts) if office not in last or at - last[office] >= REST)


def _may_chase_again(facts: Any) -> str:
    last = _last_reminders(facts)
    again = min((last[office] for office in awaited(facts) if office in last), default=facts.entered_at) + REST
    wall = again.astimezone(PARIS)
    when = f"le {french_day(wall.date())} à {french_time(wall.time())}"
    return f"Chaque service attendu a reçu un rappel depuis moins de vingt-quatre heures : relance possible {when}."


RESTED = Guard(
    "vingt_quatre_heures",
    _may_chase_again,
    lambda move: bool(rested(move.facts, move.at)) or not awaited(move.facts),
    ("time",),
    general="Chaque service attendu a reçu un rappel depuis moins de vingt-quatre heures.",
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
    """The letter that chases those awaited whom nothing has chased for a day."""
    return Step(
        trigger=trigger,
        source=source,
        by=by,
        when=(RESTED,),
        does=_reminded,
        tell=(Tell("remind", CHASED),),
        strength=1,
        stirs=False,
        consequence="Un courriel part aux services attendus qui n’ont rien reçu depuis vingt-quatre heures.",
    )


def _reminded(facts: Any, move: Move) -> dict[str, Any]:
    chased = rested(facts, move.at)
    others = tuple(one for one in facts.reminded if one.office not in chased)
    return {"reminded": (*others, *(Reminded(office=office, at=move.at) for office in chased))}


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
        asks=(Ask("answer_on", "Je réponds au plus tard le", AskKind.DATE, hint=WHEN_TO_ANSWER),),
        does=lambda facts, move: {"acknowledgements": _acknowledged(facts, move)},
        strength=1,
        stirs=False,
        consequence="Les rappels vers votre service s’arrêtent jusqu’à cette date.",
    )


def _acknowledged(facts: Any, move: Move) -> tuple[Acknowledgement, ...]:
    others = tuple(a for a in facts.acknowledgements if a.office != move.actor.office)
    return (*others, Acknowledgement(office=move.actor.office, until=move.payload["answer_on"]))

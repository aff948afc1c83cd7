"""Every state of the session: whom it awaits, until when, and how long one may sleep in it."""

from datetime import datetime

from states.calendar import Unit, add, last_instant, paris_day
from states.deadlines import within
from states.declaration import Deadline, Ladder, Stage
from states.session import audiences as who
from states.session import guards as guard
from states.session.facts import SessionFacts
from states.session.words import Phase, State, Trigger

MINUTES_DUE = 8  # days after the session


def _summons_due(facts: SessionFacts) -> datetime:
    return last_instant(add(paris_day(facts.held_at), guard.NOTICE))


def _held(facts: SessionFacts) -> datetime:
    return facts.held_at


STAGES = (
    Stage(state=State.NOWHERE, phase=Phase.PREPARATION, awaits=(who.SECRETARY,)),
    Stage(
        state=State.PLANNED,
        phase=Phase.PREPARATION,
        awaits=(who.SECRETARY,),
        deadline=Deadline(
            due=_summons_due,
            rule="cinq jours avant la séance",
            satisfied_by="l’envoi de la convocation et de l’ordre du jour",
            on_passing="la séance doit être reportée",
            law="CRPA, art. R. 133-8",
        ),
        ladder=Ladder(before=(10, 3), on_day=True, after=(1,), escalate=2),
        escalates_to=(who.CHAIR,),
        forward=Trigger.SUMMON,
        patience=120,
    ),
    Stage(
        state=State.SUMMONED,
        phase=Phase.SITTING,
        awaits=(who.CHAIR,),
        deadline=Deadline(
            due=_held,
            rule="date de la séance",
            satisfied_by="la constatation des présences",
            on_passing="la séance est tenue, reportée ou annulée par un acte",
        ),
        ladder=Ladder(before=(2,), after=(2,), escalate=5),
        escalates_to=(who.SECRETARY,),
        forward=Trigger.RECORD_ATTENDANCE,
        patience=30,
    ),
    Stage(
        state=State.NO_QUORUM,
        phase=Phase.SITTING,
        awaits=(who.SECRETARY,),
        deadline=within(5, "la seconde convocation", "alerte à la présidence", "CRPA, art. R. 133-10"),
        ladder=Ladder(before=(1,), after=(2,), escalate=5),
        escalates_to=(who.CHAIR,),
        forward=Trigger.RESUMMON,
        patience=10,
    ),
    Stage(
        state=State.QUORUM_CHECKED,
        phase=Phase.SITTING,
        awaits=(who.CHAIR,),
        deadline=within(1, "l’ouverture de la séance", "alerte au secrétariat"),
        ladder=Ladder(after=(1,), escalate=3),
        escalates_to=(who.SECRETARY,),
        forward=Trigger.OPEN,
        patience=2,
    ),
    Stage(
        state=State.IN_PROGRESS,
        phase=Phase.SITTING,
        awaits=(who.CHAIR,),
        deadline=within(2, "l’épuisement de l’ordre du jour", "alerte au secrétariat"),
        ladder=Ladder(after=(1,), escalate=5),
        escalates_to=(who.SECRETARY,),
        forward=Trigger.CLOSE,
        patience=3,
    ),
    Stage(
        state=State.CLOSED,
        phase=Phase.MINUTES,
        awaits=(who.SECRETARY,),
        deadline=within(MINUTES_DUE, "l’établissement du procès-verbal", "alerte à la présidence", unit=Unit.DAYS),
        ladder=Ladder(before=(2,), on_day=True, after=(3,), escalate=7),
        escalates_to=(who.CHAIR,),
        forward=Trigger.DRAFT_MINUTES,
        patience=10,
    ),
    Stage(
        state=State.MINUTES_DRAFT,
        phase=Phase.MINUTES,
        awaits=(who.CHAIR,),
        deadline=within(5, "la signature du procès-verbal", "alerte à la Dgesco"),
        ladder=Ladder(before=(1,), on_day=True, after=(3,), escalate=7),
        escalates_to=(who.SECRETARY,),
        forward=Trigger.SIGN_MINUTES,
        patience=10,
    ),
    Stage(state=State.MINUTES_SIGNED, phase=Phase.MINUTES, final=True),
    Stage(state=State.CANCELLED, phase=Phase.PREPARATION, final=True),
)

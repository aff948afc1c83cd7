"""The session: planned, summoned five days before, held with its quorum, recorded in signed minutes."""

from datetime import datetime

from states.calendar import Unit, add, last_instant, paris_day
from states.deadlines import within
from states.declaration import Ask, AskKind, Deadline, Ladder, Lifecycle, Stage, Step, Tell
from states.everyday import REASON, acknowledge, remind
from states.session import audiences as who
from states.session import effects as effect
from states.session import guards as guard
from states.session.facts import SessionFacts
from states.session.words import Phase, State, Trigger

MINUTES_DUE = 8  # days after the session


def _summons_due(facts: SessionFacts) -> datetime:
    return last_instant(add(paris_day(facts.held_at), guard.NOTICE))


def _held(facts: SessionFacts) -> datetime:
    return facts.held_at


PRESENT = Ask(
    "present",
    "Membres présents, à distance compris",
    AskKind.CHOICES,
    required=False,
    options=lambda facts: {member: member for member in facts.members},
)


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

LIVING = (
    State.PLANNED,
    State.SUMMONED,
    State.NO_QUORUM,
    State.QUORUM_CHECKED,
    State.IN_PROGRESS,
    State.CLOSED,
    State.MINUTES_DRAFT,
)

STEPS = (
    Step(trigger=Trigger.CREATE, source=State.NOWHERE, target=State.PLANNED, by=(who.SECRETARY, who.CHAIR)),
    Step(
        trigger=Trigger.SUMMON,
        source=State.PLANNED,
        target=State.SUMMONED,
        by=(who.SECRETARY, who.CHAIR),
        when=(guard.HAS_AGENDA, guard.NOTICE_KEPT),
        does=lambda facts, move: {"summoned_at": move.at},
        tell=(Tell("summon", who.MEMBERS),),
        law="CRPA, art. R. 133-8",
    ),
    Step(
        trigger=Trigger.RECORD_ATTENDANCE,
        source=State.SUMMONED,
        target=State.QUORUM_CHECKED,
        by=(who.CHAIR, who.SECRETARY),
        when=(guard.ON_THE_DAY, guard.QUORUM),
        asks=(PRESENT,),
        does=effect.attended,
        law="CRPA, art. R. 133-10",
    ),
    Step(
        trigger=Trigger.FIND_NO_QUORUM,
        source=State.SUMMONED,
        target=State.NO_QUORUM,
        by=(who.CHAIR, who.SECRETARY),
        when=(guard.ON_THE_DAY, guard.NO_QUORUM),
        asks=(PRESENT,),
        does=effect.attended,
        tell=(Tell("find_no_quorum", who.SECRETARY),),
        strength=3,
    ),
    Step(
        trigger=Trigger.RESUMMON,
        source=State.NO_QUORUM,
        target=State.SUMMONED,
        by=(who.SECRETARY, who.CHAIR),
        when=(guard.LATER,),
        asks=(Ask("held_at", "Nouvelle séance", AskKind.INSTANT),),
        does=effect.summoned_again,
        tell=(Tell("resummon", who.MEMBERS),),
        consequence="La convocation précise qu’aucun quorum ne sera exigé.",
        law="CRPA, art. R. 133-10",
    ),
    Step(trigger=Trigger.OPEN, source=State.QUORUM_CHECKED, target=State.IN_PROGRESS, by=(who.CHAIR,)),
    Step(
        trigger=Trigger.CLOSE,
        source=State.IN_PROGRESS,
        target=State.CLOSED,
        by=(who.CHAIR,),
        when=(guard.AGENDA_DONE,),
        does=lambda facts, move: {"closed_at": move.at},
        tell=(Tell("close", who.SECRETARY),),
    ),
    Step(
        trigger=Trigger.DRAFT_MINUTES,
        source=State.CLOSED,
        target=State.MINUTES_DRAFT,
        by=(who.SECRETARY,),
        asks=(Ask("document", "Procès-verbal (PDF)", AskKind.DOCUMENT),),
        does=effect.minuted,
        tell=(Tell("draft_minutes", who.CHAIR),),
        law="CRPA, art. R. 133-13",
    ),
    Step(
        trigger=Trigger.SIGN_MINUTES,
        source=State.MINUTES_DRAFT,
        target=State.MINUTES_SIGNED,
        by=(who.CHAIR,),
        does=effect.minutes_signed,
        tell=(Tell("sign_minutes", who.SECRETARY),),
        law="CRPA, art. R. 133-13",
    ),
    Step(
        trigger=Trigger.POSTPONE,
        source=(State.PLANNED, State.SUMMONED),
        target=State.PLANNED,
        by=(who.SECRETARY, who.CHAIR),
        when=(guard.LATER,),
        asks=(Ask("held_at", "Nouvelle date", AskKind.INSTANT), REASON),
        does=effect.moved,
        tell=(Tell("postpone", who.MEMBERS),),
        strength=2,
    ),
    Step(
        trigger=Trigger.CANCEL,
        source=(State.PLANNED, State.SUMMONED, State.NO_QUORUM),
        target=State.CANCELLED,
        by=(who.CHAIR,),
        when=(guard.EMPTY_AGENDA,),
        asks=(REASON,),
        tell=(Tell("cancel", who.MEMBERS),),
        strength=5,
    ),
    remind(Trigger.REMIND, LIVING, (who.SECRETARY, who.CHAIR, who.ADMIN)),
    acknowledge(Trigger.ACKNOWLEDGE, LIVING),
)

SESSION = Lifecycle(
    kind="session",
    label="Séance de la commission",
    states=State,
    triggers=Trigger,
    start=State.NOWHERE,
    stages=STAGES,
    steps=STEPS,
)

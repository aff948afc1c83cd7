"""The transitions of the session."""

from states.declaration import Ask, AskKind, Step, Tell
from states.everyday import REASON, acknowledge, remind
from states.session import audiences as who
from states.session import effects as effect
from states.session import guards as guard
from states.session.words import State, Trigger

PRESENT = Ask(
    "present",
    "Membres présents, à distance compris",
    AskKind.CHOICES,
    required=False,
    options=lambda facts: {member: member for member in facts.members},
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
        trigger=Trigger.CORRECT_MINUTES,
        source=State.MINUTES_SIGNED,
        target=State.MINUTES_DRAFT,
        by=(who.SECRETARY, who.CHAIR),
        asks=(Ask("document", "Procès-verbal rectifié (PDF)", AskKind.DOCUMENT), REASON),
        does=effect.minutes_corrected,
        tell=(Tell("correct_minutes", who.CHAIR),),
        strength=4,
        consequence="Le procès-verbal rectifié doit être signé ; le premier reste au journal.",
        law="CRPA, art. R. 133-12 et R. 133-13",
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

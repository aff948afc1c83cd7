"""Every state of the wave: whom it awaits, until when, and how long one may sleep in it."""

from datetime import datetime

from states.calendar import last_instant
from states.deadlines import within
from states.declaration import Deadline, Ladder, Stage
from states.wave import audiences as who
from states.wave.facts import WaveFacts
from states.wave.words import Phase, State, Trigger


def _opening(facts: WaveFacts) -> datetime:
    return facts.opens_at


def _closing(facts: WaveFacts) -> datetime:
    return facts.closes_at


def _sitting(facts: WaveFacts) -> datetime | None:
    return last_instant(facts.session_on) if facts.session_on else None


def _decision(facts: WaveFacts) -> datetime | None:
    return last_instant(facts.target_decision_on) if facts.target_decision_on else None


STAGES = (
    Stage(state=State.NOWHERE, phase=Phase.PREPARATION, awaits=(who.BUREAU,)),
    Stage(
        state=State.DRAFTING,
        phase=Phase.PREPARATION,
        awaits=(who.HEAD,),
        deadline=Deadline(due=_opening, rule="date d’ouverture", satisfied_by="l’approbation", on_passing="alerte"),
        ladder=Ladder(before=(7,), after=(3, 10)),
        forward=Trigger.APPROVE,
        patience=40,
    ),
    Stage(
        state=State.APPROVED,
        phase=Phase.PREPARATION,
        awaits=(who.BUREAU,),
        deadline=Deadline(due=_opening, rule="date d’ouverture", satisfied_by="la publication", on_passing="alerte"),
        ladder=Ladder(before=(7, 3), after=(3,), escalate=1),
        escalates_to=(who.HEAD,),
        forward=Trigger.PUBLISH,
        patience=20,
    ),
    Stage(
        state=State.PUBLISHED,
        phase=Phase.CALL,
        awaits=(who.BUREAU,),
        deadline=Deadline(due=_opening, rule="date d’ouverture", satisfied_by="l’ouverture", on_passing="ouverture"),
        forward=Trigger.OPEN,
        patience=120,
    ),
    Stage(
        state=State.OPEN,
        phase=Phase.CALL,
        awaits=(who.BUREAU,),
        deadline=Deadline(
            due=_closing,
            rule="clôture du dépôt",
            satisfied_by="la clôture",
            on_passing="le dépôt se ferme ; les brouillons deviennent caducs",
            law="Lettre d’appel",
        ),
        forward=Trigger.CLOSE,
        patience=250,
    ),
    Stage(
        state=State.CLOSED,
        phase=Phase.REVIEW,
        awaits=(who.BUREAU,),
        deadline=within(30, "l’ouverture de l’instruction", "alerte à la cheffe de bureau"),
        ladder=Ladder(before=(3,), after=(5,), escalate=10),
        escalates_to=(who.HEAD,),
        forward=Trigger.START_REVIEW,
        patience=30,
    ),
    Stage(
        state=State.IN_REVIEW,
        phase=Phase.REVIEW,
        awaits=(who.BUREAU,),
        deadline=Deadline(
            due=_sitting, rule="date de la séance", satisfied_by="les premiers avis rendus", on_passing="alerte"
        ),
        ladder=Ladder(before=(7,), after=(5,), escalate=10),
        escalates_to=(who.HEAD,),
        forward=Trigger.START_DECIDING,
        patience=120,
    ),
    Stage(
        state=State.DECIDING,
        phase=Phase.DECISION,
        awaits=(who.BUREAU,),
        deadline=Deadline(
            due=_decision,
            rule="date visée pour la décision",
            satisfied_by="la fin de tous les dossiers",
            on_passing="alerte",
        ),
        ladder=Ladder(before=(15,), after=(5,), escalate=10),
        escalates_to=(who.HEAD,),
        forward=Trigger.COMPLETE,
        patience=120,
    ),
    Stage(state=State.COMPLETED, phase=Phase.DONE, forward=Trigger.ARCHIVE, final=True),
    Stage(state=State.ARCHIVED, phase=Phase.DONE, final=True),
    Stage(state=State.CANCELLED, phase=Phase.DONE, final=True),
)

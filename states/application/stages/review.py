"""The stages of the expertise."""

from dataclasses import replace
from datetime import datetime

from states.application import audiences as who
from states.application.facts import ApplicationFacts
from states.application.stages.ladders import OFFICE_LADDER, PARTY_LADDER
from states.application.words import Phase, ReviewState, State, Trigger
from states.calendar import Delay, Unit, add, last_instant, paris_day
from states.deadlines import within
from states.declaration import Deadline, Ladder, Stage


def _reports(facts: ApplicationFacts) -> datetime | None:
    pending = [review.due for review in facts.reviews if review.state is ReviewState.PENDING]
    return last_instant(min(pending)) if pending else _replacement(facts)


def _replacement(facts: ApplicationFacts) -> datetime | None:
    """All reports are in and the review is not over: the secretary has five days to name another rapporteur."""
    latest = facts.moved_at or facts.entered_at
    return last_instant(add(paris_day(latest), Delay(5, Unit.WORKING_DAYS)))


def _nobody_pending(facts: ApplicationFacts) -> bool:
    return not who.pending_reviewers(facts)


def _answer(facts: ApplicationFacts) -> datetime | None:
    return last_instant(facts.clarification.due) if facts.clarification else None


REVIEW_STAGES = (
    Stage(
        state=State.ADMISSIBLE,
        phase=Phase.REVIEW,
        public="Recevable",
        ahead="Désignation des rapporteurs",
        awaits=(who.SECRETARY,),
        deadline=within(10, "la désignation de deux rapporteurs", "alerte à la présidence de la commission"),
        ladder=OFFICE_LADDER,
        escalates_to=(who.CHAIR,),
        forward=Trigger.ASSIGN_RAPPORTEURS,
        patience=10,
    ),
    Stage(
        state=State.UNDER_REVIEW,
        phase=Phase.REVIEW,
        public="En expertise nationale",
        ahead="Expertise nationale",
        awaits=(who.REVIEWERS_OR_SECRETARY,),
        deadline=Deadline(
            due=_reports,
            rule="trente jours après la désignation ; cinq jours ouvrés pour désigner un rapporteur qui manque",
            satisfied_by="la remise de tous les rapports et avis",
            on_passing="relance, puis remplacement du rapporteur",
            counted=True,
        ),
        ladder=replace(PARTY_LADDER, unless=_nobody_pending),
        escalates_to=(who.CHAIR,),
        forward=Trigger.REVIEWS_DONE,
        patience=30,
    ),
    Stage(
        state=State.CLARIFICATION,
        phase=Phase.REVIEW,
        public="Précisions à apporter",
        ahead="Demande de précisions",
        awaits=(who.DRAFTERS,),
        deadline=Deadline(
            due=_answer,
            rule="dix jours après la question",
            satisfied_by="la réponse des porteurs",
            on_passing="le secrétariat peut reprendre l’expertise sans réponse",
        ),
        ladder=Ladder(before=(3,), on_day=True, after=(3,), escalate=7),
        escalates_to=(who.SECRETARY,),
        forward=Trigger.ANSWER_CLARIFICATION,
        suspends=(State.UNDER_REVIEW,),
        patience=10,
    ),
)

"""The stages of the admissibility examination."""

from datetime import datetime

from states.application import audiences as who
from states.application.facts import ApplicationFacts
from states.application.stages.ladders import OFFICE_LADDER, PARTY_LADDER
from states.application.words import Phase, State, Trigger
from states.calendar import last_instant
from states.deadlines import within
from states.declaration import Audience, Deadline, Stage


def _completion(facts: ApplicationFacts) -> datetime | None:
    return last_instant(facts.completion.due) if facts.completion else None


def _examiner(facts: ApplicationFacts) -> tuple[str, ...]:
    return who.undecided_offices(facts) if facts.decisions else ("dgesco_officer",)


EXAMINER = Audience("examiner", "le bureau, ou les ministres si une décision négative est engagée", _examiner)

ADMISSIBILITY_STAGES = (
    Stage(
        state=State.SUBMITTED,
        phase=Phase.ADMISSIBILITY,
        public="Déposé",
        ahead="Dépôt",
        awaits=(who.BUREAU,),
        deadline=within(
            10, "l’ouverture de l’examen", "alerte au chef ou à la cheffe de bureau", "CRPA, art. R. 112-11-2"
        ),
        ladder=OFFICE_LADDER,
        escalates_to=(who.HEAD,),
        forward=Trigger.START_ADMISSIBILITY,
        patience=10,
    ),
    Stage(
        state=State.ADMISSIBILITY,
        phase=Phase.ADMISSIBILITY,
        public="Recevabilité à l’examen",
        ahead="Examen de recevabilité",
        awaits=(EXAMINER,),
        deadline=within(10, "une décision de recevabilité ou une demande de pièces", "alerte à la cheffe de bureau"),
        ladder=OFFICE_LADDER,
        escalates_to=(who.HEAD,),
        forward=Trigger.DECLARE_ADMISSIBLE,
        patience=10,
    ),
    Stage(
        state=State.INCOMPLETE,
        phase=Phase.ADMISSIBILITY,
        public="Pièces à fournir",
        ahead="Demande de pièces",
        awaits=(who.DRAFTERS,),
        deadline=Deadline(
            due=_completion,
            rule="délai fixé par la demande de pièces, quinze jours par défaut",
            satisfied_by="la réception de toutes les pièces",
            on_passing="le chef ou la cheffe de bureau décide : le silence ne rejette rien",
            law="CRPA, art. L. 114-5",
        ),
        ladder=PARTY_LADDER,
        escalates_to=(who.HEAD,),
        forward=Trigger.COMPLETE,
        suspends=(State.ADMISSIBILITY,),
        patience=15,
    ),
)

"""The stages of the ministers' part, until the order is published."""

from datetime import datetime

from states.application import audiences as who
from states.application.facts import ApplicationFacts
from states.application.stages.admissibility import EXAMINER
from states.application.stages.commission import DECIDER
from states.application.stages.ladders import OFFICE_LADDER
from states.application.words import Phase, State, Trigger
from states.deadlines import due_at, within
from states.declaration import Deadline, Stage


def _carrier_of_signature(facts: ApplicationFacts) -> datetime | None:
    return due_at(facts.order) if facts.order else None


MINISTERS_STAGES = (
    Stage(
        state=State.PROPOSED,
        phase=Phase.MINISTERS,
        public="Transmis aux ministres",
        ahead="Transmission aux ministres",
        awaits=(EXAMINER,),
        deadline=within(15, "la mise à la signature de l’arrêté", "alerte à la cheffe de bureau"),
        ladder=OFFICE_LADDER,
        escalates_to=(who.HEAD,),
        forward=Trigger.START_SIGNATURE,
        patience=15,
    ),
    Stage(
        state=State.CO_SIGNATURE,
        phase=Phase.MINISTERS,
        public="À la signature des ministres",
        ahead="Signature des ministres",
        awaits=(who.AWAITED_MINISTERS,),
        deadline=Deadline(
            due=_carrier_of_signature,
            rule="échéance de l’arrêté",
            satisfied_by="la signature de tous les ministres requis",
            on_passing="rappels puis signalement : aucune signature n’est jamais réputée donnée",
        ),
        carrier="order",
        forward=Trigger.SEAL,
        patience=20,
    ),
    Stage(
        state=State.ARBITRATION,
        phase=Phase.MINISTERS,
        public="À la signature des ministres",
        ahead="Arbitrage",
        awaits=(DECIDER,),
        deadline=within(15, "un arbitrage entre les ministères", "alerte à la Dgesco et aux cabinets"),
        ladder=OFFICE_LADDER,
        escalates_to=(who.HEAD, who.CABINETS),
        forward=Trigger.ARBITRATE_SIGN,
        patience=15,
    ),
    Stage(
        state=State.SEALED,
        phase=Phase.LABEL,
        public="Arrêté signé, publication en cours",
        ahead="Publication de l’arrêté",
        awaits=(who.BUREAU,),
        deadline=within(15, "la publication de l’arrêté", "alerte à la cheffe de bureau"),
        carrier="order",
        forward=Trigger.LABEL,
        patience=15,
    ),
)

"""The stages of the ministers' part, until the order is published."""

from dataclasses import replace
from datetime import datetime

from states.application import audiences as who
from states.application.facts import ApplicationFacts
from states.application.stages.admissibility import EXAMINER
from states.application.stages.commission import DECIDER
from states.application.stages.ladders import OFFICE_LADDER
from states.application.words import Phase, State, Trigger
from states.deadlines import due_at, within
from states.declaration import Deadline, Stage


def _of_order(facts: ApplicationFacts) -> datetime | None:
    return due_at(facts.order) if facts.order else None


_OWN = within(15, "la mise à la signature de l’arrêté", "alerte à la cheffe de bureau")


def _of_order_or_own(facts: ApplicationFacts) -> datetime | None:
    return _of_order(facts) if facts.order else _OWN.due(facts)


def _carried(facts: ApplicationFacts) -> bool:
    return bool(facts.order_ref)


MINISTERS_STAGES = (
    Stage(
        state=State.PROPOSED,
        phase=Phase.MINISTERS,
        public="Examiné par la commission, décision à venir",
        ahead="Transmission aux ministres",
        awaits=(EXAMINER,),
        deadline=replace(_OWN, due=_of_order_or_own, rule=f"{_OWN.rule}, ou l’échéance de l’arrêté porteur"),
        ladder=replace(OFFICE_LADDER, unless=_carried),
        escalates_to=(who.HEAD,),
        forward=Trigger.START_SIGNATURE,
        patience=15,
    ),
    Stage(
        state=State.CO_SIGNATURE,
        phase=Phase.MINISTERS,
        public="Examiné par la commission, décision à venir",
        ahead="Signature des ministres",
        awaits=(who.AWAITED_MINISTERS,),
        deadline=Deadline(
            due=_of_order,
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
        public="Examiné par la commission, décision à venir",
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
        public="Examiné par la commission, décision à venir",
        ahead="Publication de l’arrêté",
        awaits=(who.BUREAU,),
        deadline=Deadline(
            due=_of_order,
            rule="échéance de l’arrêté",
            satisfied_by="la publication de l’arrêté",
            on_passing="alerte à la cheffe de bureau",
        ),
        carrier="order",
        forward=Trigger.LABEL,
        patience=15,
    ),
)

"""The joint order: one act for many applications, one signature per required office, published or split."""

from states.declaration import Lifecycle
from states.order.facts import OrderFacts
from states.order.stages import STAGES
from states.order.steps import STEPS
from states.order.words import State, Trigger

ORDER = Lifecycle(
    kind="order",
    label="Arrêté conjoint",
    facts=OrderFacts,
    states=State,
    triggers=Trigger,
    start=State.NOWHERE,
    stages=STAGES,
    steps=STEPS,
)

"""The label: takes effect, is renewed from twelve months before its term, expires at that term and never tacitly."""

from states.declaration import Lifecycle
from states.label.corrections import CORRECTIONS
from states.label.facts import LabelFacts
from states.label.stages import STAGES
from states.label.steps import STEPS
from states.label.words import State, Trigger

LABEL = Lifecycle(
    kind="label",
    label="Label",
    facts=LabelFacts,
    states=State,
    triggers=Trigger,
    start=State.NOWHERE,
    stages=STAGES,
    steps=STEPS + CORRECTIONS,
)

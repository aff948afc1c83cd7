"""The wave: prepared, approved, published, open to filing, closed, reviewed, decided, completed."""

from states.declaration import Lifecycle
from states.wave.facts import WaveFacts
from states.wave.stages import STAGES
from states.wave.steps import STEPS
from states.wave.words import State, Trigger

WAVE = Lifecycle(
    kind="wave",
    label="Vague",
    facts=WaveFacts,
    states=State,
    triggers=Trigger,
    start=State.NOWHERE,
    stages=STAGES,
    steps=STEPS,
)

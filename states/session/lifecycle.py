"""The session: planned, summoned five days before, held with its quorum, recorded in signed minutes."""

from states.declaration import Lifecycle
from states.session.facts import SessionFacts
from states.session.stages import STAGES
from states.session.steps import STEPS
from states.session.words import State, Trigger

SESSION = Lifecycle(
    kind="session",
    label="Séance de la commission",
    facts=SessionFacts,
    states=State,
    triggers=Trigger,
    start=State.NOWHERE,
    stages=STAGES,
    steps=STEPS,
)

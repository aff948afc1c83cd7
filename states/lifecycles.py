"""The five lifecycles, by kind of object and by kind of facts."""

from typing import Any

from states.application.facts import ApplicationFacts
from states.application.lifecycle import APPLICATION
from states.declaration import Lifecycle
from states.label.facts import LabelFacts
from states.label.lifecycle import LABEL
from states.order.facts import OrderFacts
from states.order.lifecycle import ORDER
from states.session.facts import SessionFacts
from states.session.lifecycle import SESSION
from states.wave.facts import WaveFacts
from states.wave.lifecycle import WAVE

LIFECYCLES: dict[str, Lifecycle] = {lc.kind: lc for lc in (APPLICATION, LABEL, ORDER, SESSION, WAVE)}
FACTS: dict[str, type[Any]] = {
    "application": ApplicationFacts,
    "label": LabelFacts,
    "order": OrderFacts,
    "session": SessionFacts,
    "wave": WaveFacts,
}
_BY_FACTS = {facts: LIFECYCLES[kind] for kind, facts in FACTS.items()}

#: What the facts of each kind read of others: a change there wakes these.
READS: dict[str, tuple[str, ...]] = {
    "application": ("label", "order", "session", "wave"),
    "label": ("application", "label"),
    "order": ("application",),
    "session": ("application",),
    "wave": ("application",),
}


def lifecycle_of(facts: Any) -> Lifecycle:
    """The lifecycle that rules these facts."""
    return _BY_FACTS[type(facts)]

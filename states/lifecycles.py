"""The five lifecycles, by kind of object."""

from states.application.lifecycle import APPLICATION
from states.declaration import Lifecycle
from states.label.lifecycle import LABEL
from states.order.lifecycle import ORDER
from states.session.lifecycle import SESSION
from states.wave.lifecycle import WAVE

LIFECYCLES: dict[str, Lifecycle] = {lc.kind: lc for lc in (APPLICATION, LABEL, ORDER, SESSION, WAVE)}

#: What the facts of each kind read of others: a change there wakes these.
READS: dict[str, tuple[str, ...]] = {
    "application": ("label", "order", "session", "wave"),
    "label": ("application", "label", "order"),
    "order": ("application", "label"),
    "session": ("application",),
    "wave": ("application",),
}

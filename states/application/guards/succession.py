"""Guards of the change of presidency: a support to confirm, or none."""

from states.application.effects.succession import unconfirmed
from states.declaration import Guard

SUPPORT_TO_CONFIRM = Guard(
    "soutien_a_confirmer",
    "Aucun changement de présidence n’appelle la confirmation de votre soutien.",
    lambda move: unconfirmed(move.facts, move.actor.office) is not None,
    ("time",),
    personal=True,
)

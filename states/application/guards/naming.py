"""Guards of the name: disputed by the owner of a trademark, or not."""

from states.application import audiences
from states.declaration import Guard

UNDISPUTED = Guard(
    "nom_non_conteste",
    "Un conflit de marque est déjà signalé sur le nom de ce campus.",
    lambda move: move.facts.name_disputed_on is None,
    ("application.clear_name",),
    audiences.HEAD,
)
DISPUTED = Guard(
    "nom_conteste",
    "Aucun conflit de marque n’est signalé sur le nom de ce campus.",
    lambda move: move.facts.name_disputed_on is not None,
    ("application.dispute_name",),
    audiences.BUREAU,
)

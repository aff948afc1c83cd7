"""Guards of the admissibility examination."""

from states.application import audiences
from states.calendar import add, paris_day
from states.declaration import Guard
from states.machine import Move
from states.words import counted


def _extension_allowed(move: Move) -> bool:
    completion = move.facts.completion
    if completion is None or completion.extended:
        return False
    latest = add(completion.due, move.facts.rules.completion_extension)
    return bool(max(completion.due, paris_day(move.at)) < move.payload["due"] <= latest)


DUE_IN_FUTURE = Guard(
    "delai_a_venir",
    "Le délai fixé doit être postérieur à ce jour.",
    lambda move: not move.payload.get("due") or move.payload["due"] > paris_day(move.at),
    ("given",),
    field="due",
    given=True,
)
ITEMS_RECEIVED = Guard(
    "pieces_recues",
    lambda facts: f"Il reste à recevoir {counted(len(facts.completion.missing), 'pièce')} de la demande.",
    lambda move: move.facts.completion is not None and not move.facts.completion.missing,
    ("application.supply_item",),
    audiences.DRAFTERS,
    field="items",
    general="Il reste à recevoir des pièces de la demande.",
)
COMPLETION_OVER = Guard(
    "delai_de_completude_echu",
    "Le délai accordé pour compléter le dossier n’est pas échu.",
    lambda move: move.facts.completion is not None and paris_day(move.at) > move.facts.completion.due,
    ("time",),
)
EXTENSION_ALLOWED = Guard(
    "une_seule_prolongation",
    "Le délai ne peut être prolongé qu’une fois, de quinze jours au plus, et vers une date postérieure.",
    _extension_allowed,
    ("given",),
    field="due",
    given=True,
)
MINISTER_UNDECIDED = Guard(
    "decision_deja_signee",
    "Ce ministre a déjà signé cette décision.",
    lambda move: move.actor.office in audiences.undecided_offices(move.facts),
    ("given",),
    personal=True,
)
ALL_DECIDED = Guard(
    "decision_signee_par_tous",
    lambda facts: (
        f"La décision négative attend {counted(len(audiences.undecided_offices(facts)), 'signature')} :"
        " elle revient à ceux qui auraient accordé le label."
    ),
    lambda move: bool(move.facts.decisions) and not audiences.undecided_offices(move.facts),
    ("application.sign_inadmissibility", "application.sign_refusal"),
    audiences.UNDECIDED,
    general="La décision négative attend des signatures : elle revient à ceux qui auraient accordé le label.",
)

"""Guards of the exceptional paths."""

from states.application import audiences
from states.declaration import Guard
from states.machine import Move
from states.wave.words import State as WaveState

SUPPORT_WITHDRAWN = "support_withdrawn"


def _last_to_withdraw(move: Move) -> bool:
    """Before filing anyone may give up; after, the file goes only with the last signature."""
    signed = {signature.office for signature in move.facts.valid_signatures}
    return move.facts.submitted_at is None or not signed - {move.actor.office}


def _stayed_for_support(move: Move) -> bool:
    return move.facts.stay is not None and move.facts.stay.cause == SUPPORT_WITHDRAWN


ALL_WITHDRAW = Guard(
    "desistement_de_tous",
    "Le dossier déposé porte la signature d’autres porteurs : retirez votre soutien ;"
    " le dossier entier n’est retiré que par le dernier signataire.",
    _last_to_withdraw,
    ("application.withdraw_support",),
    audiences.SPONSORS,
    given=True,
)
SUPPORT_GIVEN = Guard(
    "soutien_donne",
    "Ce service n’a pas de signature en cours sur le dossier.",
    lambda move: move.actor.office in {s.office for s in move.facts.valid_signatures},
    ("application.sign",),
    given=True,
)
SUPPORT_MISSING = Guard(
    "soutien_retire",
    "Le dossier n’est pas suspendu par un retrait de soutien de ce service.",
    lambda move: _stayed_for_support(move) and move.facts.stay.office == move.actor.office,
    ("application.withdraw_support",),
    given=True,
)
NOT_FOR_SUPPORT = Guard(
    "suspension_de_la_dgesco",
    "La suspension tient à un retrait de soutien : elle cesse quand le porteur le rétablit.",
    lambda move: not _stayed_for_support(move),
    ("application.restore_support",),
    audiences.SPONSORS,
)
CALL_IS_CANCELLED = Guard(
    "appel_annule",
    "L’appel n’est pas annulé.",
    lambda move: move.facts.wave is not None and move.facts.wave.state is WaveState.CANCELLED,
    ("wave.cancel",),
    audiences.HEAD,
)

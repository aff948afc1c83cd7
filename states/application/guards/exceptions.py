"""Guards of the exceptional paths."""

from states.application import audiences
from states.application.facts import ApplicationFacts
from states.application.words import SUPPORT_WITHDRAWN, State
from states.deadlines import due_at
from states.declaration import Guard
from states.machine import Move
from states.wave.words import State as WaveState


def _signatories(facts: ApplicationFacts) -> set[str]:
    """Offices whose signature stands, or those that stand in for them; a draft has none."""
    if State.DRAFT in (facts.state, facts.returns_to):
        return set()
    return {audiences.standing_in(facts, signature.office) for signature in facts.valid_signatures}


def _withdrew(move: Move) -> bool:
    stay = move.facts.stay
    return stay is not None and audiences.standing_in(move.facts, stay.office) == move.actor.office


def _restoration_over(move: Move) -> bool:
    due = due_at(move.facts)
    return not _stayed_for_support(move) or due is None or move.at >= due


def _stayed_for_support(move: Move) -> bool:
    return move.facts.stay is not None and move.facts.stay.cause == SUPPORT_WITHDRAWN


def _struck(facts: ApplicationFacts) -> bool:
    return facts.order is not None and facts.ref in facts.order.struck


ALL_WITHDRAW = Guard(
    "desistement_de_tous",
    "Le dossier porte la signature d’autres porteurs : retirez la vôtre ;"
    " le dossier entier n’est retiré que par le dernier signataire.",
    lambda move: not _signatories(move.facts) - {move.actor.office},
    ("application.withdraw_support", "application.unsign"),
    audiences.SPONSORS,
    personal=True,
)
SUPPORT_GIVEN = Guard(
    "soutien_donne",
    "Ce service n’a pas de signature en cours sur le dossier.",
    lambda move: move.actor.office in _signatories(move.facts),
    ("application.sign",),
    personal=True,
)
SUPPORT_MISSING = Guard(
    "soutien_retire",
    "Ce service n’a pas retiré son soutien.",
    _withdrew,
    ("application.withdraw_support",),
    personal=True,
)
FOR_SUPPORT = Guard(
    "suspension_pour_soutien",
    "La suspension a été décidée par la Dgesco : elle ne tient à aucun retrait de soutien.",
    _stayed_for_support,
    ("application.resume",),
    audiences.HEAD,
)
NOT_FOR_SUPPORT = Guard(
    "suspension_de_la_dgesco",
    "La suspension tient à un retrait de soutien : elle cesse quand le porteur le rétablit.",
    lambda move: not _stayed_for_support(move),
    ("application.restore_support",),
    audiences.SPONSORS,
)
RESTORATION_OVER = Guard(
    "delai_de_retablissement_echu",
    "Le porteur qui a retiré son soutien a encore le temps de le rétablir.",
    _restoration_over,
    ("time",),
)
ORDER_UNSIGNED = Guard(
    "arrete_non_signe",
    "L’arrêté qui porte le dossier est signé : il se publie, s’abroge ou se retire, le dossier ne s’efface plus.",
    lambda move: State.SEALED not in (move.facts.state, move.facts.returns_to),
    ("application.resume",),
    audiences.HEAD,
)
DATE_IS_OWN = Guard(
    "echeance_du_dossier",
    "L’arrêté porte le dossier : c’est l’échéance de l’arrêté qui se prolonge.",
    lambda move: move.facts.state is not State.PROPOSED or not move.facts.order_ref,
    ("application.take_out_of_order",),
    audiences.BUREAU,
)
DECISION_FELL = Guard(
    "label_annule_par_le_juge",
    "Le dossier est labellisé : il ne se rouvre que si le juge a annulé l’arrêté pour ce dossier.",
    lambda move: move.facts.state is not State.LABELLED or _struck(move.facts),
    ("order.annul", "order.annul_part"),
    audiences.HEAD,
)
CALL_IS_CANCELLED = Guard(
    "appel_annule",
    "L’appel n’est pas annulé.",
    lambda move: move.facts.wave is not None and move.facts.wave.state is WaveState.CANCELLED,
    ("wave.cancel",),
    audiences.HEAD,
)
REFERENCE_COPIED = Guard(
    "reference_recopiee",
    "Recopiez la référence du dossier : un passage forcé se confirme deux fois et reste au journal pour toujours.",
    lambda move: move.payload["confirmation"].strip() == move.facts.ref,
    ("given",),
    field="confirmation",
    given=True,
)

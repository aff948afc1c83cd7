"""Guards of the proposal, of the order and of the label."""

from states.application import audiences
from states.application.facts import ApplicationFacts
from states.application.words import Sense
from states.calendar import Delay, Unit
from states.declaration import Guard
from states.machine import Move
from states.order.facts import OrderFacts
from states.order.words import State as OrderState
from states.session.words import State as SessionState
from states.words import counted

TEN_DAYS = Delay(10, Unit.WORKING_DAYS)
EIGHT_DAYS = Delay(8, Unit.WORKING_DAYS)


def _same_signatories(move: Move) -> bool:
    chosen = (order for order in move.facts.open_orders if order.ref == move.payload["order"])
    return all(_signed_by_all(move.facts, order) for order in chosen)


def _signed_by_all(facts: ApplicationFacts, order: OrderFacts) -> bool:
    return set(facts.rules.ministers) <= set(order.ministers)


def _in_order(facts: ApplicationFacts, *states: OrderState) -> bool:
    return facts.order is not None and facts.order.state in states


def _contested(facts: ApplicationFacts) -> bool:
    return facts.order is not None and facts.ref in facts.order.contested


def _signatures_awaited(facts: ApplicationFacts) -> str:
    awaited = facts.order.awaited if facts.order else ()
    return f"L’arrêté attend {counted(len(awaited), 'signature')}."


MINUTES_SIGNED = Guard(
    "proces_verbal_signe",
    "Le procès-verbal de la séance n’est pas signé.",
    lambda move: move.facts.session is not None and move.facts.session.state is SessionState.MINUTES_SIGNED,
    ("session.sign_minutes",),
    audiences.CHAIR,
    EIGHT_DAYS,
    "minutes",
)
CNEE_ATTACHED = Guard(
    "avis_du_cnee",
    "L’avis du Conseil national éducation-économie n’est pas joint.",
    lambda move: not move.facts.rules.cnee_opinion or bool(move.facts.cnee_document),
    ("application.attach_cnee_opinion",),
    audiences.CNEE,
    TEN_DAYS,
    "cnee_document",
)
FAVOURABLE = Guard(
    "avis_favorable",
    "L’avis doit être favorable, réserves levées ; un écart avec l’avis doit être motivé.",
    lambda move: (
        bool(move.payload.get("reason"))
        or (move.facts.opinion is not None and move.facts.opinion.sense is Sense.FAVOURABLE)
    ),
    ("application.lift_reservations", "given"),
    audiences.CHAIR,
    field="reason",
    given=True,
)
SECOND_LOOK_ONCE = Guard(
    "un_seul_second_examen",
    "Un second examen n’est demandé qu’une fois.",
    lambda move: move.facts.second_looks < 1,
    ("given",),
)
ORDER_AT_HAND = Guard(
    "arrete_en_redaction",
    "Aucun projet d’arrêté n’est en rédaction : préparez-en un.",
    lambda move: bool(move.facts.open_orders),
    ("order.create",),
    audiences.BUREAU,
)
SAME_SIGNATORIES = Guard(
    "signataires_de_l_edition",
    "Ce projet d’arrêté n’est pas signé par tous les ministres que l’édition des règles du dossier exige.",
    _same_signatories,
    ("order.create", "given"),
    audiences.BUREAU,
    field="order",
    given=True,
)
CNEE_EXPECTED = Guard(
    "avis_du_cnee_prevu",
    "L’édition des règles du dossier ne prévoit pas l’avis du CNEE.",
    lambda move: move.facts.rules.cnee_opinion,
    ("wave.change_edition",),
    audiences.HEAD,
)
NOT_CARRIED = Guard(
    "pas_deja_inscrit",
    "Le dossier est déjà inscrit à un projet d’arrêté.",
    lambda move: not move.facts.order_ref,
    ("application.take_out_of_order",),
    audiences.BUREAU,
)
CARRIED = Guard(
    "inscrit_a_un_arrete",
    "Le dossier n’est inscrit à aucun projet d’arrêté.",
    lambda move: bool(move.facts.order_ref),
    ("application.put_in_order",),
    audiences.BUREAU,
)
ORDER_STILL_DRAFT = Guard(
    "arrete_modifiable",
    "L’arrêté n’est plus en rédaction : le dossier ne peut en sortir que par un arbitrage.",
    lambda move: _in_order(move.facts, OrderState.DRAFTING),
    ("order.return_to_drafting",),
    audiences.HEAD,
)
ORDER_IN_SIGNATURE = Guard(
    "arrete_a_la_signature",
    "L’arrêté qui porte le dossier n’est pas à la signature.",
    lambda move: _in_order(move.facts, OrderState.IN_SIGNATURE),
    ("application.put_in_order", "order.open_signature"),
    audiences.BUREAU,
    TEN_DAYS,
)
ORDER_OF_EDITION = Guard(
    "arrete_de_l_edition",
    "L’édition des règles a changé : l’arrêté n’est pas signé par tous les ministres qu’elle exige.",
    lambda move: move.facts.order is not None and _signed_by_all(move.facts, move.facts.order),
    ("order.return_to_drafting",),
    audiences.HEAD,
)
ORDER_CONTESTED = Guard(
    "refus_de_signature",
    "Aucun ministre n’a refusé de signer pour ce dossier.",
    lambda move: _in_order(move.facts, OrderState.IN_SIGNATURE) and _contested(move.facts),
    ("order.contest",),
    audiences.AWAITED_MINISTERS,
)
ORDER_SIGNED = Guard(
    "arrete_signe",
    _signatures_awaited,
    lambda move: _in_order(move.facts, OrderState.SIGNED, OrderState.SENT_TO_JOURNAL, OrderState.PUBLISHED),
    ("order.sign", "order.split", "order.return_to_signature"),
    audiences.AWAITED_MINISTERS,
    TEN_DAYS,
    general="L’arrêté attend des signatures.",
)
ORDER_PUBLISHED = Guard(
    "arrete_publie",
    "L’arrêté n’est pas publié.",
    lambda move: _in_order(move.facts, OrderState.PUBLISHED),
    ("order.publish",),
    audiences.BUREAU,
    TEN_DAYS,
)
NO_LONGER_CONTESTED = Guard(
    "refus_leve",
    "L’arrêté porte encore le refus de signer pour ce dossier : remettez-le d’abord à la signature.",
    lambda move: _in_order(move.facts, OrderState.IN_SIGNATURE) and not _contested(move.facts),
    ("order.return_to_signature",),
    audiences.HEAD,
    TEN_DAYS,
)

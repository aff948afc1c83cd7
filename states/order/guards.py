"""Guards of the order."""

from states.calendar import Delay, Unit, paris_day
from states.declaration import Guard
from states.nor import NOR
from states.order import audiences
from states.order.facts import OrderFacts
from states.words import counted


def _disputed(facts: OrderFacts) -> str:
    return ", ".join(item.ref for item in facts.items if item.disputed)


def _in_force(facts: OrderFacts) -> str:
    return ", ".join(label.ref for label in facts.labels if not label.final)


def _standing(facts: OrderFacts) -> set[str]:
    return {item.ref for item in facts.items} - set(facts.struck)


HAS_ITEMS = Guard(
    "au_moins_un_dossier",
    "L’arrêté ne porte aucun dossier : inscrivez-y au moins un dossier proposé.",
    lambda move: bool(move.facts.items),
    ("application.put_in_order",),
    audiences.BUREAU,
)
ALL_PROPOSED = Guard(
    "dossiers_proposes",
    "Tous les dossiers de l’arrêté doivent être au stade de la proposition.",
    lambda move: all(item.state in {"proposed", "co_signature"} for item in move.facts.items),
    ("application.propose", "application.take_out_of_order", "application.resume"),
    audiences.BUREAU,
)
NOT_YET_SIGNED = Guard(
    "deja_signe",
    "Ce ministre a déjà signé ce texte.",
    lambda move: move.actor.office in move.facts.awaited,
    ("given",),
    personal=True,
)
NO_VISA_YET = Guard(
    "visa_deja_donne",
    "Ce service a déjà donné son visa sur ce texte.",
    lambda move: move.actor.office not in {v.office for v in move.facts.visas if v.round == move.facts.round},
    ("given",),
    personal=True,
)
SAME_TEXT = Guard(
    "meme_texte",
    "La pièce signée n’est pas le texte mis à la signature : l’empreinte diffère.",
    lambda move: move.payload.get("content_hash") in {"", None, move.facts.content_hash},
    ("given",),
    field="content_hash",
    given=True,
)
ALL_SIGNED = Guard(
    "toutes_les_signatures",
    lambda facts: f"Il manque {counted(len(facts.awaited), 'signature')}.",
    lambda move: not move.facts.awaited,
    ("order.sign",),
    audiences.AWAITED_MINISTERS,
    general="Il manque des signatures.",
)
NOTHING_CONTESTED = Guard(
    "aucun_dossier_conteste",
    lambda facts: f"Des dossiers contestés attendent un arbitrage : {', '.join(facts.contested)}.",
    lambda move: not move.facts.contested,
    ("order.split", "order.return_to_signature"),
    audiences.HEAD,
    general="Des dossiers contestés attendent un arbitrage.",
)
TEXT_CURRENT = Guard(
    "texte_a_jour",
    "Le texte mis à la signature nomme un dossier que l’arrêté ne porte plus : un nouveau texte est nécessaire.",
    lambda move: move.facts.text_is_current,
    ("order.split",),
    audiences.BUREAU,
)
ITEMS_AT_SIGNATURE = Guard(
    "dossiers_a_la_signature",
    "Un dossier de l’arrêté est suspendu ou en arbitrage : l’arrêté ne peut être scellé.",
    lambda move: all(item.state == "co_signature" for item in move.facts.items),
    ("application.resume", "application.restore_support", "application.arbitrate_sign", "application.arbitrate_split"),
    audiences.HEAD,
)
TEXT_TO_CHANGE = Guard(
    "texte_a_changer",
    "Aucun dossier de l’arrêté n’est contesté ni retiré : le texte n’a pas à changer.",
    lambda move: bool(move.facts.contested) or not move.facts.text_is_current,
    ("order.contest", "application.withdraw"),
    audiences.AWAITED_MINISTERS,
)
SOMETHING_CONTESTED = Guard(
    "dossiers_contestes",
    "Aucun dossier de l’arrêté n’est contesté.",
    lambda move: bool(move.facts.contested),
    ("order.contest",),
    audiences.AWAITED_MINISTERS,
)
CONTESTED_ARE_OUT = Guard(
    "dossiers_disjoints",
    "L’arbitrage doit d’abord retirer de l’arrêté les dossiers contestés.",
    lambda move: not set(move.facts.contested) & {item.ref for item in move.facts.items},
    ("application.arbitrate_split", "application.arbitrate_adjourn", "application.sign_refusal"),
    audiences.HEAD,
)
SOMETHING_LEFT = Guard(
    "dossiers_restants",
    "Aucun dossier ne resterait dans l’arrêté : abandonnez-le.",
    lambda move: bool({item.ref for item in move.facts.items} - set(move.facts.contested)),
    ("order.abandon",),
    audiences.HEAD,
)
NOR_GIVEN = Guard(
    "nor",
    "Le NOR est obligatoire : quatre lettres, sept chiffres et une lettre, comme MENE1925423A.",
    lambda move: bool(NOR.fullmatch(move.payload["nor"])),
    ("given",),
    field="nor",
    given=True,
)
PUBLISHED_AFTER_SIGNED = Guard(
    "publication_datee",
    "La publication ne peut précéder la dernière signature, ni être à venir.",
    lambda move: (move.facts.signed_on or move.day) <= move.payload["published_on"] <= paris_day(move.at),
    ("given",),
    field="published_on",
    given=True,
)
NOT_RETROACTIVE = Guard(
    "sans_retroactivite",
    "L’arrêté ne peut prendre effet avant sa dernière signature.",
    lambda move: (move.payload["effective_from"] or move.day) >= (move.facts.signed_on or move.day),
    ("given",),
    field="effective_from",
    given=True,
)
NAMES_CLEAR = Guard(
    "noms_sans_conflit",
    lambda facts: f"Un conflit de marque n’est pas levé sur le nom de : {_disputed(facts)}.",
    lambda move: not _disputed(move.facts),
    ("application.clear_name",),
    audiences.HEAD,
    Delay(5, Unit.WORKING_DAYS),
    general="Un conflit de marque n’est pas levé sur le nom d’un dossier.",
)
LABELS_ENDED = Guard(
    "labels_eteints",
    lambda facts: (
        f"Des labels accordés par cet arrêté courent encore : {_in_force(facts)}. Chacun s’abroge ou se retire"
        " d’abord, après la procédure contradictoire, par les ministres qui l’ont accordé."
    ),
    lambda move: not _in_force(move.facts),
    ("label.repeal", "label.withdraw", "label.surrender", "time"),
    audiences.MINISTERS,
    general="Des labels accordés par cet arrêté courent encore.",
)
PART_ONLY = Guard(
    "annulation_partielle",
    "L’annulation partielle laisse l’arrêté debout pour au moins un dossier : si la décision de justice l’annule en"
    " entier, enregistrez l’annulation contentieuse.",
    lambda move: bool(_standing(move.facts) - set(move.payload["applications"])),
    ("given",),
    field="applications",
    given=True,
)
IS_EMPTY = Guard(
    "arrete_vide",
    "Des dossiers sont encore inscrits à l’arrêté.",
    lambda move: not move.facts.items,
    ("application.take_out_of_order", "application.arbitrate_split"),
    audiences.BUREAU,
)

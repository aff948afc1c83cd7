"""Guards of the label."""

from datetime import date

from states.calendar import Delay, Unit, add, paris_day
from states.declaration import Guard
from states.editions import edition
from states.label import audiences
from states.label.dates import renewal_opens_on, term
from states.label.facts import LabelFacts
from states.label.words import Amendment
from states.machine import Move

#: Reasons for which an act that creates rights may be withdrawn: illegal, within four months (CRPA, art. L. 242-1).
WITHDRAWAL_LIMIT = Delay(4, Unit.MONTHS)
OBSERVATIONS = Delay(15, Unit.DAYS)
ENDED_WITHOUT_LABEL = frozenset({"refused", "inadmissible", "withdrawn", "lapsed", "closed_without_action"})


def _signed_by_the_others(move: Move) -> bool:
    same = {one.office for one in move.facts.decisions if one.content_hash == move.payload["document"]}
    return set(move.facts.grantors) <= same | {move.actor.office}


def _others_behind(move: Move) -> set[str]:
    """Other sponsors that have not withdrawn their support."""
    return set(move.facts.offices_of_sponsors) - set(move.facts.unsupported_by) - {move.actor.office}


def _granted_on(facts: LabelFacts) -> date:
    """The delay runs from the decision, not from the day the label takes effect."""
    return facts.granted_on or facts.starts_on


def _adversarial_over(facts: LabelFacts, move: Move) -> bool:
    return not facts.unheard or (facts.observations_due is not None and paris_day(move.at) > facts.observations_due)


RENEWAL_IS_FILED = Guard(
    "renouvellement_depose",
    "Aucune demande de renouvellement n’est déposée.",
    lambda move: move.facts.renewal_pending,
    ("application.submit",),
    audiences.SERVICES,
)
RENEWAL_IS_OVER = Guard(
    "renouvellement_echoue",
    "La demande de renouvellement est toujours en cours.",
    lambda move: move.facts.renewal is None or move.facts.renewal.state in ENDED_WITHOUT_LABEL,
    ("application.refuse", "application.withdraw", "application.close_without_action"),
    audiences.BUREAU,
)
EXTENDS_LATER = Guard(
    "prorogation_datee",
    "La prorogation doit porter au-delà de l’échéance actuelle, d’un an au plus.",
    lambda move: move.facts.ends_on < move.payload["until"] <= add(move.facts.ends_on, Delay(12, Unit.MONTHS)),
    ("given",),
    field="until",
    given=True,
)
BEFORE_EXPIRY = Guard(
    "avant_l_echeance",
    "Un label ne se proroge qu’avant son échéance, par un acte exprès.",
    lambda move: move.at < move.facts.ends_at,
    ("time",),
)
ADVERSARIAL_DONE = Guard(
    "procedure_contradictoire",
    "Tous les porteurs doivent avoir présenté leurs observations, ou leur délai être échu (CRPA, art. L. 121-1).",
    lambda move: _adversarial_over(move.facts, move),
    ("label.file_observations", "time"),
    audiences.SPONSORS,
)
SIGNED_BY_ALL = Guard(
    "decision_de_tous_les_ministres",
    "Ce que plusieurs ministres ont accordé, tous le retirent : les autres n’ont pas encore signé cette décision.",
    _signed_by_the_others,
    ("label.sign_decision", "given"),
    audiences.UNDECIDED,
    field="document",
    given=True,
)
MEASURE_SIGNED_BY_ALL = Guard(
    "acte_de_tous_les_ministres",
    "Ce que plusieurs ministres ont accordé, tous le prorogent ou le suspendent :"
    " les autres n’ont pas encore signé ce document.",
    _signed_by_the_others,
    ("label.sign_measure", "given"),
    audiences.UNDECIDED,
    field="document",
    given=True,
)
WITHIN_FOUR_MONTHS = Guard(
    "retrait_dans_les_quatre_mois",
    "Passé quatre mois, le retrait est exclu, sauf fraude (art. L. 241-2) :"
    " l’abrogation reste possible si une condition n’est plus remplie (art. L. 242-2).",
    lambda move: move.payload["fraud"] or move.day <= add(_granted_on(move.facts), WITHDRAWAL_LIMIT),
    ("given",),
    field="fraud",
    given=True,
)
OBSERVATIONS_LONG_ENOUGH = Guard(
    "quinze_jours_d_observations",
    "Le délai d’observations est de quinze jours au moins.",
    lambda move: not move.payload["due"] or move.payload["due"] >= add(move.day, OBSERVATIONS),
    ("given",),
    field="due",
    given=True,
)
DATES_CHANGE = Guard(
    "dates_differentes",
    "Ces dates sont celles qui sont déjà enregistrées : il n’y a rien à rectifier.",
    lambda move: (move.payload["starts_on"], move.payload["months"]) != (move.facts.starts_on, move.facts.months),
    ("given",),
    field="starts_on",
    given=True,
)
TERM_ALLOWED = Guard(
    "duree_de_l_edition",
    lambda facts: f"La durée d’un label de cette édition va de 1 à {edition(facts.edition).max_months} mois.",
    lambda move: 0 < move.payload["months"] <= edition(move.facts.edition).max_months,
    ("given",),
    field="months",
    given=True,
    general="La durée d’un label ne dépasse pas celle que son édition admet.",
)
TERM_AHEAD = Guard(
    "terme_a_venir",
    "Le label est échu : il ne redevient en vigueur que si son terme rectifié est à venir.",
    lambda move: term(move.payload["starts_on"], move.payload["months"]) > paris_day(move.at),
    ("given",),
    field="months",
    given=True,
)
NOTHING_FOLLOWS = Guard(
    "sans_successeur",
    "Un autre label a déjà pris la suite de celui-ci : ses dates se rectifient d’abord.",
    lambda move: move.facts.successor is None,
    ("given",),
)
WINDOW_AHEAD = Guard(
    "fenetre_a_venir",
    "Aucune rectification ne remet à plus tard la fenêtre de renouvellement.",
    lambda move: move.facts.date_set_at is not None and paris_day(move.at) < renewal_opens_on(move.facts),
    ("label.rectify",),
    audiences.HEAD,
)
STRUCK = Guard(
    "arrete_annule",
    "Aucune décision de justice n’annule l’arrêté pour ce label.",
    lambda move: move.facts.struck,
    ("order.annul", "order.annul_part"),
    audiences.HEAD,
)
STILL_SUPPORTS = Guard(
    "soutien_donne",
    "Ce porteur a déjà retiré son soutien au label.",
    lambda move: move.actor.office not in move.facts.unsupported_by,
    ("label.restore_support",),
    personal=True,
)
SUPPORT_MISSING = Guard(
    "soutien_retire",
    "Ce porteur n’a pas retiré son soutien au label.",
    lambda move: move.actor.office in move.facts.unsupported_by,
    ("label.withdraw_support",),
    personal=True,
)
NAME_GIVEN = Guard(
    "nouveau_nom",
    "Donnez le nouveau nom si c’est le nom qui change, et seulement alors.",
    lambda move: bool(move.payload["name"]) == (move.payload["nature"] is Amendment.NAME),
    ("given",),
    field="name",
    given=True,
)
MID_TERM_OPEN = Guard(
    "bilan_a_mi_parcours",
    "Le bilan à mi-parcours est déjà remis.",
    lambda move: move.facts.mid_term_filed_on is None,
    ("given",),
)
NOT_YET_HEARD = Guard(
    "observations_deja_presentees",
    "Ce porteur a déjà présenté ses observations.",
    lambda move: move.actor.office in move.facts.unheard,
    ("given",),
    personal=True,
)
SOLE_OR_ALL = Guard(
    "renonciation_de_tous",
    "La renonciation est demandée par tous les porteurs : joignez l’accord écrit des autres.",
    lambda move: bool(move.payload["document"]) or not _others_behind(move),
    ("given",),
    field="document",
    given=True,
)

"""Guards of the draft: who may begin one, and what a complete file holds."""

from datetime import date

from states.application import audiences
from states.application.facts import ApplicationFacts
from states.application.words import Kind, State
from states.calendar import add, paris_day
from states.declaration import Guard
from states.label.facts import ENDED, LabelFacts
from states.label.words import State as LabelState
from states.machine import Move
from states.words import counted


def _renewable(move: Move) -> bool:
    free = all(
        (label.state not in ENDED or label.state is LabelState.EXPIRED) and not _taken(label, move.facts.kind)
        for label in move.facts.parents
    )
    return free and _window_open(move.facts, paris_day(move.at))


def _taken(label: LabelFacts, kind: Kind) -> bool:
    """Another request is in progress; the parts of a label to split are asked for side by side."""
    return label.renewal is not None and not (kind is Kind.SPLIT and label.renewal.nature == Kind.SPLIT)


def _window_open(facts: ApplicationFacts, day: date) -> bool:
    """A renewal waits for the window of its label; an upgrade, a merger or a split may answer a call before it."""
    opened = [day >= add(label.expires_on, facts.rules.renewal_opens) for label in facts.parents]
    if facts.kind is Kind.RENEWAL:
        return all(opened)
    return facts.wave is not None or facts.kind is Kind.INITIAL or any(opened)


def _enough_parents(facts: ApplicationFacts) -> bool:
    needed = {Kind.INITIAL: 0, Kind.MERGER: 2}.get(facts.kind, 1)
    most = 1 if facts.kind is Kind.SPLIT else len(facts.parents)
    return len(facts.parents) == len(facts.parent_refs) and needed <= len(facts.parents) <= most


def _already_labelled(facts: ApplicationFacts) -> str:
    held = ", ".join(label.ref for label in facts.standing)
    return (
        f"Ce campus est déjà labellisé ({held}) : créez un renouvellement, un passage en excellence ou une fusion,"
        " et indiquez ce label."
    )


def _under_quota(move: Move) -> bool:
    wave = move.facts.wave
    return wave is None or wave.max_per_academie is None or len(move.facts.siblings) < wave.max_per_academie


def _missing_sections(facts: ApplicationFacts) -> str:
    missing = [section.label for section in facts.rules.sections if section.code not in facts.sections]
    return f"Il manque {counted(len(missing), 'rubrique')} : {', '.join(missing)}."


def _missing_partners(facts: ApplicationFacts) -> str:
    missing = [kind.label for kind in facts.rules.required_partners if kind not in facts.partners]
    return f"Le réseau doit compter au moins : {', '.join(missing)}."


CALL_OPEN = Guard(
    "appel_ouvert",
    "L’appel à projets n’est pas ouvert au dépôt : créez le dossier entre son ouverture et sa clôture.",
    lambda move: move.facts.wave.is_open(move.at) if move.facts.wave else move.facts.kind is not Kind.INITIAL,
    ("wave.publish", "wave.extend", "wave.reopen", "time"),
    audiences.HEAD,
)
PARENTS_KNOWN = Guard(
    "label_d_origine",
    "Indiquez le label d’origine : un seul pour une scission, deux au moins pour une fusion.",
    lambda move: _enough_parents(move.facts),
    ("given",),
    field="parent_refs",
    given=True,
)
RENEWAL_WINDOW = Guard(
    "fenetre_de_renouvellement",
    "Le renouvellement s’ouvre douze mois avant l’échéance du label, une seule demande à la fois.",
    _renewable,
    ("time",),
)
NOT_YET_LABELLED = Guard(
    "campus_sans_label",
    _already_labelled,
    lambda move: move.facts.kind is not Kind.INITIAL or not move.facts.standing,
    ("given",),
    field="kind",
    given=True,
    general="Le campus est déjà labellisé : créez un renouvellement, un passage en excellence ou une fusion.",
)
TERRITORIES_ALIVE = Guard(
    "territoires_actifs",
    "L’une des académies ou des régions n’existe pas à cette date : indiquez celle qui lui a succédé.",
    lambda move: (
        all(f"academie:{code}" in move.facts.active_territories for code in move.facts.academies)
        and all(f"region:{code}" in move.facts.active_territories for code in move.facts.regions)
        and bool(move.facts.academies or move.facts.regions)
    ),
    ("given",),
    field="academies",
    given=True,
)
UNDER_QUOTA = Guard(
    "nombre_par_academie",
    "L’académie a déjà le nombre de dossiers que la vague admet.",
    _under_quota,
    ("application.withdraw", "application.close_without_action"),
    audiences.HEAD,
)
SECTIONS_FILLED = Guard(
    "rubriques_remplies",
    _missing_sections,
    lambda move: all(section.code in move.facts.sections for section in move.facts.rules.sections),
    ("application.edit",),
    audiences.DRAFTERS,
    field="sections",
    general="Il manque des rubriques que l’édition des règles exige.",
)
PARTNERS_COMPLETE = Guard(
    "composition_du_reseau",
    _missing_partners,
    lambda move: all(kind in move.facts.partners for kind in move.facts.rules.required_partners),
    ("application.edit",),
    audiences.DRAFTERS,
    field="partners",
    general="Il manque au réseau des partenaires que l’édition des règles exige.",
)
SECTOR_CHOSEN = Guard(
    "secteur_choisi",
    "Le secteur n’est pas choisi.",
    lambda move: bool(move.facts.sector),
    ("application.edit",),
    audiences.DRAFTERS,
    field="sector",
)
SUPPORT_CHOSEN = Guard(
    "etablissement_support",
    "L’établissement support n’est pas choisi.",
    lambda move: bool(move.facts.support),
    ("application.edit",),
    audiences.DRAFTERS,
    field="support",
)
CATEGORY_ALLOWED = Guard(
    "categorie_admise",
    "Cette catégorie n’existe pas dans l’édition des règles du dossier.",
    lambda move: move.facts.category in move.facts.rules.categories,
    ("application.edit",),
    audiences.DRAFTERS,
    field="category",
)
OTHER_DRAFT = Guard(
    "autre_brouillon",
    "Indiquez la référence d’un autre brouillon de la même vague et des mêmes territoires.",
    lambda move: (
        any(g.ref == move.payload["into"] and g.state == State.DRAFT for g in move.facts.siblings)
        and move.payload["into"] != move.facts.ref
    ),
    ("given",),
    field="into",
    given=True,
)
COMPLETE_FILE = (SECTIONS_FILLED, PARTNERS_COMPLETE, SECTOR_CHOSEN, SUPPORT_CHOSEN, CATEGORY_ALLOWED)

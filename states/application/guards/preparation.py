"""Guards of the draft, of the joint signature and of the filing."""

from datetime import datetime

from states.application import audiences
from states.application.facts import ApplicationFacts
from states.application.words import Kind, State
from states.calendar import Delay, Unit, add, paris_day
from states.declaration import Guard
from states.label.facts import ENDED
from states.label.words import State as LabelState
from states.machine import Move
from states.roles import Role, role_of, scope_of
from states.wave.words import LatePolicy, ResolutionDue

TEN_DAYS = Delay(10, Unit.WORKING_DAYS)


def _renewable(move: Move) -> bool:
    day, facts = paris_day(move.at), move.facts
    return all(
        (label.state not in ENDED or label.state is LabelState.EXPIRED)
        and day >= add(label.expires_on, facts.rules.renewal_opens)
        and label.renewal is None
        for label in facts.parents
    )


def _enough_parents(facts: ApplicationFacts) -> bool:
    needed = {Kind.INITIAL: 0, Kind.MERGER: 2}.get(facts.kind, 1)
    return len(facts.parents) == len(facts.parent_refs) and len(facts.parents) >= needed


def _under_quota(move: Move) -> bool:
    wave = move.facts.wave
    return wave is None or wave.max_per_academie is None or len(move.facts.siblings) < wave.max_per_academie


def _missing_sections(facts: ApplicationFacts) -> str:
    missing = [section.label for section in facts.rules.sections if section.code not in facts.sections]
    return f"Il manque {_count(len(missing), 'rubrique')} : {', '.join(missing)}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("s" if number > 1 else "")


def _missing_partners(facts: ApplicationFacts) -> str:
    missing = [kind.label for kind in facts.rules.required_partners if kind not in facts.partners]
    return f"Le réseau doit compter au moins : {', '.join(missing)}."


def received_in_time(facts: ApplicationFacts, at: datetime) -> bool:
    """Whether a filing received at that instant is in time, grace included (inclusive)."""
    limit = facts.receives_until
    return limit is None or at <= limit


def _has_own_resolution(move: Move) -> bool:
    if role_of(move.actor.office) is not Role.REGION_PRESIDENT or _may_resolve_later(move.facts):
        return True
    region = scope_of(move.actor.office)
    attached = (r for r in move.facts.resolutions if move.facts.heir(f"region:{r.region}") == f"region:{region}")
    return any(r.executory and r.dated <= move.day for r in attached)


def _may_resolve_later(facts: ApplicationFacts) -> bool:
    return facts.wave is not None and facts.wave.resolution_due is ResolutionDue.SESSION


CALL_OPEN = Guard(
    "appel_ouvert",
    "L’appel à projets n’est pas ouvert au dépôt : créez le dossier entre son ouverture et sa clôture.",
    lambda move: move.facts.wave is None or move.facts.wave.is_open(move.at),
    ("wave.publish", "wave.extend", "wave.reopen", "time"),
    audiences.HEAD,
)
PARENTS_KNOWN = Guard(
    "label_d_origine",
    "Indiquez le label à renouveler (deux labels au moins pour une fusion).",
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
)
PARTNERS_COMPLETE = Guard(
    "composition_du_reseau",
    _missing_partners,
    lambda move: all(kind in move.facts.partners for kind in move.facts.rules.required_partners),
    ("application.edit",),
    audiences.DRAFTERS,
    field="partners",
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
NOT_YET_SIGNED = Guard(
    "deja_signe",
    "Ce service a déjà signé ce contenu.",
    lambda move: move.actor.office in audiences.unsigned_sponsors(move.facts),
    ("application.unsign",),
    given=True,
)
HAS_SIGNED = Guard(
    "a_signe",
    "Ce service n’a pas signé ce contenu : il n’y a rien à retirer.",
    lambda move: move.actor.office not in audiences.unsigned_sponsors(move.facts),
    ("application.sign",),
    given=True,
)
SAME_CONTENT = Guard(
    "meme_contenu",
    "Le contenu a changé depuis qu’il vous a été présenté : relisez-le avant de signer.",
    lambda move: move.payload.get("content_hash") in {"", None, move.facts.content_hash},
    ("given",),
    field="content_hash",
    given=True,
)
RESOLUTION_ATTACHED = Guard(
    "deliberation_jointe",
    "La délibération de la région, exécutoire et datée au plus tard du jour de la signature, n’est pas jointe.",
    _has_own_resolution,
    ("application.attach_resolution",),
    audiences.REGIONS,
    TEN_DAYS,
    "resolution",
)
ALL_SIGNED = Guard(
    "toutes_les_signatures",
    lambda facts: f"Il manque {_count(len(audiences.unsigned_sponsors(facts)), 'signature')} sur le même contenu.",
    lambda move: not audiences.unsigned_sponsors(move.facts),
    ("application.sign",),
    audiences.UNSIGNED,
    TEN_DAYS,
)
OPINIONS_GIVEN = Guard(
    "avis_consultatifs",
    "Les avis des instances consultées (CAEN, CREFOP) ne sont pas tous rendus.",
    lambda move: not audiences.silent_bodies(move.facts),
    ("application.give_opinion", "application.waive_opinion"),
    audiences.SILENT_BODIES,
    TEN_DAYS,
)
IN_TIME = Guard(
    "avant_la_cloture",
    "Le dépôt est clos : la date et l’heure de réception font foi (heure de Paris).",
    lambda move: received_in_time(move.facts, move.at),
    ("wave.extend", "wave.reopen", "time"),
    audiences.HEAD,
)
CLOSING_PASSED = Guard(
    "apres_la_cloture",
    "La clôture n’est pas passée : le dépôt ordinaire reste ouvert.",
    lambda move: not received_in_time(move.facts, move.at),
    ("time",),
)
LATE_ADMITTED = Guard(
    "depot_tardif_admis",
    "La vague n’admet aucun dépôt tardif.",
    lambda move: move.facts.wave is None or move.facts.wave.late_policy is LatePolicy.ACCEPT_WITH_REASON,
    ("given",),
)
RESOLUTION_NOT_FUTURE = Guard(
    "deliberation_datee",
    "La délibération ne peut pas être datée d’un jour à venir.",
    lambda move: move.payload["dated"] <= paris_day(move.at),
    ("given",),
    field="dated",
    given=True,
)
OWN_REGION = Guard(
    "sa_region",
    "Un service de région ne joint que la délibération de sa propre région.",
    lambda move: scope_of(move.actor.office) in audiences.scopes_of_regions(move.facts),
    ("given",),
    given=True,
)
AWAITED_BODY = Guard(
    "avis_attendu",
    "L’avis de cette instance n’est pas attendu, ou il est déjà enregistré.",
    lambda move: (move.payload.get("office") or move.actor.office) in audiences.silent_bodies(move.facts),
    ("given",),
    field="office",
    given=True,
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

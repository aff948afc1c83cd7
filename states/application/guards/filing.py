"""Guards of the joint signature, of the opinions and resolutions behind it, and of the filing."""

from datetime import datetime, timedelta

from states.application import audiences
from states.application.facts import ApplicationFacts
from states.calendar import Delay, Unit, paris_day
from states.declaration import Guard
from states.machine import Move
from states.roles import Role, role_of, scope_of
from states.wave.words import LatePolicy, ResolutionDue
from states.words import counted

TEN_DAYS = Delay(10, Unit.WORKING_DAYS)
#: How long a sponsor may keep its answer back once it has said that it disagrees.
MEDIATION = timedelta(days=30)


def received_in_time(facts: ApplicationFacts, at: datetime) -> bool:
    """Whether a filing received at that instant is in time, grace included (inclusive)."""
    limit = facts.receives_until
    return limit is None or at <= limit


def _late_admitted(facts: ApplicationFacts) -> bool:
    return facts.wave is None or facts.wave.late_policy is LatePolicy.ACCEPT_WITH_REASON


def _has_own_resolution(move: Move) -> bool:
    if role_of(move.actor.office) is not Role.REGION_PRESIDENT or _may_resolve_later(move.facts):
        return True
    region = scope_of(move.actor.office)
    attached = (r for r in move.facts.resolutions if move.facts.heir(f"region:{r.region}") == f"region:{region}")
    return any(r.executory and r.dated <= move.day for r in attached)


def _may_resolve_later(facts: ApplicationFacts) -> bool:
    return facts.wave is not None and facts.wave.resolution_due is ResolutionDue.SESSION


NOT_YET_SIGNED = Guard(
    "deja_signe",
    "Ce service a déjà signé ce contenu.",
    lambda move: move.actor.office in audiences.unsigned_sponsors(move.facts),
    ("application.unsign",),
    personal=True,
)
HAS_SIGNED = Guard(
    "a_signe",
    "Ce service n’a pas signé ce contenu : il n’y a rien à retirer.",
    lambda move: move.actor.office not in audiences.unsigned_sponsors(move.facts),
    ("application.sign",),
    personal=True,
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
    personal=True,
)
DECIDES_SOON = Guard(
    "prise_de_position_prochaine",
    "La date à laquelle vous vous prononcerez doit être à venir, et à trente jours au plus.",
    lambda move: move.day < move.payload["until"] <= move.day + MEDIATION,
    ("given",),
    field="until",
    given=True,
)
ALL_SIGNED = Guard(
    "toutes_les_signatures",
    lambda facts: f"Il manque {counted(len(audiences.unsigned_sponsors(facts)), 'signature')} sur le même contenu.",
    lambda move: not audiences.unsigned_sponsors(move.facts),
    ("application.sign",),
    audiences.UNSIGNED,
    TEN_DAYS,
    general="Il manque des signatures sur le même contenu.",
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
    lambda move: received_in_time(move.facts, move.facts.complete_at(move.at)),
    ("wave.extend", "wave.reopen", "time"),
    audiences.HEAD,
)
GIVEN_BACK = Guard(
    "cloture_rendue_par_une_panne",
    "Aucune panne de la plateforme n’a rendu du temps à ce dossier : il reste caduc.",
    lambda move: bool(move.facts.outages) and received_in_time(move.facts, move.at),
    ("wave.record_outage",),
    audiences.HEAD,
)
STILL_RECEIVABLE = Guard(
    "signature_avant_la_cloture",
    "Le dépôt est clos et la vague n’admet aucun dépôt tardif : signer ne déposerait plus le dossier.",
    lambda move: received_in_time(move.facts, move.at) or _late_admitted(move.facts),
    ("wave.extend", "wave.reopen"),
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
    lambda move: _late_admitted(move.facts),
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
OPINION_NOT_FUTURE = Guard(
    "avis_date",
    "L’avis ne peut pas être daté d’un jour à venir.",
    lambda move: move.payload["dated"] <= paris_day(move.at),
    ("given",),
    field="dated",
    given=True,
)
STILL_AWAITED = Guard(
    "avis_attendu",
    "L’avis de cette instance n’est pas attendu, ou il est déjà enregistré.",
    lambda move: move.actor.office in audiences.silent_bodies(move.facts),
    ("given",),
    personal=True,
)
OPINION_MISSING = Guard(
    "avis_manquant",
    "Aucun avis d’instance n’est plus attendu : il n’y a rien à quoi passer outre.",
    lambda move: bool(audiences.silent_bodies(move.facts)),
    ("application.request_signatures",),
)

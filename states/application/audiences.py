"""The offices of an application, named once: who drafts, who signs, who is awaited, who is told."""

from states.application.facts import ApplicationFacts
from states.application.words import ReviewKind, ReviewState
from states.declaration import Audience
from states.roles import Role, office, role_of, scope_of

_TERRITORY: dict[str, str] = {Role.RECTEUR: "academie", Role.REGION_PRESIDENT: "region"}


def _scopes(facts: ApplicationFacts, kind: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(facts.heir(f"{kind}:{code}").partition(":")[2] for code in codes))


def _of_academies(facts: ApplicationFacts, role: Role) -> tuple[str, ...]:
    return tuple(office(role, code) for code in _scopes(facts, "academie", facts.academies))


def _of_regions(facts: ApplicationFacts, role: Role) -> tuple[str, ...]:
    return tuple(office(role, code) for code in _scopes(facts, "region", facts.regions))


def sponsor_offices(facts: ApplicationFacts) -> tuple[str, ...]:
    """Recteurs then presidents of region: the equal depositors."""
    return _of_academies(facts, Role.RECTEUR) + _of_regions(facts, Role.REGION_PRESIDENT)


def drafting_offices(facts: ApplicationFacts) -> tuple[str, ...]:
    """Services of the rectorates and of the regions, who prepare the file."""
    return _of_academies(facts, Role.RECTORATE_OFFICER) + _of_regions(facts, Role.REGION_OFFICER)


def body_offices(facts: ApplicationFacts) -> tuple[str, ...]:
    """CAEN and CREFOP whose opinion the edition asks."""
    bodies = facts.rules.bodies
    caens = _of_academies(facts, Role.CAEN) if "caen" in bodies else ()
    crefops = _of_regions(facts, Role.CREFOP) if "crefop" in bodies else ()
    return caens + crefops


def unsigned_sponsors(facts: ApplicationFacts) -> tuple[str, ...]:
    """Sponsors that have not signed the present content."""
    signed = {signature.office for signature in facts.valid_signatures}
    return tuple(sponsor for sponsor in sponsor_offices(facts) if sponsor not in signed)


def silent_bodies(facts: ApplicationFacts) -> tuple[str, ...]:
    """CAEN and CREFOP that have not answered."""
    answered = {opinion.office for opinion in facts.opinions}
    return tuple(body for body in body_offices(facts) if body not in answered)


def standing_in(facts: ApplicationFacts, office_id: str) -> str:
    """The office that now answers for what another signed: its territory's heir's, or itself."""
    role, _, scope = office_id.partition(":")
    kind = _TERRITORY.get(role)
    return f"{role}:{scope_of(facts.heir(f'{kind}:{scope}'))}" if kind else office_id


def late_deciders(facts: ApplicationFacts) -> tuple[str, ...]:
    """The head, when nothing is missing but the decision on a late filing."""
    missing = unsigned_sponsors(facts) or silent_bodies(facts)
    return () if missing else (Role.DGESCO_HEAD.value,)


def reviewers_or_secretary(facts: ApplicationFacts) -> tuple[str, ...]:
    """Those whose report is awaited; the secretary when a rapporteur is missing."""
    return pending_reviewers(facts) or (Role.COMMISSION_SECRETARY.value,)


def pending_rapporteurs(facts: ApplicationFacts) -> tuple[str, ...]:
    """Rapporteurs whose report is awaited: they can be replaced, a directorate cannot."""
    return tuple(one for one in pending_reviewers(facts) if role_of(one) is Role.RAPPORTEUR)


def granting_offices(facts: ApplicationFacts) -> tuple[str, ...]:
    """Ministers whose signature the edition requires: what grants must refuse."""
    return facts.rules.ministers


def undecided_offices(facts: ApplicationFacts) -> tuple[str, ...]:
    """Ministers that have not yet signed the negative decision under way."""
    signed = {decision.office for decision in facts.decisions}
    return tuple(minister for minister in granting_offices(facts) if minister not in signed)


def pending_reviewers(facts: ApplicationFacts) -> tuple[str, ...]:
    """Rapporteurs and directorates whose report or opinion is awaited."""
    return tuple(review.office for review in facts.reviews if review.state is ReviewState.PENDING)


def rapporteur_offices(facts: ApplicationFacts) -> tuple[str, ...]:
    """Rapporteurs assigned, those replaced or recused left out."""
    out = {ReviewState.RECUSED, ReviewState.REPLACED}
    return tuple(r.office for r in facts.reviews if r.kind is ReviewKind.REPORT and r.state not in out)


def _fixed(role: Role) -> Audience:
    return Audience(role.value, role.label, lambda facts: (role.value,))


def _cabinets(facts: ApplicationFacts) -> tuple[str, ...]:
    return tuple(office(Role.CABINET, minister.partition(":")[2]) for minister in granting_offices(facts))


def _awaited_ministers(facts: ApplicationFacts) -> tuple[str, ...]:
    return facts.order.awaited if facts.order else granting_offices(facts)


DRAFTERS = Audience("drafters", "les services du rectorat et de la région", drafting_offices)
SPONSORS = Audience("sponsors", "le recteur ou la rectrice et la présidence de région", sponsor_offices)
PARTIES = Audience("parties", "les porteurs et leurs services", lambda f: sponsor_offices(f) + drafting_offices(f))
UNSIGNED = Audience("unsigned", "les signataires attendus", unsigned_sponsors)
BODIES = Audience("bodies", "les instances consultées", body_offices)
SILENT_BODIES = Audience("silent_bodies", "les instances dont l’avis est attendu", silent_bodies)
REGIONS = Audience(
    "regions",
    "la région",
    lambda f: _of_regions(f, Role.REGION_PRESIDENT) + _of_regions(f, Role.REGION_OFFICER),
)
BUREAU = _fixed(Role.DGESCO_OFFICER)
HEAD = _fixed(Role.DGESCO_HEAD)
SECRETARY = _fixed(Role.COMMISSION_SECRETARY)
CHAIR = _fixed(Role.COMMISSION_CHAIR)
CNEE = _fixed(Role.CNEE)
ADMIN = _fixed(Role.ADMIN)
REVIEWERS = Audience("reviewers", "les rapporteurs et directions dont l’avis est attendu", pending_reviewers)
REVIEWERS_OR_SECRETARY = Audience(
    "reviewers_or_secretary", "les rapporteurs et directions, à défaut le secrétariat", reviewers_or_secretary
)
LATE_DECIDERS = Audience("late_deciders", "le chef ou la cheffe de bureau quand tout est signé", late_deciders)
PENDING_RAPPORTEURS = Audience(
    "pending_rapporteurs", "les rapporteurs et rapporteures dont le rapport est attendu", pending_rapporteurs
)
RAPPORTEURS = Audience("rapporteurs", "les rapporteurs et rapporteures", rapporteur_offices)
NEWCOMER = Audience("newcomer", "le nouveau rapporteur ou la nouvelle rapporteure", lambda f: (f.reviews[-1].office,))
PRESIDENCIES = Audience("presidencies", "la présidence de région", lambda f: _of_regions(f, Role.REGION_PRESIDENT))
NEW_PRESIDENCY = Audience(
    "new_presidency", "la nouvelle présidence de région", lambda f: tuple(one.office for one in f.successions[-1:])
)
GRANTORS = Audience("grantors", "les ministres qui labellisent", granting_offices)
UNDECIDED = Audience("undecided", "les ministres dont la signature est attendue", undecided_offices)
CABINETS = Audience("cabinets", "les cabinets", _cabinets)
AWAITED_MINISTERS = Audience("awaited_ministers", "les ministres dont la signature est attendue", _awaited_ministers)
EVERYONE = Audience(
    "everyone",
    "toutes les personnes concernées",
    lambda f: (*sponsor_offices(f), *drafting_offices(f), Role.DGESCO_OFFICER.value),
)

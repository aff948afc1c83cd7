"""The offices of a label."""

from states.declaration import Audience
from states.label.facts import LabelFacts
from states.roles import Role


def _services(facts: LabelFacts) -> tuple[str, ...]:
    swap = {"recteur": Role.RECTORATE_OFFICER.value, "region_president": Role.REGION_OFFICER.value}
    named = (office.partition(":") for office in facts.offices_of_sponsors)
    return tuple(f"{swap[role]}:{scope}" for role, _, scope in named)


def _decider(facts: LabelFacts) -> tuple[str, ...]:
    return facts.undecided if facts.decisions else (Role.DGESCO_HEAD.value,)


def _renewers(facts: LabelFacts) -> tuple[str, ...]:
    return (Role.DGESCO_OFFICER.value,) if facts.renewal_pending else _services(facts)


def _fixed(role: Role) -> Audience:
    return Audience(role.value, role.label, lambda facts: (role.value,))


BUREAU, HEAD, ADMIN = _fixed(Role.DGESCO_OFFICER), _fixed(Role.DGESCO_HEAD), _fixed(Role.ADMIN)
SPONSORS = Audience("sponsors", "les porteurs", lambda facts: facts.offices_of_sponsors)
SERVICES = Audience("services", "les services des porteurs", _services)
UNDECIDED = Audience("undecided", "les ministres dont la signature est attendue", lambda facts: facts.undecided)
DECIDER = Audience("decider", "la Dgesco, ou les ministres quand une décision est engagée", _decider)
UNHEARD = Audience("unheard", "les porteurs dont les observations sont attendues", lambda facts: facts.unheard)
RENEWERS = Audience("renewers", "les services des porteurs, le bureau quand la demande est déposée", _renewers)
PARTIES = Audience("parties", "les porteurs et leurs services", lambda f: f.offices_of_sponsors + _services(f))
PARTIES_AND_BUREAU = Audience(
    "parties_and_bureau",
    "les porteurs, leurs services et le bureau",
    lambda f: f.offices_of_sponsors + _services(f) + (Role.DGESCO_OFFICER.value,),
)
GRANTORS = Audience("grantors", "les ministres qui ont labellisé", lambda facts: facts.grantors)

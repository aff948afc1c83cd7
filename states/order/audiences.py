"""The offices of an order."""

from states.declaration import Audience
from states.order.facts import OrderFacts
from states.roles import Role, office, scope_of


def _cabinets(facts: OrderFacts) -> tuple[str, ...]:
    return tuple(office(Role.CABINET, scope_of(minister)) for minister in facts.ministers)


def _acting_now(facts: OrderFacts) -> tuple[str, ...]:
    return (Role.DGESCO_HEAD.value,) if facts.contested or not facts.text_is_current else facts.awaited


def _fixed(role: Role) -> Audience:
    return Audience(role.value, role.label, lambda facts: (role.value,))


BUREAU, HEAD, ADMIN = _fixed(Role.DGESCO_OFFICER), _fixed(Role.DGESCO_HEAD), _fixed(Role.ADMIN)
MINISTERS = Audience("ministers", "les ministres signataires", lambda facts: facts.ministers)
AWAITED_MINISTERS = Audience("awaited_ministers", "les ministres dont la signature est attendue", lambda f: f.awaited)
ACTING_NOW = Audience(
    "acting_now", "les ministres dont la signature est attendue, la Dgesco quand un dossier est contesté", _acting_now
)
CABINETS = Audience("cabinets", "les cabinets", _cabinets)

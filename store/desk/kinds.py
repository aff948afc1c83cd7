"""From a kind of object to its table, and from its facts to the columns that mirror them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Table

from states.lifecycles import LIFECYCLES
from states.refusals import Reason, Unknown
from store.tables.objects import Application, CommissionSession, JointOrder, Label, Wave

ROWS: dict[str, Any] = {
    "application": Application,
    "label": Label,
    "order": JointOrder,
    "session": CommissionSession,
    "wave": Wave,
}
TABLES: dict[str, Table] = {kind: row.__table__ for kind, row in ROWS.items()}
FINALS: dict[str, frozenset[str]] = {
    kind: frozenset(stage.state.value for stage in lifecycle.stages if stage.final)
    for kind, lifecycle in LIFECYCLES.items()
}


def _application(facts: Any) -> dict[str, Any]:
    return {
        "kind": facts.kind.value,
        "campus": facts.campus,
        "wave_ref": facts.wave_code,
        "session_ref": facts.session_ref,
        "order_ref": facts.order_ref,
        "sector": facts.sector,
        "category": facts.category.value,
        "disputed": facts.name_disputed_on is not None,
        "submitted_at": facts.submitted_at,
    }


def _label(facts: Any) -> dict[str, Any]:
    names = ("campus", "application", "category", "starts_on", "expires_on", "extended_until")
    return {name: getattr(facts, name) for name in names} | {"order_ref": facts.order}


COLUMNS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "application": _application,
    "label": _label,
    "order": lambda facts: {},
    "session": lambda facts: {"held_at": facts.held_at},
    "wave": lambda facts: {"opens_at": facts.opens_at, "closes_at": facts.closes_at},
}


def table_of(kind: str) -> Table:
    """The table of a kind; Unknown when there is no such kind."""
    try:
        return TABLES[kind]
    except KeyError:
        raise Unknown(Reason("inconnu", f"« {kind} » n’est pas un objet suivi.")) from None


def is_final(kind: str, state: str) -> bool:
    """Whether an object in that state has ended."""
    return state in FINALS[kind]

"""The first row of an object with a life, and its links to territories and to what it follows."""

from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from store import searching
from store.desk import snapshots
from store.desk.kinds import COLUMNS, ROWS, TABLES
from store.tables.objects import ApplicationParent, ApplicationTerritory, LabelPredecessor, LabelTerritory

LINKS: dict[str, tuple[Any, Any]] = {
    "application": (ApplicationTerritory, ApplicationParent),
    "label": (LabelTerritory, LabelPredecessor),
}


def insert_row(session: Session, kind: str, facts: Any, name: str, *, fictitious: bool, **extra: Any) -> dict[str, Any]:
    """The row of a new object, at version 0 and without bearings: the event that follows gives it both."""
    row = ROWS[kind](
        ref=facts.ref,
        name=name,
        state=facts.state.value,
        version=0,
        facts=snapshots.dump(facts),
        fictitious=fictitious,
        entered_at=facts.entered_at,
        search=searching.text_of(facts.ref, name, facts),
        **COLUMNS[kind](facts),
        **extra,
    )
    values: dict[str, Any] = row.model_dump()
    session.execute(insert(TABLES[kind]), values)
    _insert_links(session, kind, facts)
    return values


def _insert_links(session: Session, kind: str, facts: Any) -> None:
    if kind not in LINKS:
        return
    links, parents = LINKS[kind]
    territories = [f"academie:{code}" for code in facts.academies] + [f"region:{code}" for code in facts.regions]
    if territories:
        session.execute(insert(links), [{kind: facts.ref, "territory": territory} for territory in territories])
    above = facts.parent_refs if kind == "application" else facts.predecessors
    name = "label" if kind == "application" else "predecessor"
    if above:
        session.execute(insert(parents), [{kind: facts.ref, name: ref} for ref in above])

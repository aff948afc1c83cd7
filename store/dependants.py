"""What else must look again when an object changed: woken in one statement, or moved at once when a join is ready."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from states.declaration import Nature
from states.lifecycles import LIFECYCLES, READS
from store.kinds import FINALS, TABLES
from store.tables.objects import ApplicationParent, LabelPredecessor

APPLICATION = TABLES["application"].c
PARENT = ApplicationParent.__table__.c  # type: ignore[attr-defined]
PREDECESSOR = LabelPredecessor.__table__.c  # type: ignore[attr-defined]


def dependants(session: Session, kind: str, before: Any, after: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Objects whose facts read this one, by kind, in the order in which they are locked."""
    found = {k: tuple(refs) for k, refs in _by_kind(session, kind, before, after) if kind in READS[k]}
    return tuple((k, tuple(sorted(set(refs)))) for k, refs in sorted(found.items()) if refs)


def _by_kind(session: Session, kind: str, before: Any, after: Any) -> Iterator[tuple[str, list[str]]]:
    if kind == "application":
        moved = before.state != after.state
        yield "wave", [after.wave_code] if after.wave_code and moved else []
        yield "label", list(after.parent_refs) if moved else []
        yield "order", [ref for ref in {before.order_ref, after.order_ref} if ref] if _carriage(before, after) else []
        yield "session", [ref for ref in {before.session_ref, after.session_ref} if ref] if moved else []
    elif kind == "label":
        yield "application", _refs(session, select(PARENT.application).where(PARENT.label == after.ref))
        yield "label", _refs(session, select(PREDECESSOR.predecessor).where(PREDECESSOR.label == after.ref))
    else:
        column = {"order": APPLICATION.order_ref, "session": APPLICATION.session_ref, "wave": APPLICATION.wave_ref}
        yield "application", _refs(session, select(APPLICATION.ref).where(column[kind] == after.ref))


def _carriage(before: Any, after: Any) -> bool:
    return before.state != after.state or before.order_ref != after.order_ref


def _refs(session: Session, query: Any) -> list[str]:
    return list(session.execute(query).scalars())


def wake(session: Session, kind: str, refs: tuple[str, ...], at: datetime) -> None:
    """Set them to be looked at now."""
    table = TABLES[kind].c
    session.execute(update(TABLES[kind]).where(table.ref.in_(refs)).values(wake_at=at))


def joinable(session: Session, kind: str, refs: tuple[str, ...]) -> tuple[str, ...]:
    """Those from whose state a join may follow."""
    states = [s.value for s in LIFECYCLES[kind].states if _has_join(kind, s)]
    table = TABLES[kind].c
    query = select(table.ref).where(table.ref.in_(refs), table.state.in_(states)).order_by(table.ref)
    return tuple(session.execute(query).scalars())


def _has_join(kind: str, state: Any) -> bool:
    ended = state.value in FINALS[kind]
    return not ended and any(s.nature is Nature.JOIN and s.when for s in LIFECYCLES[kind].steps_from[state])

"""What else must look again when an object changed: woken in one statement per kind."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlmodel import Session

from states.declaration import Nature
from states.lifecycles import LIFECYCLES, READS
from store.kinds import FINALS, TABLES
from store.tables.objects import ApplicationParent, Awaiting, LabelPredecessor

APPLICATION = TABLES["application"].c
PARENT = ApplicationParent.__table__.c  # type: ignore[attr-defined]
PREDECESSOR = LabelPredecessor.__table__.c  # type: ignore[attr-defined]
AWAITING = Awaiting.__table__.c  # type: ignore[attr-defined]


def _states_left_by(kind: str, *natures: Nature) -> frozenset[str]:
    lifecycle = LIFECYCLES[kind]
    return frozenset(
        state.value
        for state in lifecycle.states
        if any(step.nature in natures and (step.when or step.when_due) for step in lifecycle.steps_from[state])
    )


#: States from which a join may follow, and those that nothing but an act can change any more.
JOINABLE = {kind: _states_left_by(kind, Nature.JOIN) - FINALS[kind] for kind in LIFECYCLES}
AT_REST = {kind: FINALS[kind] - _states_left_by(kind, Nature.JOIN, Nature.TIMER) for kind in LIFECYCLES}


def wake_dependants(
    session: Session, kind: str, before: Any, after: Any, at: datetime
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Objects whose facts read this one look again now; by kind, in the order in which rows are locked,
    the references of those that a join may move at once."""
    for other, which in sorted(_dependants(kind, before, after), key=lambda pair: pair[0]):
        assert kind in READS[other]
        yield other, _wake(session, other, which, at)


def _wake(session: Session, kind: str, which: ColumnElement[bool], at: datetime) -> tuple[str, ...]:
    table = TABLES[kind]
    statement = update(table).where(which, table.c.state.not_in(AT_REST[kind])).values(wake_at=at)
    woken = session.execute(statement.returning(table.c.ref, table.c.state))
    return tuple(sorted(ref for ref, state in woken if state in JOINABLE[kind]))


def _dependants(kind: str, before: Any, after: Any) -> Iterator[tuple[str, ColumnElement[bool]]]:
    if kind == "application":
        yield from _read_of_application(before, after)
    elif kind == "label":
        renewing = select(PARENT.application).where(PARENT.label == after.ref)
        yield "application", APPLICATION.ref.in_(renewing)
        if after.predecessors:
            yield "label", TABLES["label"].c.ref.in_(after.predecessors)
    else:
        column = {"order": APPLICATION.order_ref, "session": APPLICATION.session_ref, "wave": APPLICATION.wave_ref}
        yield "application", column[kind] == after.ref


def _read_of_application(before: Any, after: Any) -> Iterator[tuple[str, ColumnElement[bool]]]:
    moved = before.state != after.state
    found = {
        "label": after.parent_refs if moved else (),
        "order": _either(before.order_ref, after.order_ref, moved),
        "session": _either(before.session_ref, after.session_ref, moved),
        "wave": (after.wave_code,) if after.wave_code and moved else (),
    }
    yield from ((kind, TABLES[kind].c.ref.in_(refs)) for kind, refs in found.items() if refs)


def _either(before: str, after: str, moved: bool) -> tuple[str, ...]:
    """The carrier left and the carrier joined; the same one only if what it carries moved."""
    return tuple(sorted({ref for ref in (before, after) if ref})) if moved or before != after else ()


def wake_awaiting(session: Session, office: str, at: datetime) -> None:
    """Objects that await an office look again: who holds it has changed."""
    for kind, table in sorted(TABLES.items()):
        refs = select(AWAITING.ref).where(AWAITING.kind == kind, AWAITING.office == office)
        session.execute(update(table).where(table.c.ref.in_(refs)).values(wake_at=at))

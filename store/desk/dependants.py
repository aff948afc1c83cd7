"""What else must look again when an object changed: woken in one statement per kind."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import Session

from states.application.steps.exceptions import FILED
from states.calendar import paris_day
from states.declaration import Nature
from states.lifecycles import LIFECYCLES, READS
from store.desk.kinds import FINALS, TABLES
from store.reference.places import heirs_on
from store.tables.journal import TroubleRecord
from store.tables.objects import ApplicationParent, ApplicationTerritory, Awaiting, LabelPredecessor

APPLICATION = TABLES["application"].c
PARENT = ApplicationParent.__table__.c  # type: ignore[attr-defined]
PREDECESSOR = LabelPredecessor.__table__.c  # type: ignore[attr-defined]
TERRITORY = ApplicationTerritory.__table__.c  # type: ignore[attr-defined]
AWAITING = Awaiting.__table__.c  # type: ignore[attr-defined]
TROUBLE = TroubleRecord.__table__.c  # type: ignore[attr-defined]


def _states_left_by(kind: str, *natures: Nature) -> frozenset[str]:
    lifecycle = LIFECYCLES[kind]
    return frozenset(
        state.value
        for state in lifecycle.states
        if any(step.nature in natures and (step.when or step.when_due) for step in lifecycle.steps_from[state])
    )


#: States from which a join may follow, and those that nothing but an act can change any more.
JOINABLE = {kind: _states_left_by(kind, Nature.JOIN) for kind in LIFECYCLES}
AT_REST = {kind: FINALS[kind] - _states_left_by(kind, Nature.JOIN, Nature.TIMER) for kind in LIFECYCLES}


def _waking(kind: str, which: ColumnElement[bool]) -> ReturningUpdate[tuple[str, str]]:
    table = TABLES[kind]
    statement = update(table).where(which, table.c.state.not_in(AT_REST[kind])).values(wake_at=bindparam("now"))
    return statement.returning(table.c.ref, table.c.state)


# Built once: they run with every move.
_RENEWING = APPLICATION.ref.in_(select(PARENT.application).where(PARENT.label == bindparam("of")))
_BY_REFERENCE = {k: _waking(k, t.c.ref.in_(bindparam("of", expanding=True))) for k, t in TABLES.items()}
_APPLICATIONS_OF = {
    "label": _waking("application", _RENEWING),
    "order": _waking("application", APPLICATION.order_ref == bindparam("of")),
    "session": _waking("application", APPLICATION.session_ref == bindparam("of")),
    "wave": _waking("application", APPLICATION.wave_ref == bindparam("of")),
}
_LABELS_OF_ORDER = _waking("label", TABLES["label"].c.order_ref == bindparam("of"))

_AWAITED = select(AWAITING.ref).where(AWAITING.kind == bindparam("of_kind"), AWAITING.office == bindparam("office"))
_UNREACHED = select(TROUBLE.ref).where(
    TROUBLE.kind == bindparam("of_kind"), TROUBLE.office == bindparam("office"), TROUBLE.solved_at.is_(None)
)
_AWAITING_OFFICE = {
    kind: update(table).where(table.c.ref.in_(_AWAITED.union(_UNREACHED))).values(wake_at=bindparam("now"))
    for kind, table in sorted(TABLES.items())
}
_OF_REGIONS = select(TERRITORY.application).where(TERRITORY.territory.in_(bindparam("regions", expanding=True)))
_PRESENTED = (
    update(TABLES["application"])
    .where(APPLICATION.state.in_([state.value for state in FILED]), APPLICATION.ref.in_(_OF_REGIONS))
    .values(wake_at=bindparam("now"))
)


def wake_dependants(
    session: Session, kind: str, before: Any, after: Any, at: datetime
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Objects whose facts read this one look again now; by kind, in the order in which rows are locked,
    the references of those that a join may move at once."""
    if kind in _APPLICATIONS_OF:
        yield _wake(session, "application", _APPLICATIONS_OF[kind], after.ref, at)
    if kind == "order" and before.struck != after.struck:
        yield _wake(session, "label", _LABELS_OF_ORDER, after.ref, at)
    for other, refs in _read(kind, before, after):
        assert kind in READS[other]
        yield _wake(session, other, _BY_REFERENCE[other], refs, at)


def _wake(session: Session, kind: str, statement: Any, of: Any, at: datetime) -> tuple[str, tuple[str, ...]]:
    woken = session.execute(statement, {"of": of, "now": at})
    return kind, tuple(sorted(ref for ref, state in woken if state in JOINABLE[kind]))


def _read(kind: str, before: Any, after: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    if kind == "label":
        found: dict[str, tuple[str, ...]] = {"label": after.predecessors}
    else:
        found = _read_of_application(before, after) if kind == "application" else {}
    yield from ((other, tuple(refs)) for other, refs in found.items() if refs)


def _read_of_application(before: Any, after: Any) -> dict[str, tuple[str, ...]]:
    moved = before.state != after.state
    return {
        "label": after.parent_refs if moved else (),
        "order": _either(before.order_ref, after.order_ref, moved or _renamed(before, after)),
        "session": _either(before.session_ref, after.session_ref, moved),
        "wave": (after.wave_code,) if after.wave_code and moved else (),
    }


def _renamed(before: Any, after: Any) -> bool:
    return bool(before.name_disputed_on) != bool(after.name_disputed_on)


def _either(before: str, after: str, moved: bool) -> tuple[str, ...]:
    """The carrier left and the carrier joined; the same one only if what it carries moved."""
    return tuple(sorted({ref for ref in (before, after) if ref})) if moved or before != after else ()


def wake_presented(session: Session, region: str, at: datetime) -> None:
    """Applications under examination that a region presents, or one that it stands in for: its presidency changes."""
    mine = [dead for dead, heir in heirs_on(paris_day(at)).items() if heir == region]
    session.execute(_PRESENTED, {"regions": [region, *mine], "now": at})


def wake_awaiting(session: Session, office: str, at: datetime) -> None:
    """Objects that await an office, or could not reach it, look again: who holds it, or its address, has changed."""
    for kind, statement in _AWAITING_OFFICE.items():
        session.execute(statement, {"of_kind": kind, "office": office, "now": at})

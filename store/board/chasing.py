"""How many reminders have left about each object, and about the order or the session that carries it meanwhile."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, func, or_, select, tuple_
from sqlmodel import Session

from states.lifecycles import LIFECYCLES
from store.tables.letters import Letter, LetterStatus

LETTER = Letter.__table__.c  # type: ignore[attr-defined]
NEVER_SENT = (LetterStatus.MOOT.value, LetterStatus.CANCELLED.value)


def reminders(session: Session, kind: str, rows: Sequence[RowMapping]) -> dict[str, int]:
    """Reminders that left, or are about to, by the reference of each row; in one statement."""
    chased = {row["ref"]: [(kind, row["ref"]), *_carrier(kind, row)] for row in rows}
    wanted = {one for several in chased.values() for one in several}
    query = select(LETTER.kind, LETTER.ref, func.count()).where(_is_reminder(), LETTER.status.not_in(NEVER_SENT))
    query = query.where(tuple_(LETTER.kind, LETTER.ref).in_(sorted(wanted))).group_by(LETTER.kind, LETTER.ref)
    found = {(of, ref): count for of, ref, count in session.execute(query)}
    return {ref: sum(found.get(one, 0) for one in several) for ref, several in chased.items()}


def _carrier(kind: str, row: Mapping[str, Any] | RowMapping) -> Iterator[tuple[str, str]]:
    """While another object carries it, the reminders are that one's."""
    lifecycle = LIFECYCLES[kind]
    carrier = lifecycle.stage_of[lifecycle.states(row["state"])].carrier
    ref = row.get(f"{carrier}_ref") if carrier else ""
    if ref:
        yield carrier, ref


def _is_reminder() -> ColumnElement[bool]:
    return or_(LETTER.rung_days.is_not(None), LETTER.letter.endswith("/remind"))

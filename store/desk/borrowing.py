"""Facts filled in with what they read of others, in a handful of statements, for one object or for many of a kind."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from states.calendar import paris_day
from states.facts import Trouble
from states.lifecycles import LIFECYCLES
from store.desk.choosing import BY_STATE
from store.desk.lending import LENDERS, Asking
from store.reference.places import PLACES, heirs_on
from store.tables.journal import TroubleRecord

TROUBLE = TroubleRecord.__table__.c  # type: ignore[attr-defined]
OPEN_TROUBLES = select(TROUBLE.code, TROUBLE.office, TROUBLE.since, TROUBLE.words).where(
    TROUBLE.kind == bindparam("of_kind"), TROUBLE.ref == bindparam("of"), TROUBLE.solved_at.is_(None)
)
Row = Mapping[str, Any]


def borrow(session: Session, kind: str, facts: Any, row: Row | None, at: datetime, *, choices: bool = True) -> Any:
    """Fill in what the facts read of others; without its row, not what became of its letters and reminders."""
    return borrow_all(session, kind, [(facts, row)], at, choices=choices)[0]


def borrow_all(
    session: Session, kind: str, objects: Sequence[tuple[Any, Row | None]], at: datetime, *, choices: bool = True
) -> list[Any]:
    """The same for several of one kind, in as many statements as for one, save for choices and open troubles."""
    if not objects:
        return []
    stages = LIFECYCLES[kind].stage_of
    asking = [Asking(facts, facts.entered_at if row and stages[facts.state].ladder else None) for facts, row in objects]
    around, filled = surroundings(at), []
    for (facts, row), lent in zip(objects, LENDERS[kind](session, asking, at), strict=True):
        own = _own(session, kind, facts, row) if row else {}
        chosen = BY_STATE.get(kind, {}).get(facts.state) if choices else None
        filled.append(replace(facts, **around, **lent, **own, **(chosen(session, facts, at) if chosen else {})))
    return filled


def surroundings(at: datetime) -> dict[str, Any]:
    """What all facts read of the world at an instant."""
    return {"places": PLACES, "heirs": heirs_on(paris_day(at))}


def _own(session: Session, kind: str, facts: Any, row: Row) -> dict[str, Any]:
    """What became of its letters, and what is in its way."""
    return {
        "telling": row["telling"],
        "told_at": row["told_at"],
        "troubles": _troubles(session, kind, facts.ref) if row["troubled"] else (),
    }


def _troubles(session: Session, kind: str, ref: str) -> tuple[Trouble, ...]:
    found = session.execute(OPEN_TROUBLES, {"of": ref, "of_kind": kind})
    return tuple(Trouble(code=code, office=office, since=since, words=words) for code, office, since, words in found)

"""From rows to facts: an object's own snapshot, and what it borrows from others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, select
from sqlmodel import Session

from states.refusals import Reason, Unknown
from store.desk import snapshots
from store.desk.borrowing import borrow_all
from store.desk.kinds import TABLES, table_of
from store.session import Busy


@dataclass(frozen=True, slots=True)
class Loaded:
    """A row as read, and the facts made of it."""

    kind: str
    row: Mapping[str, Any]
    facts: Any


def load(
    session: Session, kind: str, ref: str, at: datetime, *, lock: bool = False, skip: bool = False, choices: bool = True
) -> Loaded:
    """An object's facts as they stand at an instant, with what an act may choose from if `choices`.

    Raises Unknown when there is none, Busy when `skip` and another transaction has locked it.
    """
    query = _query(table_of(kind), lock, skip)
    row = session.execute(query, {"of": ref}).mappings().first()
    if row is None:
        raise _absent(session, kind, ref) if skip else _unknown(ref)
    return from_rows(session, kind, [dict(row)], at, choices=choices)[0]


def load_all(session: Session, kind: str, refs: Sequence[str], at: datetime) -> list[Loaded]:
    """Several objects of a kind, locked in the order of their references, without choices; those that exist."""
    if not refs:
        return []
    rows = session.execute(_several(TABLES[kind]), {"of": refs}).mappings()
    return from_rows(session, kind, [dict(row) for row in rows], at, choices=False)


@cache
def _several(table: Table) -> Select[Any]:
    among = table.c.ref.in_(bindparam("of", expanding=True))
    return select(table).where(among).order_by(table.c.ref).with_for_update()


@cache
def _query(table: Table, lock: bool, skip: bool) -> Select[Any]:
    query = select(table).where(table.c.ref == bindparam("of"))
    return query.with_for_update(skip_locked=skip) if lock else query


def _absent(session: Session, kind: str, ref: str) -> Unknown | Busy:
    table = TABLES[kind].c
    there = session.execute(select(table.ref).where(table.ref == ref)).first()
    return Busy(f"« {ref} »") if there else _unknown(ref)


def _unknown(ref: str) -> Unknown:
    return Unknown(Reason("inconnu", f"Aucun objet « {ref} » n’est suivi ici."))


def from_rows(
    session: Session, kind: str, rows: Sequence[Mapping[str, Any]], at: datetime, *, choices: bool = True
) -> list[Loaded]:
    """The facts of rows of one kind already read."""
    objects = [(snapshots.load(kind, row["facts"]), row) for row in rows]
    filled = borrow_all(session, kind, objects, at, choices=choices)
    return [Loaded(kind, row, facts) for row, facts in zip(rows, filled, strict=True)]

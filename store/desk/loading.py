"""From rows to facts: an object's own snapshot, and what it borrows from others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, select
from sqlmodel import Session

from states.refusals import Reason, Unknown
from store.desk import snapshots
from store.desk.borrowing import borrow
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
    return from_row(session, kind, dict(row), at, choices=choices)


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


def from_row(session: Session, kind: str, row: Mapping[str, Any], at: datetime, *, choices: bool = True) -> Loaded:
    """The facts of a row already read."""
    facts = snapshots.load(kind, row["facts"])
    return Loaded(kind, row, borrow(session, kind, facts, row, at, choices=choices))

"""Derived columns and rows: what they would be if they were computed again, unless they are about to be."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import Session

from store.desk.kinds import TABLES
from store.desk.loading import Loaded, from_rows
from store.desk.writing import SIGNED_LISTS, mirror
from store.integrity.findings import Finding
from store.tables.journal import SignatureRecord
from store.tables.objects import Awaiting

AWAITING = Awaiting.__table__  # type: ignore[attr-defined]
SIGNATURE = SignatureRecord.__table__  # type: ignore[attr-defined]
Key = tuple[str, str]
#: Objects read at once: what they borrow is read for all of them.
TOGETHER = 500


def check(session: Session, at: datetime) -> Iterator[Finding]:
    """The columns of every object, whom it awaits, and its signatures."""
    awaited, signed = _awaited(session), _signed(session)
    for kind, table in TABLES.items():
        for loaded in _objects(session, kind, table, at):
            key = (kind, loaded.facts.ref)
            yield from _signatures(loaded, signed.pop(key, set()))
            yield from _bearings(loaded, awaited.pop(key, set()), at)
    for kind, ref in awaited:
        yield Finding("awaiting_orphan", kind, ref, "on l’attend, mais il n’existe pas.")
    for kind, ref in signed:
        yield Finding("signature_orphan", kind, ref, "une signature le nomme, mais il n’existe pas.")


def _objects(session: Session, kind: str, table: Table, at: datetime) -> Iterator[Loaded]:
    for rows in session.execute(select(table).order_by(table.c.ref)).mappings().partitions(TOGETHER):
        yield from from_rows(session, kind, [dict(row) for row in rows], at, choices=False)


def _awaited(session: Session) -> dict[Key, set[str]]:
    found: defaultdict[Key, set[str]] = defaultdict(set)
    for row in session.execute(select(AWAITING.c.kind, AWAITING.c.ref, AWAITING.c.office)):
        found[row.kind, row.ref].add(row.office)
    return found


def _bearings(loaded: Loaded, awaited: set[str], at: datetime) -> Iterator[Finding]:
    wakes = loaded.row["wake_at"]
    if wakes is not None and wakes <= at:
        return
    computed = mirror(loaded.kind, loaded.facts, at)
    wrong = [name for name, value in computed.items() if loaded.row[name] != value]
    if set(loaded.row["awaiting"].split()) != awaited:
        wrong.append("awaiting")
    if wrong:
        sentence = f"repères à recalculer : {', '.join(dict.fromkeys(wrong))}."
        yield Finding("bearings_drift", loaded.kind, loaded.facts.ref, sentence)


Signed = tuple[Any, ...]
NAMES = ("round", "office", "person", "content_hash", "at", "legal_date", "on_paper", "delegation", "quality")


def _signed(session: Session) -> dict[Key, set[Signed]]:
    found: defaultdict[Key, set[Signed]] = defaultdict(set)
    for row in session.execute(select(SIGNATURE)).mappings():
        found[row["kind"], row["ref"]].add((row["purpose"], *(row[name] for name in NAMES)))
    return found


def _signatures(loaded: Loaded, rows: set[Signed]) -> Iterator[Finding]:
    told = {
        (purpose, *(getattr(one, name) for name in NAMES))
        for name, purpose in SIGNED_LISTS.items()
        for one in getattr(loaded.facts, name, ())
    }
    if told != rows:
        offices = ", ".join(sorted({one[2] for one in told ^ rows}))
        sentence = f"les signatures enregistrées ne sont pas celles du dossier : {offices}."
        yield Finding("signatures_differ", loaded.kind, loaded.facts.ref, sentence)

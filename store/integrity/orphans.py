"""Rows that speak of something that does not exist; foreign keys see to the rest."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased
from sqlmodel import Session

from store.desk.kinds import TABLES
from store.integrity.findings import Finding
from store.tables.documents import Attachment
from store.tables.journal import Event, TroubleRecord
from store.tables.letters import Letter, Rung

#: Rows that name an object by kind and reference, and what they are called.
NAMING: dict[str, Any] = {"courrier": Letter, "échelon": Rung, "pièce jointe": Attachment, "incident": TroubleRecord}


def check(session: Session) -> Iterator[Finding]:
    """Letters, rungs, attachments and troubles of unknown objects, and events whose cause is gone."""
    for word, model in NAMING.items():
        for kind, table in TABLES.items():
            columns = model.__table__.c
            gone = ~exists().where(table.c.ref == columns.ref)
            for ref in session.execute(select(columns.ref).distinct().where(columns.kind == kind, gone)).scalars():
                yield Finding("orphan", kind, ref, f"un {word} le nomme, mais il n’existe pas.")
    yield from _causes(session)


def _causes(session: Session) -> Iterator[Finding]:
    event, cause = Event.__table__.c, aliased(Event)  # type: ignore[attr-defined]
    gone = ~exists().where(cause.id == event.cause)
    query = select(event.kind, event.ref, event.seq).where(event.cause.is_not(None), gone)
    for kind, ref, seq in session.execute(query).tuples():
        yield Finding("cause_missing", kind, ref, f"la cause de l’événement n° {seq} n’existe plus.")

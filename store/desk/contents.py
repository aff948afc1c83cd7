"""The content of an application, version by version: what the sponsors sign is the hash of one of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from store.desk import snapshots
from store.dialects import insert_into
from store.tables.documents import Content

CONTENT = Content.__table__  # type: ignore[attr-defined]
PARTS = ("sections", "partners", "sector", "support", "category", "budget", "annexes")


@dataclass(frozen=True, slots=True)
class Draft:
    """A content not yet written: its number, its hash, its canonical JSON."""

    version: int
    hash: str
    body: str


def current(session: Session, application: str) -> Draft:
    """The last version; number zero and nothing for a draft nobody has written in. Retention may have blanked it."""
    query = select(CONTENT.c.version, CONTENT.c.hash, CONTENT.c.body).where(CONTENT.c.application == application)
    found = session.execute(query.order_by(CONTENT.c.version.desc()).limit(1)).first()
    return Draft(found[0], found[1], found[2] or "{}") if found else Draft(0, "", "{}")


def body(session: Session, application: str) -> dict[str, Any]:
    """Its parts, empty when nothing is written."""
    parts: dict[str, Any] = json.loads(current(session, application).body)
    return parts


def version(session: Session, application: str, number: int) -> dict[str, Any]:
    """The parts as they stood in a version; empty when there is none, or when retention has blanked it."""
    query = select(CONTENT.c.body).where(CONTENT.c.application == application, CONTENT.c.version == number)
    parts: dict[str, Any] = json.loads(session.execute(query).scalar() or "{}")
    return parts


def written(session: Session, application: str) -> tuple[int, str, datetime | None]:
    """Number, office and instant of the last version."""
    query = select(CONTENT.c.version, CONTENT.c.office, CONTENT.c.at).where(CONTENT.c.application == application)
    found = session.execute(query.order_by(CONTENT.c.version.desc()).limit(1)).first()
    return (found[0], found[1], found[2]) if found else (0, "", None)


def prepare(session: Session, application: str, given: Mapping[str, Any]) -> Draft:
    """The next version with the parts given (already read and cleaned); the current one when nothing changes."""
    before = current(session, application)
    parts = json.loads(before.body)
    for part in PARTS:
        if given.get(part) not in (None, ""):
            parts[part] = _merged(parts.get(part), given[part])
    text = snapshots.canonical(parts)
    digest = snapshots.digest(text)
    return before if digest == before.hash else Draft(before.version + 1, digest, text)


def _merged(old: Any, new: Any) -> Any:
    if not isinstance(new, Mapping):
        return new
    return {name: text for name, text in {**(old or {}), **new}.items() if text}


def keep(session: Session, application: str, draft: Draft, *, office: str, at: datetime) -> None:
    """Write a version, unless it is the one already written."""
    row = {"version": draft.version, "hash": draft.hash, "body": draft.body, "at": at, "office": office}
    first = insert_into(session, CONTENT).values(application=application, **row)
    session.execute(first.on_conflict_do_nothing())

"""The content of an application, version by version: what the sponsors sign is the hash of one of them."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from store import snapshots
from store.tables.documents import Content

PARTS = ("sections", "partners", "sector", "support", "category")


def current(session: Session, application: str) -> Content | None:
    """The last version, or None for a draft nobody has written in."""
    query = select(Content).where(Content.application == application)  # type: ignore[arg-type]
    return session.execute(query.order_by(Content.version.desc()).limit(1)).scalar()  # type: ignore[attr-defined]


def body(session: Session, application: str) -> dict[str, Any]:
    """Its parts, empty when nothing is written."""
    found = current(session, application)
    return json.loads(found.body) if found else {}


def write(session: Session, application: str, given: Mapping[str, object], *, office: str, at: datetime) -> str:
    """A new version with the parts given; returns the SHA-256 of the whole content."""
    before = current(session, application)
    parts = json.loads(before.body) if before else {}
    for part in PARTS:
        if given.get(part) not in (None, ""):
            parts[part] = _merged(parts.get(part), given[part])
    text = snapshots.canonical(parts)
    digest = snapshots.digest(text)
    if before is None or before.hash != digest:
        version = before.version + 1 if before else 1
        session.add(Content(application=application, version=version, hash=digest, body=text, at=at, office=office))
        session.flush()
    return digest


def _merged(old: Any, new: Any) -> Any:
    return {**old, **new} if isinstance(old, dict) and isinstance(new, Mapping) else new

"""The chain of events, one per object: each carries the hash of the one before, and of the free texts beside it."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlmodel import Session

from store.desk import snapshots
from store.tables.journal import Event, EventText

EVENT = Event.__table__  # type: ignore[attr-defined]
TEXT = EventText.__table__  # type: ignore[attr-defined]
APPEND, APPEND_TEXTS = insert(EVENT).returning(EVENT.c.id), insert(TEXT)
TIP = (
    select(EVENT.c.seq, EVENT.c.hash)
    .where(EVENT.c.kind == bindparam("of_kind"), EVENT.c.ref == bindparam("of"))
    .order_by(EVENT.c.seq.desc())
    .limit(1)
)
#: What an event says when it says nothing else.
PLAIN = {"source": "", "target": "", "quality": "", "delegation": "", "registrar": "", "cause": None}


def append(
    session: Session, values: Mapping[str, Any], texts: Sequence[Mapping[str, str]], chain: str
) -> tuple[int, str]:
    """One more event on a chain that ended at the hash `chain`; returns its id and its hash."""
    row = {**PLAIN, **values, "texts_hash": seal(text["hash"] for text in texts), "previous": chain}
    row["hash"] = link(row)
    event: int = session.execute(APPEND, row).scalar_one()
    if texts:
        session.execute(APPEND_TEXTS, [{**text, "event": event} for text in texts])
    return event, row["hash"]


def salted(name: str, text: str) -> dict[str, str]:
    """A free text with its salted hash: the hash stays in the chain when retention blanks the text."""
    salt = secrets.token_hex(16)
    return {"name": name, "text": text, "salt": salt, "hash": snapshots.digest(salt + text)}


def seal(hashes: Iterable[str]) -> str:
    """One hash for all the texts of an event; empty when there is none."""
    joined = "".join(sorted(hashes))
    return snapshots.digest(joined) if joined else ""


def link(values: Mapping[str, Any]) -> str:
    """The hash that chains an event to the one before; the same before it is written and after it is read."""
    return snapshots.digest(hashed(values))


def hashed(values: Mapping[str, Any]) -> str:
    """What that hash is of: everything that an event says, and the hash of the one before."""
    chained = {name: _plain(value) for name, value in values.items() if name not in {"id", "hash"}}
    return snapshots.canonical(chained)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else value


def tip(session: Session, kind: str, ref: str) -> tuple[int, str]:
    """Number and hash of the last event of an object; zero and nothing before the first."""
    found = session.execute(TIP, {"of_kind": kind, "of": ref}).first()
    return (found[0], found[1]) if found else (0, "")

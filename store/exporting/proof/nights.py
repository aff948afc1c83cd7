"""The nightly digests that cover the object, and the heads of all chains that the last of them is made of."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlmodel import Session

from store.desk.chain import EVENT
from store.desk.snapshots import canonical
from store.exporting.proof.covering import Subject
from store.integrity.digests import DIGEST, heads_at


def digests(session: Session, found: Subject) -> Iterator[bytes]:
    """One line for each, from the first that covers an event of the object on."""
    query = select(DIGEST).where(DIGEST.c.last_event >= _first(session, found)).order_by(DIGEST.c.id)
    for row in session.execute(query):
        yield canonical(row._asdict()).encode() + b"\n"


def heads(session: Session, found: Subject) -> Iterator[bytes]:
    """What the last digest is the hash of, after the digest before: kind, reference, number and hash of every chain."""
    query = select(DIGEST.c.last_event).where(DIGEST.c.last_event >= _first(session, found))
    last = session.execute(query.order_by(DIGEST.c.id.desc()).limit(1)).scalar()
    yield canonical(heads_at(session, last) if last is not None else []).encode()


def _first(session: Session, found: Subject) -> int:
    query = select(func.min(EVENT.c.id)).where(EVENT.c.kind == found.kind, EVENT.c.ref == found.ref)
    return int(session.execute(query).scalar() or 0)

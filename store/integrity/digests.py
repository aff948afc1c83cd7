"""The digest of all chain heads, taken every night: it reveals a tail that was cut with all its traces."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select
from sqlmodel import Session

from store.desk.chain import EVENT
from store.desk.snapshots import canonical, digest
from store.integrity.findings import Finding
from store.tables.journal import Digest

DIGEST = Digest.__table__  # type: ignore[attr-defined]
#: Numbers are given before they are committed: what is younger than this waits for the next night.
SETTLED = timedelta(minutes=15)

#: While one of these is found, a new digest would cover up what the last one reveals.
BROKEN = frozenset({"digest_missing", "tail_cut"})


@dataclass(frozen=True, slots=True)
class Heads:
    """What the heads of all chains amount to, up to an event."""

    chains: int
    hash: str


def take(session: Session, at: datetime) -> str:
    """Keep the digest of this night and return it: printed or sent elsewhere, it binds whoever holds the database."""
    last = session.execute(select(func.max(EVENT.c.id)).where(EVENT.c.recorded_at <= at - SETTLED)).scalar() or 0
    newest = select(DIGEST.c.hash).order_by(DIGEST.c.id.desc()).limit(1)
    previous: str = session.execute(newest).scalar() or ""
    heads = _heads(session, last, previous)
    row = {"taken_at": at, "last_event": last, "chains": heads.chains, "previous": previous, "hash": heads.hash}
    session.execute(insert(DIGEST), row)
    return heads.hash


def _heads(session: Session, last: int, previous: str) -> Heads:
    rows = heads_at(session, last)
    return Heads(len(rows), digest(previous + canonical(rows)))


def heads_at(session: Session, last: int) -> list[tuple[str, str, int, str]]:
    """The heads as they were at that event, whatever was added since: kind, reference, number and hash of each."""
    longest = (
        select(EVENT.c.kind, EVENT.c.ref, func.max(EVENT.c.seq).label("seq"))
        .where(EVENT.c.id <= last)
        .group_by(EVENT.c.kind, EVENT.c.ref)
        .subquery()
    )
    same = [EVENT.c[name] == longest.c[name] for name in ("kind", "ref", "seq")]
    query = select(EVENT.c.kind, EVENT.c.ref, EVENT.c.seq, EVENT.c.hash).join(longest, same[0] & same[1] & same[2])
    return sorted((kind, ref, seq, hash_) for kind, ref, seq, hash_ in session.execute(query).tuples())


def check(session: Session) -> Iterator[Finding]:
    """The digests follow each other, and the last one is still that of its heads."""
    rows = session.execute(select(DIGEST).order_by(DIGEST.c.id)).all()
    previous = ""
    for row in rows:
        if row.previous != previous:
            yield Finding("digest_missing", "empreinte", f"{row.taken_at:%Y-%m-%d}", "ne suit plus la précédente.")
        previous = row.hash
    if rows:
        last = rows[-1]
        heads = _heads(session, last.last_event, last.previous)
        if (heads.chains, heads.hash) != (last.chains, last.hash):
            sentence = "les journaux d’alors ont perdu ou changé des événements depuis."
            yield Finding("tail_cut", "empreinte", f"{last.taken_at:%Y-%m-%d}", sentence)

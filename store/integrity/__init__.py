"""Whether the database still says what was written in it: each thing that does not is named."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from store.integrity import bearings, chains, digests, orphans, papers, register
from store.integrity.findings import Finding


def check(session: Session, at: datetime) -> tuple[Finding, ...]:
    """All that does not agree, in the order of the checks; nothing when all is well."""
    return tuple(_all(session, at))


def _all(session: Session, at: datetime) -> Iterator[Finding]:
    yield from chains.check(session)
    yield from digests.check(session)
    yield from register.check(session)
    yield from bearings.check(session, at)
    yield from papers.check(session)
    yield from orphans.check(session)

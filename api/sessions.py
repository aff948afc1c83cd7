"""Sessions of the console, kept by the server: the browser holds a random identifier, the database only its hash."""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import Engine, delete, or_, update
from sqlmodel import Session, col

from store.session import reading, transaction
from store.tables.access import WebSession

ABSOLUTE = timedelta(hours=12)
IDLE = timedelta(hours=1)
#: A page seen within this time of the last one is not worth a write.
BEAT = timedelta(minutes=1)


def hashed(secret: str) -> str:
    """What the database keeps of a secret."""
    return sha256(secret.encode()).hexdigest()


def begin(session: Session, person: str, at: datetime, *, instead_of: str = "") -> str:
    """A new session, whose identifier goes to the browser only; the one it replaces, and all that are over, go."""
    over = or_(col(WebSession.created_at) <= at - ABSOLUTE, col(WebSession.seen_at) <= at - IDLE)
    session.execute(delete(WebSession).where(or_(over, col(WebSession.id_hash) == hashed(instead_of))))
    secret = token_urlsafe(32)
    session.add(WebSession(id_hash=hashed(secret), person=person, created_at=at, seen_at=at))
    return secret


def person_of(engine: Engine, secret: str, at: datetime) -> str:
    """Whose session it is, which this visit keeps alive; empty when there is none or it is over."""
    with reading(engine) as session:
        found = session.get(WebSession, hashed(secret)) if secret else None
    if found is None or at - found.created_at >= ABSOLUTE or at - found.seen_at >= IDLE:
        return ""
    if at - found.seen_at >= BEAT:
        with transaction(engine) as session:
            session.execute(update(WebSession).where(col(WebSession.id_hash) == found.id_hash).values(seen_at=at))
    return found.person


def end(session: Session, secret: str) -> None:
    """Log out of one session."""
    session.execute(delete(WebSession).where(col(WebSession.id_hash) == hashed(secret)))


def revoke(session: Session, person: str) -> None:
    """End every session of someone, on every machine."""
    session.execute(delete(WebSession).where(col(WebSession.person) == person))

"""Sessions of the console, kept by the server: the browser holds a random identifier, the database only its hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import Engine, bindparam, delete, or_, select, update
from sqlmodel import Session, col

from store.session import reading, transaction
from store.tables.access import WebSession

ABSOLUTE = timedelta(hours=12)
IDLE = timedelta(hours=1)
#: A page seen within this time of the last one is not worth a write.
BEAT = timedelta(minutes=1)
LONGEST = 300
#: Read before every page: made once, as rows and not as objects.
STANDING = select(
    *(col(one) for one in (WebSession.person, WebSession.created_at, WebSession.seen_at, WebSession.seen_as))
).where(col(WebSession.id_hash) == bindparam("hash"))


def hashed(secret: str) -> str:
    """What the database keeps of a secret."""
    return sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """A session that stands: whose it is, and as whom they look, if they do."""

    person: str
    seen_as: str


def begin(
    session: Session, person: str, at: datetime, *, instead_of: str = "", agent: str = "", id_token: str = ""
) -> str:
    """A new session, whose identifier goes to the browser only; the one it replaces, and all that are over, go."""
    over = or_(col(WebSession.created_at) <= at - ABSOLUTE, col(WebSession.seen_at) <= at - IDLE)
    session.execute(delete(WebSession).where(or_(over, col(WebSession.id_hash) == hashed(instead_of))))
    secret = token_urlsafe(32)
    row = WebSession(id_hash=hashed(secret), person=person, created_at=at, seen_at=at)
    row.agent, row.id_token = agent[:LONGEST], id_token
    session.add(row)
    return secret


def standing(engine: Engine, secret: str, at: datetime) -> Standing | None:
    """The session, which this visit keeps alive; None when there is none or it is over."""
    with reading(engine) as session:
        found = session.execute(STANDING, {"hash": hashed(secret)}).first() if secret else None
    if found is None or at - found.created_at >= ABSOLUTE or at - found.seen_at >= IDLE:
        return None
    if at - found.seen_at >= BEAT:
        with transaction(engine) as session:
            session.execute(update(WebSession).where(col(WebSession.id_hash) == hashed(secret)).values(seen_at=at))
    return Standing(person=found.person, seen_as=found.seen_as or "")


def end(session: Session, secret: str) -> str:
    """Log out of one session; returns what the identity provider wants back, if it began there."""
    gone = delete(WebSession).where(col(WebSession.id_hash) == hashed(secret)).returning(col(WebSession.id_token))
    return session.execute(gone).scalar() or ""


def of(session: Session, person: str, at: datetime) -> Sequence[WebSession]:
    """All sessions of someone that stand, the latest used first."""
    alive = (col(WebSession.created_at) > at - ABSOLUTE, col(WebSession.seen_at) > at - IDLE)
    query = select(WebSession).where(col(WebSession.person) == person, *alive)
    return session.execute(query.order_by(col(WebSession.seen_at).desc(), col(WebSession.id_hash))).scalars().all()


def close(session: Session, person: str, id_hash: str) -> None:
    """End one session of someone, on whatever machine."""
    mine = (col(WebSession.person) == person, col(WebSession.id_hash) == id_hash)
    session.execute(delete(WebSession).where(*mine))


def close_others(session: Session, person: str, secret: str) -> None:
    """End every session of someone but this one."""
    others = (col(WebSession.person) == person, col(WebSession.id_hash) != hashed(secret))
    session.execute(delete(WebSession).where(*others))


def revoke(session: Session, person: str) -> None:
    """End every session of someone, on every machine."""
    session.execute(delete(WebSession).where(col(WebSession.person) == person))


def look_as(session: Session, secret: str, seen_as: str | None) -> None:
    """Look as someone else, or as oneself again."""
    session.execute(update(WebSession).where(col(WebSession.id_hash) == hashed(secret)).values(seen_as=seen_as))

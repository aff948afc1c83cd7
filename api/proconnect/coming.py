"""Who was sent to the provider and comes back, and whose account of ours that is."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from api.entry import links
from api.entry.sessions import hashed
from api.proconnect.provider import Known
from store.people.chronicle import Deed, record
from store.tables.access import Identity, IdentityAsk

ASK = IdentityAsk.__table__  # type: ignore[attr-defined]
IDENTITY = Identity.__table__  # type: ignore[attr-defined]
LIFE = timedelta(minutes=15)
LONGEST = 500


def send(session: Session, browser: str, suite: str, at: datetime) -> tuple[str, str]:
    """Remember someone who leaves for the provider: the state and the nonce that must come back, 43 characters each."""
    session.execute(delete(ASK).where(ASK.c.asked_at <= at - LIFE))
    state, nonce = token_urlsafe(32), token_urlsafe(32)
    row = {"state_hash": hashed(state), "browser_hash": hashed(browser), "nonce": nonce, "asked_at": at}
    session.execute(insert(ASK).values(**row, suite=suite[:LONGEST]))
    return state, nonce


def receive(session: Session, state: str, browser: str, at: datetime) -> tuple[str, str] | None:
    """The nonce and where to go next, once, in the browser that left; None for everything else."""
    mine = (ASK.c.state_hash == hashed(state), ASK.c.browser_hash == hashed(browser), ASK.c.asked_at > at - LIFE)
    row = session.execute(delete(ASK).where(*mine).returning(ASK.c.nonce, ASK.c.suite)).first()
    return (row[0], row[1]) if row else None


def person_of(session: Session, issuer: str, known: Known, at: datetime) -> str:
    """Whose account it is, by the provider's own name for them, or the first time by their address; empty if nobody's.

    An address that already goes by another name of the same provider has changed hands: it opens nothing.
    """
    mine = (IDENTITY.c.issuer == issuer, IDENTITY.c.subject == known.subject)
    bound: str | None = session.execute(select(IDENTITY.c.person).where(*mine)).scalar()
    if bound:
        return bound
    owner = links.owner(session, known.email) if known.email else None
    if owner is None or _has_another(session, issuer, owner.id):
        return ""
    session.execute(insert(IDENTITY).values(issuer=issuer, subject=known.subject, person=owner.id, since=at))
    facts = {"person": owner.id, "issuer": issuer, "subject": hashed(known.subject)}
    record(session, "identity", owner.id, Deed.CREATE, facts, at=at)
    return owner.id


def _has_another(session: Session, issuer: str, person: str) -> bool:
    query = select(IDENTITY.c.subject).where(IDENTITY.c.issuer == issuer, IDENTITY.c.person == person)
    return session.execute(query).first() is not None

"""Log-in links: asked for with an address, sent to it alone, good once, for a quarter of an hour, in one browser."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlmodel import Session, col

from api.entry.sessions import hashed
from store.tables.access import LoginAsk, LoginLink
from store.tables.letters import LetterStatus, Mail
from store.tables.people import Office, Person

LIFE = timedelta(minutes=15)
PER_ADDRESS = 3
PER_CLIENT = 20
#: Asks are counted over this time, and forgotten after a day.
WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)


def admits(session: Session, address: str, client: str, at: datetime) -> bool:
    """Write down that someone asked; whether they may, under the limits of the address and of the client."""
    session.execute(delete(LoginAsk).where(col(LoginAsk.at) <= at - KEPT))
    asked = hashed(_plain(address))
    by_address = _asks(session, at, col(LoginAsk.address_hash) == asked)
    by_client = _asks(session, at, col(LoginAsk.client) == client)
    session.add(LoginAsk(address_hash=asked, client=client, at=at))
    return by_address < PER_ADDRESS and by_client < PER_CLIENT


def _asks(session: Session, at: datetime, whose: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(LoginAsk)
    return int(session.execute(query.where(col(LoginAsk.at) > at - WINDOW, whose)).scalar_one())


def owner(session: Session, address: str) -> Person | None:
    """Whose own address it is: a functional mailbox, which several people read, opens nothing."""
    if session.execute(select(Office.id).where(func.lower(Office.mailbox) == _plain(address)).limit(1)).first():  # type: ignore[call-overload]
        return None
    query = select(Person).where(func.lower(Person.email) == _plain(address))
    return session.execute(query.order_by(col(Person.id)).limit(1)).scalar()


def _plain(address: str) -> str:
    return address.strip().lower()


def make(session: Session, person: str, browser: str, at: datetime) -> str:
    """A new link's token, which only the letter will carry."""
    token = token_urlsafe(32)
    link = LoginLink(token_hash=hashed(token), person=person, browser_hash=hashed(browser), asked_at=at)
    session.add(link)
    return token


def carried_by(session: Session, token: str, mail: int) -> None:
    """Remember which mail carries the token, to blank it once it has served."""
    session.execute(update(LoginLink).where(col(LoginLink.token_hash) == hashed(token)).values(mail=mail))


def use(session: Session, token: str, browser: str, at: datetime) -> str:
    """Consume a link; returns the person, or empty when it is unknown, used, too old, or asked from elsewhere."""
    link = col(LoginLink.token_hash) == hashed(token)
    fresh = (col(LoginLink.used_at).is_(None), col(LoginLink.asked_at) > at - LIFE)
    here = col(LoginLink.browser_hash) == hashed(browser)
    used = session.execute(update(LoginLink).where(link, *fresh, here).values(used_at=at))
    if used.rowcount != 1:  # type: ignore[attr-defined]
        return ""
    person = session.execute(select(LoginLink.person).where(link)).scalar_one()  # type: ignore[call-overload]
    forget(session, at)
    return str(person)


def forget(session: Session, at: datetime) -> None:
    """Blank the mails whose link has served or is too old, once they have left, and drop links of the day before."""
    dead = or_(col(LoginLink.used_at).is_not(None), col(LoginLink.asked_at) <= at - LIFE)
    mails = select(LoginLink.mail).where(dead, col(LoginLink.mail).is_not(None))  # type: ignore[call-overload]
    left = col(Mail.status).in_((LetterStatus.ACCEPTED.value, LetterStatus.REFUSED.value))
    session.execute(update(Mail).where(col(Mail.id).in_(mails), left, col(Mail.content) != b"").values(content=b""))
    session.execute(delete(LoginLink).where(col(LoginLink.asked_at) <= at - KEPT))

"""Opening and closing a private calendar: its token is shown once, and only its hash is stored."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import delete, func, select
from sqlmodel import Session

from states.facts import Quality
from states.machine import Actor
from states.refusals import BadField, Conflict, Reason, Unknown
from states.words import Word
from store.board import scope
from store.board.viewer import Viewer
from store.people.chronicle import Deed, record
from store.tables.feeds import CalendarEntry, CalendarFeed

FEED = CalendarFeed.__table__  # type: ignore[attr-defined]
ENTRY = CalendarEntry.__table__  # type: ignore[attr-defined]
#: A person who asks for more has lost some: better to close those.
MOST = 20


class About(Word):
    """What a calendar tells of."""

    MINE = "mine", "Ce qui m’attend"
    WAVE = "wave", "Une vague"
    ACADEMIE = "academie", "Une académie"


def open_feed(session: Session, viewer: Viewer, about: str, at: datetime) -> str:
    """A new calendar for « mine », « wave:2016-1 » or « academie:14 »; returns its token, which nobody can read again.

    BadField for what is none of these, Unknown outside the viewer's scope, Conflict beyond twenty.
    """
    kind, which = _read(session, viewer, about)
    _refuse_too_many(session, viewer.person)
    token = token_urlsafe(32)
    feed = CalendarFeed(token_hash=hashed(token), person=viewer.person, kind=kind, about=which, created_at=at)
    session.add(feed)
    session.flush()
    _record(session, feed, Deed.OPEN_FEED, viewer, at)
    return token


def _read(session: Session, viewer: Viewer, about: str) -> tuple[About, str]:
    kind, _, which = about.partition(":")
    if kind == About.MINE and not which:
        return About.MINE, ""
    if kind == About.WAVE and which:
        scope.check(session, "wave", which, viewer)
        return About.WAVE, which
    if kind != About.ACADEMIE or not which:
        raise BadField("agenda", about, "choisissez ce qui vous attend, une vague ou une académie.")
    if not (viewer.national or about in viewer.territories):
        raise Unknown(Reason("inconnu", f"L’académie « {which} » n’est pas dans votre périmètre."))
    return About.ACADEMIE, which


def _refuse_too_many(session: Session, person: str) -> None:
    count = select(func.count()).select_from(FEED).where(FEED.c.person == person, FEED.c.revoked_at.is_(None))
    if session.execute(count).scalar_one() >= MOST:
        raise Conflict(
            Reason("agendas", f"Vous avez déjà {MOST} agendas ouverts : fermez d’abord ceux qui ne servent plus.")
        )


def close_feed(session: Session, viewer: Viewer, number: int, at: datetime) -> None:
    """Its address answers no more; Unknown for someone else's, or one that is closed already."""
    feed = session.get(CalendarFeed, number, with_for_update=True)
    if feed is None or feed.person != viewer.person or feed.revoked_at:
        raise Unknown(Reason("agenda", "Cet agenda n’est pas, ou n’est plus, l’un des vôtres."))
    feed.revoked_at = at
    session.add(feed)
    session.execute(delete(ENTRY).where(ENTRY.c.feed == number))
    _record(session, feed, Deed.CLOSE_FEED, viewer, at)


def _record(session: Session, feed: CalendarFeed, deed: Deed, viewer: Viewer, at: datetime) -> None:
    """On a chain of its own; the hash of the token is no secret, but is of no use there."""
    facts = {"person": feed.person, "kind": feed.kind, "about": feed.about}
    author = Actor(office=viewer.offices[0] if viewer.offices else "", person=viewer.person, quality=Quality.HOLDER)
    record(session, "feed", str(feed.id), deed, facts, at=at, by=author)


def open_feeds(session: Session, person: str) -> Sequence[CalendarFeed]:
    """Someone's calendars that still answer, the latest first."""
    query = select(CalendarFeed).where(FEED.c.person == person, FEED.c.revoked_at.is_(None))
    return session.execute(query.order_by(FEED.c.id.desc())).scalars().all()


def feed_of(session: Session, token: str) -> CalendarFeed | None:
    """The calendar of a token, closed or not; None for a token that is no one's."""
    found: CalendarFeed | None = session.execute(
        select(CalendarFeed).where(FEED.c.token_hash == hashed(token))
    ).scalar()
    return found


def hashed(token: str) -> str:
    """What is stored of a token."""
    return sha256(token.encode()).hexdigest()

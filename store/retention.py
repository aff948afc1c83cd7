"""What is kept no longer than it should be: side rows are blanked or deleted, chains and their hashes stay whole."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Delete, Select, Table, Update, and_, delete, or_, select, update
from sqlmodel import Session

from states.calendar import Delay, Unit, add, last_instant, paris_day
from store.desk.chain import EVENT, TEXT
from store.desk.contents import CONTENT
from store.desk.kinds import FINALS, TABLES
from store.drafting import KEPT, KEPT_FOR, VISIT
from store.tables.access import LoginAsk, LoginLink, WebSession
from store.tables.feeds import CalendarEntry
from store.tables.journal import SweepRun
from store.tables.letters import LetterStatus, Mail
from store.tables.watching import WeeklyDigest

MAIL = Mail.__table__  # type: ignore[attr-defined]
ENTRY = CalendarEntry.__table__  # type: ignore[attr-defined]
RUN = SweepRun.__table__  # type: ignore[attr-defined]
WEB_SESSION = WebSession.__table__  # type: ignore[attr-defined]
ASK = LoginAsk.__table__  # type: ignore[attr-defined]
LINK = LoginLink.__table__  # type: ignore[attr-defined]
WEEKLY = WeeklyDigest.__table__  # type: ignore[attr-defined]
DRAFTS = Delay(-3, Unit.MONTHS)
MAILS = Delay(-36, Unit.MONTHS)
LOGS = Delay(-12, Unit.MONTHS)
#: The mail of a log-in link holds the link itself, and a session of the console never lasts a day.
A_DAY = timedelta(days=1)
LEFT = (LetterStatus.ACCEPTED.value, LetterStatus.REFUSED.value, LetterStatus.CANCELLED.value, LetterStatus.MOOT.value)


def sweep(session: Session, at: datetime) -> Mapping[str, int]:
    """Blank or delete what has outlived its use; how many rows of each. Running it again finds nothing more."""
    return {name: _rows(session, statement) for name, statement in _statements(at).items()}


def count(session: Session, at: datetime) -> Mapping[str, int]:
    """How many rows a sweep would touch, touching none."""
    found = {name: _touched(statement) for name, statement in _statements(at).items()}
    return {name: len(session.execute(query).all()) for name, query in found.items()}


def _rows(session: Session, statement: Update | Delete) -> int:
    rows: int = session.execute(statement).rowcount  # type: ignore[attr-defined]
    return rows


def _touched(statement: Update | Delete) -> Select[Any]:
    assert statement.whereclause is not None
    assert isinstance(statement.table, Table)
    return select(*statement.table.primary_key.columns).where(statement.whereclause)


def _statements(at: datetime) -> dict[str, Update | Delete]:
    return {
        "contents": update(CONTENT).where(CONTENT.c.application.in_(_drafts(at)), CONTENT.c.body != "").values(body=""),
        "texts": update(TEXT).where(TEXT.c.event.in_(_events(at)), TEXT.c.text.is_not(None)).values(text=None),
        "mails": _blank_mails(_old_mail(at)),
        "link_mails": _blank_mails(MAIL.c.id.in_(select(LINK.c.mail).where(LINK.c.asked_at <= at - A_DAY))),
        "links": delete(LINK).where(LINK.c.asked_at <= _before(at, LOGS)),
        "asks": delete(ASK).where(ASK.c.at <= _before(at, LOGS)),
        "web_sessions": delete(WEB_SESSION).where(WEB_SESSION.c.created_at <= at - A_DAY),
        "kept_texts": delete(KEPT).where(KEPT.c.at <= at - KEPT_FOR),
        "visits": delete(VISIT).where(VISIT.c.last_at <= _before(at, LOGS)),
        "calendar_entries": delete(ENTRY).where(ENTRY.c.gone_at <= _before(at, LOGS)),
        "weekly_digests": delete(WEEKLY).where(WEEKLY.c.decided_at <= _before(at, LOGS)),
        "sweep_runs": delete(RUN).where(RUN.c.started_at <= _before(at, LOGS)),
    }


def _before(at: datetime, delay: Delay) -> datetime:
    """What is older has been kept for whole Paris days, and for the whole delay."""
    return last_instant(add(paris_day(at), delay) - A_DAY)


def _drafts(at: datetime) -> Select[Any]:
    """Applications that ended without ever being filed, three months after their wave closed, or after they ended."""
    application, wave = TABLES["application"].c, TABLES["wave"].c
    closed = select(wave.ref).where(wave.closes_at <= _before(at, DRAFTS))
    alone = and_(application.wave_ref == "", application.entered_at <= _before(at, DRAFTS))
    return select(application.ref).where(
        application.submitted_at.is_(None),
        application.state.in_(sorted(FINALS["application"])),
        or_(application.wave_ref.in_(closed), alone),
    )


def _events(at: datetime) -> Select[Any]:
    return select(EVENT.c.id).where(EVENT.c.kind.in_(("application", "follow_up")), EVENT.c.ref.in_(_drafts(at)))


def _old_mail(at: datetime) -> ColumnElement[bool]:
    return and_(MAIL.c.status.in_(LEFT), MAIL.c.composed_at <= _before(at, MAILS))


def _blank_mails(which: ColumnElement[bool]) -> Update:
    return update(MAIL).where(which, MAIL.c.content != b"").values(content=b"", server_words="")

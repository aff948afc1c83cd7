"""How the service itself is doing: sweeps, letters, troubles; for those who run it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, func, select, text
from sqlmodel import Session

from store.desk.kinds import TABLES
from store.tables.journal import Digest, SweepRun, TroubleRecord
from store.tables.letters import Letter, LetterStatus, Mail
from store.tables.watching import Alarm

RUN = SweepRun.__table__.c  # type: ignore[attr-defined]
TROUBLE = TroubleRecord.__table__.c  # type: ignore[attr-defined]
LETTER = Letter.__table__.c  # type: ignore[attr-defined]
MAIL = Mail.__table__.c  # type: ignore[attr-defined]
ALARM = Alarm.__table__.c  # type: ignore[attr-defined]
DIGEST = Digest.__table__.c  # type: ignore[attr-defined]
DOUBTFUL = (LetterStatus.REFUSED.value, LetterStatus.DEFERRED.value, LetterStatus.UNCERTAIN.value)
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
MOST = 100


def failures(session: Session) -> Sequence[RowMapping]:
    """The latest runs that ended in an error or left an item behind."""
    query = select(*RUN).where((RUN.error != "") | (RUN.failed > 0)).order_by(RUN.id.desc())
    return session.execute(query.limit(10)).mappings().all()


def failed_since(session: Session, since: datetime, besides: Collection[str]) -> int:
    """How many runs left an error or an item behind, but for some sweeps, whose last run tells all."""
    failed = (RUN.error != "") | (RUN.failed > 0)
    query = select(func.count()).where(RUN.started_at > since, failed, RUN.name.not_in(besides))
    return int(session.execute(query).scalar_one())


def refused_since(session: Session, since: datetime) -> int:
    """Mails that a server has refused for good."""
    refused = (MAIL.status == LetterStatus.REFUSED.value) & (MAIL.settled_at > since)
    return int(session.execute(select(func.count()).where(refused)).scalar_one())


def doubtful_mails(session: Session) -> Sequence[RowMapping]:
    """The latest mails that did not simply arrive, with the words of the server."""
    columns = (MAIL.id, MAIL.mailbox, MAIL.office, MAIL.subject, MAIL.status, MAIL.attempts)
    times = (MAIL.composed_at, MAIL.next_try_at, MAIL.settled_at, MAIL.server_words)
    query = select(*columns, *times).where(MAIL.status.in_(DOUBTFUL)).order_by(MAIL.id.desc())
    return session.execute(query.limit(20)).mappings().all()


def alarms(session: Session) -> Sequence[RowMapping]:
    """Alarms that last, then the latest that are over."""
    query = select(*ALARM).order_by(ALARM.ended_at.is_not(None), ALARM.raised_at.desc(), ALARM.key)
    return session.execute(query.limit(20)).mappings().all()


def last_digest(session: Session) -> RowMapping | None:
    """The last digest of all chains."""
    query = select(DIGEST.taken_at, DIGEST.chains, DIGEST.hash).order_by(DIGEST.id.desc())
    return session.execute(query.limit(1)).mappings().first()


def versions(session: Session) -> dict[str, str]:
    """The database, by kind and version, and the revision of its tables."""
    dialect = session.connection().dialect
    number = ".".join(str(part) for part in dialect.server_version_info or ())
    revision = session.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
    return {"database": f"{NAMES[dialect.name]} {number}", "revision": str(revision)}


def letters(session: Session) -> Mapping[str, int]:
    """Letters by status."""
    query = select(LETTER.status, func.count()).group_by(LETTER.status)
    return dict(session.execute(query).tuples().all())


def mails(session: Session) -> Mapping[str, int]:
    """Mails by status."""
    query = select(MAIL.status, func.count()).group_by(MAIL.status)
    return dict(session.execute(query).tuples().all())


def troubles(session: Session) -> Sequence[RowMapping]:
    """Technical obstacles not yet solved, the oldest first."""
    query = select(*TROUBLE).where(TROUBLE.solved_at.is_(None)).order_by(TROUBLE.since)
    return session.execute(query.limit(MOST)).mappings().all()


def awake(session: Session, at: object) -> dict[str, int]:
    """Objects whose turn has come and that no sweep has looked at yet, by kind."""
    found = {}
    for kind, table in TABLES.items():
        query = select(func.count()).select_from(table).where(table.c.wake_at <= at)
        found[kind] = session.execute(query).scalar_one()
    return found

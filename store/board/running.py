"""How the service itself is doing: sweeps, letters, troubles; for those who run it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import RowMapping, func, select
from sqlmodel import Session

from store.desk.kinds import TABLES
from store.tables.journal import SweepRun, TroubleRecord
from store.tables.letters import Letter, Mail

RUN = SweepRun.__table__.c  # type: ignore[attr-defined]
TROUBLE = TroubleRecord.__table__.c  # type: ignore[attr-defined]
LETTER = Letter.__table__.c  # type: ignore[attr-defined]
MAIL = Mail.__table__.c  # type: ignore[attr-defined]
MOST = 100


def last_runs(session: Session) -> dict[str, RowMapping]:
    """The last run of each sweep."""
    last = select(func.max(RUN.id)).group_by(RUN.name)
    rows = session.execute(select(*RUN).where(RUN.id.in_(last))).mappings()
    return {row["name"]: row for row in rows}


def failures(session: Session) -> Sequence[RowMapping]:
    """The latest runs that ended in an error or left an item behind."""
    query = select(*RUN).where((RUN.error != "") | (RUN.failed > 0)).order_by(RUN.id.desc())
    return session.execute(query.limit(10)).mappings().all()


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

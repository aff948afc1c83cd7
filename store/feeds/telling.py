"""What a calendar says: the deadlines of its owner's scope, and those that it said before and that no longer run."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, RowMapping, insert, select, update
from sqlmodel import Session

from store.board import veil
from store.board.scope import APPLICATION, LABEL, LABELLED, PLACED, WAVE, seen
from store.board.viewer import Viewer
from store.desk.kinds import TABLES
from store.feeds.keeping import ENTRY, FEED, About
from store.session import reading, transaction
from store.tables.feeds import CalendarFeed
from store.tables.objects import Awaiting

AWAITING = Awaiting.__table__.c  # type: ignore[attr-defined]
MOST = 500
WORDS = ("summary", "detail", "due_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A deadline as the calendar should say it now."""

    uid: str
    kind: str
    ref: str
    summary: str
    detail: str
    due_at: datetime


def due(session: Session, viewer: Viewer, feed: CalendarFeed) -> Iterator[tuple[str, RowMapping]]:
    """Objects of the calendar that have a deadline, as far as its owner sees them today, with their kind."""
    for kind, which in _about(viewer, feed):
        when = veil.column(kind, "due_at", viewer)
        query = select(*veil.columns(kind, viewer)).where(which, when.is_not(None), seen(kind, viewer))
        for row in session.execute(query.order_by(when, TABLES[kind].c.ref).limit(MOST)).mappings():
            yield kind, row


def _about(viewer: Viewer, feed: CalendarFeed) -> Iterator[tuple[str, ColumnElement[bool]]]:
    if feed.kind == About.WAVE:
        yield "wave", WAVE.ref == feed.about
        yield "application", APPLICATION.wave_ref == feed.about
    elif feed.kind == About.ACADEMIE:
        place = f"{About.ACADEMIE.value}:{feed.about}"
        yield "application", APPLICATION.ref.in_(select(PLACED.application).where(PLACED.territory == place))
        yield "label", LABEL.ref.in_(select(LABELLED.label).where(LABELLED.territory == place))
    else:
        for kind, table in TABLES.items():
            mine = (AWAITING.kind == kind) & AWAITING.office.in_(list(viewer.offices))
            yield kind, table.c.ref.in_(select(AWAITING.ref).where(mine))


def published(engine: Engine, feed: CalendarFeed, said: Iterable[Said], at: datetime) -> Sequence[RowMapping]:
    """Every entry of the calendar, after noting what has changed since it was last read, if anything has."""
    now = {one.uid: one for one in said}
    with reading(engine) as session:
        known = _entries(session, feed)
    if not _differ(known, now):
        return known
    with transaction(engine) as session:
        # Two programs that read at once would count one change twice.
        session.execute(select(FEED.c.id).where(FEED.c.id == feed.id).with_for_update()).one()
        _note(session, feed, {row["uid"]: row for row in _entries(session, feed)}, now, at)
        return _entries(session, feed)


def _entries(session: Session, feed: CalendarFeed) -> Sequence[RowMapping]:
    query = select(ENTRY).where(ENTRY.c.feed == feed.id).order_by(ENTRY.c.due_at, ENTRY.c.uid)
    return session.execute(query).mappings().all()


def _differ(known: Sequence[RowMapping], now: dict[str, Said]) -> bool:
    running = {row["uid"]: row for row in known if row["gone_at"] is None}
    return running.keys() != now.keys() or any(_moved(row, now[uid]) for uid, row in running.items())


def _moved(row: RowMapping, one: Said) -> bool:
    return any(row[name] != getattr(one, name) for name in WORDS)


def _note(
    session: Session, feed: CalendarFeed, known: dict[str, RowMapping], now: dict[str, Said], at: datetime
) -> None:
    for uid, one in now.items():
        row, words = known.get(uid), {name: getattr(one, name) for name in WORDS}
        if row is None:
            told = {"feed": feed.id, "uid": uid, "kind": one.kind, "ref": one.ref, "sequence": 0, "changed_at": at}
            session.execute(insert(ENTRY), told | words)
        elif row["gone_at"] is not None or _moved(row, one):
            _change(session, feed, uid, at, gone_at=None, **words)
    for uid, row in known.items():
        if uid not in now and row["gone_at"] is None:
            _change(session, feed, uid, at, gone_at=at)


def _change(session: Session, feed: CalendarFeed, uid: str, at: datetime, **values: Any) -> None:
    mine = (ENTRY.c.feed == feed.id) & (ENTRY.c.uid == uid)
    session.execute(update(ENTRY).where(mine).values(sequence=ENTRY.c.sequence + 1, changed_at=at, **values))

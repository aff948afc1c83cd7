"""Noticing, when a sweep begins again, that nothing ran while something was due: that was an outage, and is kept."""

from datetime import datetime

from sqlalchemy import Engine, func, insert, select

from notifications.sweeping.coming import SWEEPS, fell_due
from notifications.sweeping.heartbeats import RUN, SILENT
from store.people.chronicle import Deed, record
from store.session import reading, transaction
from store.tables.watching import Outage

OUTAGE = Outage.__table__  # type: ignore[attr-defined]
#: The first of the sweeps of every minute: a gap between two of its runs is a gap of all.
FIRST = "waves"


def notice(name: str, at: datetime, on: Engine | None) -> None:
    """Called before a run leaves its row: keep the outage that it ends, if it ends one."""
    if name != FIRST:
        return
    with reading(on) as session:
        last = session.execute(select(func.max(RUN.c.started_at)).where(RUN.c.name == FIRST)).scalar()
        if last is None or last > at - SILENT or not fell_due(session, dict.fromkeys(SWEEPS, last), at - SILENT):
            return
    with transaction(on) as session:
        values = {"starts_at": last, "ends_at": at, "declared": False, "person": "", "recorded_at": at}
        number = session.execute(insert(OUTAGE).values(**values).returning(OUTAGE.c.id)).scalar_one()
        told = {"starts_at": last.isoformat(), "ends_at": at.isoformat(), "declared": False}
        record(session, "outage", f"PANNE-{number}", Deed.OUTAGE, told, at=at)

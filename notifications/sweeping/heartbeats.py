"""The rhythm expected of each sweep, and whether it is kept: read from the rows that runs leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import RowMapping, select, union_all
from sqlmodel import Session

from states.calendar import PARIS
from store.tables.journal import SweepRun

RUN = SweepRun.__table__  # type: ignore[attr-defined]
EVERY_MINUTE = ("waves", "deadlines", "labels", "sessions", "compose", "post")
#: Paris hours of those that run once a day. The table of rhythms says the same (a test compares them).
DAILY = {"digests": time(7, 30), "alarms": time(7, 30), "retention": time(4, 15), "selfcheck": time(4, 15)}
LABELS = {
    "waves": "Vagues : ouvertures et clôtures",
    "deadlines": "Dossiers : échéances et rappels",
    "labels": "Labels : prises d’effet, renouvellements, échéances",
    "sessions": "Séances et arrêtés",
    "compose": "Composition des courriels",
    "post": "Envoi des courriels",
    "digests": "Récapitulatifs de la semaine",
    "alarms": "Alertes quotidiennes",
    "retention": "Durées de conservation",
    "selfcheck": "Contrôle de la base",
}
NAMES = tuple(LABELS)
SILENT, GRACE = timedelta(minutes=10), timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Beat:
    """The last run of a sweep, if any, and the instant since which one should have begun.

    `began` is when the service did, where that is known: what runs every minute, or has never run, counts from then on.
    """

    name: str
    expected: datetime
    run: RowMapping | None = None
    began: datetime | None = None

    @property
    def awaited(self) -> bool:
        """Whether it has not run since."""
        return self.run is None or self.run["started_at"] < self.expected

    @property
    def late(self) -> bool:
        """Whether it should have, the service having been there to run it."""
        counts = self.run is not None and self.name in DAILY
        return self.awaited and (counts or self.began is None or self.began < self.expected)

    @property
    def failed(self) -> bool:
        """Whether its last run ended in an error, or left something behind."""
        return self.run is not None and bool(self.run["error"] or self.run["failed"])


def beats(session: Session, at: datetime, began: datetime | None = None) -> dict[str, Beat]:
    """Every sweep, in the order in which they run; `began` is when the service did."""
    runs = last_runs(session)
    return {name: Beat(name, expected(name, at), runs.get(name), began) for name in NAMES}


def last_runs(session: Session) -> Mapping[str, RowMapping]:
    """The last run of each sweep, each found by its index."""
    rows = session.execute(select(RUN).where(RUN.c.id.in_(NEWEST)))
    return {row["name"]: row for row in rows.mappings()}


def _newest(name: str) -> Any:
    mine = select(RUN.c.id).where(RUN.c.name == name)
    return mine.order_by(RUN.c.started_at.desc(), RUN.c.id.desc()).limit(1).subquery()


NEWEST = union_all(*(select(_newest(name).c.id) for name in NAMES))


def expected(name: str, at: datetime) -> datetime:
    """Since when it should have begun again: ten minutes ago, or its last hour that half an hour has followed."""
    hour = DAILY.get(name)
    if hour is None:
        return at - SILENT
    local = (at - GRACE).astimezone(PARIS)
    day = local.date() if local.time() >= hour else local.date() - timedelta(days=1)
    return datetime.combine(day, hour, PARIS)

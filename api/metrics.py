"""The figures of the service, counted in the database when asked: nothing is kept in the process."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from notifications.composing.alarming import Code
from notifications.sweeping.heartbeats import last_runs
from states.diagnosis import Cause
from store.board import lateness
from store.board.lateness import Lateness
from store.desk.kinds import TABLES
from store.tables.journal import SweepRun
from store.tables.letters import Letter, LetterStatus, Mail
from store.tables.watching import Alarm

A_DAY = timedelta(days=1)
Sample = tuple[dict[str, str], float]
COUNTED = (
    ("due", "Items due at its last run."),
    ("done", "Items done at its last run."),
    ("failed", "Items that failed at its last run."),
)


def lines(session: Session, at: datetime) -> Iterator[str]:
    """Every metric, in OpenMetrics text, without the closing line."""
    yield from _gauge("campus_stuck", "Objects that are stuck, by kind and cause.", _stuck(session))
    yield from _gauge("campus_letters", "Letters by status.", _by_status(session, Letter))
    yield from _gauge("campus_mails", "Mails by status.", _by_status(session, Mail))
    yield from _gauge(
        "campus_wake_lateness_seconds", "Oldest thing due and not yet done, by kind.", _overdue(session, at)
    )
    yield from _gauge("campus_alarms", "Alarms that last, by code.", _alarms(session))
    yield from _gauge("campus_lateness_seconds", "How late dates and letters were in the last day.", _late(session, at))
    yield from _sweeps(session, at)


def _gauge(name: str, told: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# TYPE {name} gauge"
    yield f"# HELP {name} {told}"
    for labels, value in samples:
        marks = ",".join(f'{key}="{word}"' for key, word in labels.items())
        yield f"{name}{{{marks}}} {value:g}"


def _stuck(session: Session) -> Iterator[Sample]:
    for kind, table in TABLES.items():
        cause = table.c.stuck_cause
        found = _counts(session, select(cause, func.count()).where(cause.is_not(None)).group_by(cause))
        yield from (({"kind": kind, "cause": one.value}, found.get(one.value, 0)) for one in Cause)


def _by_status(session: Session, table: type[Letter] | type[Mail]) -> Iterator[Sample]:
    found = _counts(session, select(col(table.status), func.count()).group_by(col(table.status)))
    yield from (({"status": one.value}, found.get(one.value, 0)) for one in LetterStatus)


def _counts(session: Session, query: Select[Any]) -> dict[str, int]:
    return dict(session.execute(query).tuples().all())


def _overdue(session: Session, at: datetime) -> Iterator[Sample]:
    for kind, table in TABLES.items():
        oldest = session.execute(select(func.min(table.c.wake_at)).where(table.c.wake_at <= at)).scalar()
        yield {"kind": kind}, (at - oldest).total_seconds() if oldest else 0


def _lateness_of(name: str, found: Lateness) -> Iterator[Sample]:
    if found.count:
        for quantile, value in (("0.5", found.median), ("0.99", found.p99), ("1", found.longest)):
            yield {"what": name, "quantile": quantile}, value


def _late(session: Session, at: datetime) -> Iterator[Sample]:
    yield from _lateness_of("deadlines", lateness.of_deadlines(session, at - A_DAY, at))
    yield from _lateness_of("letters", lateness.of_letters(session, at - A_DAY, at))


def _alarms(session: Session) -> Iterator[Sample]:
    query = select(col(Alarm.code), func.count()).where(col(Alarm.ended_at).is_(None)).group_by(col(Alarm.code))
    found = _counts(session, query)
    yield from (({"code": one.value}, found.get(one.value, 0)) for one in Code)


def _sweeps(session: Session, at: datetime) -> Iterator[str]:
    runs = [SweepRun(**row) for row in last_runs(session).values()]
    ages = [({"sweep": run.name}, (at - (run.ended_at or run.started_at)).total_seconds()) for run in runs]
    yield from _gauge("campus_sweep_age_seconds", "Time since the last run of each sweep.", ages)
    for name, told in COUNTED:
        yield from _gauge(f"campus_sweep_{name}", told, [({"sweep": run.name}, getattr(run, name)) for run in runs])
    late = [sample for run in runs for sample in _lateness(run)]
    yield from _gauge("campus_sweep_lateness_seconds", "How late items were done at its last run.", late)


def _lateness(run: SweepRun) -> Iterator[Sample]:
    for quantile, value in (("0.5", run.lateness_p50), ("0.99", run.lateness_p99), ("1", run.lateness_max)):
        if value is not None:
            yield {"sweep": run.name, "quantile": quantile}, value

"""The sweeps by name: each drains what is due, leaves a row that says what it did, and stops at nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from socket import gethostname
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, insert, update

from notifications.composing.compose import compose
from notifications.posting.post import post
from notifications.posting.routes import NOWHERE
from notifications.sweeping import digests, nightly, outages, rehearsal, waking
from notifications.sweeping.alarms import alarm
from notifications.sweeping.coming import next_due, owing
from notifications.tally import Tally
from states.refusals import BadField
from store.session import transaction
from store.tables.journal import SweepRun

__all__ = ["NAMES", "SweepReport", "dry_run", "next_due", "owing", "run"]
SWEEP_RUN = SweepRun.__table__  # type: ignore[attr-defined]
BEGUN = insert(SWEEP_RUN).returning(SWEEP_RUN.c.id)
BLANK = {"due": 0, "done": 0, "skipped": 0, "failed": 0, "error": "", "run_id": ""}
Sweep = Callable[[datetime, Engine | None, str | None], Tally]


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepReport:
    """What one run found and did; lateness in seconds, between the instant due and the run."""

    name: str
    due: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0
    lateness_p50: float | None = None
    lateness_p99: float | None = None
    lateness_max: float | None = None
    error: str = ""


def _objects(*kinds: str) -> Sweep:
    def sweep(at: datetime, on: Engine | None, smtp_url: str | None) -> Tally:
        tally = Tally()
        for kind in kinds:
            tally.add(waking.drain(kind, at, on))
        return tally

    return sweep


_SWEEPS: dict[str, Sweep] = {
    "waves": _objects("wave"),
    "deadlines": _objects("application"),
    "labels": _objects("label"),
    "sessions": _objects("session", "order"),
    "compose": lambda at, on, smtp_url: compose(at, on=on),
    "post": lambda at, on, smtp_url: post(at, on=on, smtp_url=smtp_url),
    "digests": lambda at, on, smtp_url: digests.drain(at, on),
    "alarms": alarm,
    "retention": lambda at, on, smtp_url: nightly.retain(at, on),
    "selfcheck": lambda at, on, smtp_url: nightly.check(at, on),
}
NAMES = tuple(_SWEEPS)


def run(
    name: str, at: datetime, *, on: Engine | None = None, run_id: str = "", smtp_url: str | None = None
) -> SweepReport:
    """Run one sweep as of an instant. A bad item is counted and skipped; what fails as a whole is told, then raised.

    `smtp_url` is where mails go instead of where the settings say (`routes.NOWHERE` for a simulated clock).
    """
    sweep, began = _named(name), perf_counter()
    if smtp_url != NOWHERE:
        outages.notice(name, at, on)
    # A simulated clock is never killed half-way: its runs need no row that says that they began.
    row = None if smtp_url == NOWHERE else _write({"name": name, "started_at": at, "run_id": run_id[:64]}, on)
    try:
        tally = sweep(at, on, smtp_url)
    except Exception as error:
        _end(row, name, {"error": f"{type(error).__name__} : {error}"}, at, began, on)
        raise
    report = _report(name, tally)
    _end(row, name, _columns(report), at, began, on)
    return report


def dry_run(name: str, at: datetime, *, on: Engine | None = None) -> tuple[str, ...]:
    """What a run would do at that instant, in French, one line each; nothing is written."""
    _named(name)
    return rehearsal.lines(name, at, on)


def _named(name: str) -> Sweep:
    try:
        return _SWEEPS[name]
    except KeyError:
        raise BadField("balayage", name, f"choisissez parmi : {', '.join(NAMES)}.") from None


def _write(columns: dict[str, Any], on: Engine | None) -> int:
    with transaction(on) as session:
        values = BLANK | {"host": gethostname()[:80]} | columns
        number: int = session.execute(BEGUN, values).scalar_one()
        return number


def _end(row: int | None, name: str, columns: dict[str, Any], at: datetime, began: float, on: Engine | None) -> None:
    # The simulated clock stands still during a sweep: the time that it took is added to the instant it was run for.
    ended = {"ended_at": at + timedelta(seconds=perf_counter() - began)} | columns
    if row is None:
        _write({"name": name, "started_at": at} | ended, on)
        return
    with transaction(on) as session:
        session.execute(update(SWEEP_RUN).where(SWEEP_RUN.c.id == row).values(**ended))


def _report(name: str, tally: Tally) -> SweepReport:
    return SweepReport(
        name=name,
        due=tally.due,
        done=tally.done,
        skipped=tally.skipped,
        failed=tally.failed,
        lateness_p50=tally.lateness(50),
        lateness_p99=tally.lateness(99),
        lateness_max=tally.lateness(100),
        error=tally.error,
    )


def _columns(report: SweepReport) -> dict[str, Any]:
    names = ("due", "done", "skipped", "failed", "lateness_p50", "lateness_p99", "lateness_max", "error")
    return {name: getattr(report, name) for name in names}

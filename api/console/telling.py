"""Objects as lines of a list: the words, addresses and durations that a person reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping

from api.console.rooms import BY_KIND
from notifications import typography
from states.calendar import paris_day
from states.declaration import Stage
from states.diagnosis import Cause
from states.editions import Category
from states.lifecycles import LIFECYCLES
from store.board.names import Names
from store.board.viewer import Viewer

Row = Mapping[str, Any] | RowMapping
TONES = {Cause.TECHNICAL: "error", Cause.DEADLINE: "error", Cause.CONDITION: "warning", Cause.INACTIVITY: "info"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One object in a list."""

    ref: str
    name: str
    path: str
    fictitious: bool
    about: str
    state: str
    since: str
    cause: Cause | None
    tone: str
    sentence: str
    awaited: tuple[str, ...]
    due: date | None
    late: int
    reminders: int


def stage_of(kind: str, state: str) -> Stage:
    """The stage of a state as stored."""
    lifecycle = LIFECYCLES[kind]
    return lifecycle.stage_of[lifecycle.states(state)]


def state_label(kind: str, state: str, viewer: Viewer) -> str:
    """A state by its name for officers, or by its public one."""
    stage = stage_of(kind, state)
    return str(stage.state.label if viewer.sees_inside else stage.public or stage.state.label)


def line(kind: str, row: Row, viewer: Viewer, names: Names, at: datetime, reminders: int = 0) -> Line:
    """A row as people read it."""
    cause = Cause(row["stuck_cause"]) if row["stuck_cause"] else None
    return Line(
        ref=row["ref"],
        name=row["name"],
        path=BY_KIND[kind].page(row["ref"]),
        fictitious=row["fictitious"],
        about=_about(kind, row),
        state=state_label(kind, row["state"], viewer),
        since=since(row["entered_at"], at),
        cause=cause,
        tone=TONES[cause] if cause else "",
        sentence=row["stuck_sentence"],
        awaited=tuple(names.full(office) for office in row["awaiting"].split()),
        due=last_day(row["due_at"]),
        late=late_days(row["due_at"], at),
        reminders=reminders,
    )


def since(then: datetime, at: datetime) -> str:
    """As « depuis 9 semaines »."""
    return f"depuis {typography.duration(max(at - then, timedelta()))}"


def late_days(due: datetime | None, at: datetime) -> int:
    """Whole days of lateness on the calendar; zero while it is not late."""
    last = last_day(due)
    return (paris_day(at) - last).days if due and last and due <= at else 0


def last_day(due: datetime | None) -> date | None:
    """The last day on which it is still in time: the instant of a deadline is the end of a day."""
    return paris_day(due - timedelta(microseconds=1)) if due else None


def offices_of(rows: Iterable[Row]) -> set[str]:
    """Every office that a list will have to name."""
    return {office for row in rows for office in (*row["awaiting"].split(), row["holder"]) if office}


def _about(kind: str, row: Row) -> str:
    parts = [row["ref"], *_ABOUT[kind](row)]
    return " · ".join(part for part in parts if part)


def _application(row: Row) -> tuple[str, ...]:
    wave = f"vague {row['wave_ref']}" if row["wave_ref"] else "hors vague"
    return wave, "Excellence" if row["category"] == Category.EXCELLENCE.value else ""


def _wave(row: Row) -> tuple[str, ...]:
    opens, closes = typography.short_day(row["opens_at"]), typography.short_day(row["closes_at"])
    return (f"dépôt du {opens} au {closes}",)


def _label(row: Row) -> tuple[str, ...]:
    last = (row["extended_until"] or row["expires_on"]) - timedelta(days=1)
    return (f"du {typography.short_day(row['starts_on'])} au {typography.short_day(last)}",)


_ABOUT: dict[str, Any] = {
    "application": _application,
    "wave": _wave,
    "session": lambda row: (typography.short_instant(row["held_at"]),),
    "order": lambda row: (),
    "label": _label,
}

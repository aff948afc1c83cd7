"""Every deadline of an object in the words of its page, and the same table as a spreadsheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from api.console import telling
from notifications import typography
from states.calendar import METROPOLE
from states.dates import french_day, french_time
from states.table.rows import DeadlineRow, Standing
from store.board.deadlines import deadlines
from store.board.names import Names
from store.board.sight import Sight
from store.board.viewer import Viewer
from store.exporting import sheets

TONES = {
    Standing.RUNNING: "info",
    Standing.PAUSED: "warning",
    Standing.OVERDUE: "error",
    Standing.LATE: "warning",
    Standing.MISSED: "error",
    Standing.KEPT: "success",
}
NOW = (Standing.RUNNING, Standing.PAUSED, Standing.OVERDUE)
COLUMNS = (
    ("Étape", False),
    ("Attendu", True),
    ("De qui", True),
    ("Règle", True),
    ("Texte", True),
    ("Depuis", False),
    ("Jusqu’à", False),
    ("Situation", False),
    ("Fait le", False),
    ("Sinon", True),
    ("Dates déplacées et délais suspendus", True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A deadline as people read it; `notes` say how its date moved and its clock stopped; `now` while it matters."""

    row: DeadlineRow
    now: bool
    stage: str
    whom: tuple[str, ...]
    until: str
    tone: str
    notes: tuple[str, ...]


def told(session: Session, sight: Sight, names: Names, viewer: Viewer, at: datetime) -> list[Told]:
    """The whole table, for the page of the object."""
    return [_told(row, sight, names, viewer) for row in deadlines(session, sight, at)]


def _told(row: DeadlineRow, sight: Sight, names: Names, viewer: Viewer) -> Told:
    return Told(
        row=row,
        now=row.standing in NOW,
        stage=telling.state_label(sight.kind, row.state, viewer) if row.state else "",
        whom=_whom(row, names),
        until=typography.capital(typography.until(row.until)) if row.until else _undated(row),
        tone=TONES.get(row.standing, ""),
        notes=(*_local(row, sight), *_changes(row, sight), *_pauses(row, sight)),
    )


def _undated(row: DeadlineRow) -> str:
    return "Délai suspendu" if row.standing is Standing.PAUSED else "Sans date encore"


def _whom(row: DeadlineRow, names: Names) -> tuple[str, ...]:
    """Titles of those awaited now, else what they are called in general."""
    if row.offices:
        return tuple(names.title(office) for office in row.offices)
    return tuple(typography.capital(label) for label in row.awaits)


def _local(row: DeadlineRow, sight: Sight) -> Iterator[str]:
    """Overseas, the hour there: that of Paris makes law."""
    if row.until is None or row.standing not in (Standing.RUNNING, Standing.OVERDUE):
        return
    places = dict.fromkeys(sight.facts.place(office) for office in row.offices)
    for place in places:
        if place.timezone != METROPOLE.timezone:
            local = row.until.astimezone(ZoneInfo(place.timezone))
            yield f"Heure locale ({place.zone}) : {french_day(local)} à {french_time(local.time())}."


def _changes(row: DeadlineRow, sight: Sight) -> Iterator[str]:
    for change in row.changes:
        moved = f"Date déplacée le {typography.short_day(change.at)}"
        before = f", du {typography.until(change.before)}" if change.before else ""
        after = f" au {typography.until(change.after)}" if change.after else ""
        yield f"{moved}{before}{after}{_because(change.why or _reason(change.event, sight))}."


def _pauses(row: DeadlineRow, sight: Sight) -> Iterator[str]:
    for pause in row.pauses:
        end = f" au {typography.short_day(pause.until)}" if pause.until else ""
        why = _reason(pause.event, sight)
        yield f"Suspendu du {typography.short_day(pause.since)}{end} : {pause.why.lower()}{_because(why)}."


def _reason(event: int, sight: Sight) -> str:
    texts = dict(sight.texts.get(event, ()))
    return " ".join((texts.get("reason") or "").split()).rstrip(".")


def _because(why: str) -> str:
    return f" ({why})" if why else ""


def sheet(ref: str, lines: Sequence[Told]) -> sheets.Sheet:
    """The same table for a spreadsheet."""
    return sheets.Sheet(name=f"echeances-{ref}", columns=COLUMNS, rows=list(_rows(lines)))


def _rows(lines: Sequence[Told]) -> Iterator[tuple[sheets.Cell, ...]]:
    for line in lines:
        row = line.row
        notes = "\n".join(line.notes)
        what = typography.capital(row.what), ", ".join(line.whom), row.rule, row.law
        when = row.since, row.until, row.standing.label, row.ended_at
        yield (line.stage, *what, *when, row.on_passing, notes)

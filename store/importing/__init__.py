"""Taking over waves, applications and offices from a file: all of it or nothing, every bad line named."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from states.calendar import paris_day
from states.machine import Actor
from states.refusals import BadField
from states.roles import SYSTEM
from store.importing import applications, offices, waves
from store.importing.faults import BadFile
from store.importing.lines import Columns, Line
from store.importing.sheets import read
from store.people.chronicle import keeper

Take = Callable[[Session, Line, datetime, Actor], None]
SUBJECTS: dict[str, tuple[Columns, Take]] = {
    "waves": (waves.COLUMNS, waves.take),
    "applications": (applications.COLUMNS, applications.take),
    "offices": (offices.COLUMNS, offices.take),
}


def take_over(session: Session, what: str, file: Path, at: datetime, *, by: str = SYSTEM) -> int:
    """Take over every line of a CSV or XLSX file; returns how many. BadFile names each bad line: then nothing must
    be committed. What is taken over owes nothing from its past: it enters its state at this instant."""
    if what not in SUBJECTS:
        raise BadField("sujet", what, f"choisissez parmi : {', '.join(SUBJECTS)}.")
    columns, take = SUBJECTS[what]
    actor = keeper(session, by, paris_day(at))
    lines = [Line(number, cells) for number, cells in read(file, columns)]
    for line in lines:
        line.attempt(take, session, at, actor)
    if faults := [fault for line in lines for fault in line.faults]:
        raise BadFile(file.name, faults)
    return len(lines)

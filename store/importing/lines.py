"""One line of a file: each cell is read into a value, and every cell that cannot be is kept as a fault."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar
from unicodedata import normalize

from states.calendar import instant, paris_day
from states.refusals import BadField, Refusal
from states.texts import LONG, SHORT, clean_text
from states.words import Word
from store.importing.faults import Fault

#: The columns of a subject, in the order of the documentation, and whether each must be there.
Columns = Mapping[str, bool]
T = TypeVar("T")
D = TypeVar("D")
W = TypeVar("W", bound=Word)
HOUR = re.compile(r"(\d{1,2}) ?[:h](?: ?(\d{2}))?(?::(\d{2}))?(?: \(?(été|hiver)\)?)?")
FORMULA = ("=", "+", "-", "@")


class _Stop(Exception):
    """The line cannot be taken over: its faults say why."""


class Line:
    """The cells of one line, read by column; unread faults pile up until `settled`."""

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self.number = number
        self.faults: list[Fault] = []
        self._cells = cells

    def attempt(self, take: Callable[..., None], session: Any, at: datetime, actor: Any) -> None:
        """Take the line over, or keep why not."""
        try:
            take(session, self, at, actor)
        except _Stop:
            return
        except BadField as refused:
            column = normalize("NFD", refused.reasons[0].field).encode("ascii", "ignore").decode()
            self.fault(column if column in self._cells else "", refused.remedy)
        except Refusal as refused:
            self.fault("", str(refused))

    def fault(self, column: str, remedy: str) -> None:
        """Something is wrong in that column."""
        self.faults.append(Fault(self.number, column, self._cells.get(column, ""), remedy))

    def is_faulty(self, column: str) -> bool:
        return any(fault.column == column for fault in self.faults)

    def settled(self) -> None:
        """Go no further with a line that has faults."""
        if self.faults:
            raise _Stop

    def has(self, column: str) -> bool:
        return bool(self._cells.get(column, "").strip())

    def read(self, column: str, reader: Callable[[str], T], default: D) -> T | D:
        """What the cell says, the default when it is empty or wrong."""
        text = self._cells.get(column, "").strip()
        if not text:
            return default
        try:
            return reader(text)
        except BadField as refused:
            self.fault(column, refused.remedy)
        return default

    def need(self, column: str, reader: Callable[[str], T], default: D) -> T | D:
        """The same, for a cell that must be filled."""
        if not self.has(column):
            self.fault(column, "cette cellule est obligatoire.")
        return self.read(column, reader, default)

    def text(self, column: str, limit: int = SHORT, *, needed: bool = False) -> str:
        """A short text."""
        read = self.need if needed else self.read
        return read(column, lambda text: plain(text, limit), "")

    def long_text(self, column: str) -> str:
        """A text of several lines."""
        return self.read(column, lambda text: clean_text(column, text, LONG, lines=True), "")

    def instant(self, day: str, hour: str, usual: time) -> datetime | None:
        """The instant of a day and a Paris wall hour, each in its column; None without a day."""
        on = self.read(day, day_of, None)
        wall, fold = self.read(hour, hour_of, (usual, None))
        if on is None:
            return None
        try:
            return instant(on, wall, fold=fold)
        except BadField as refused:
            self.fault(hour, refused.remedy)
        return None


def plain(text: str, limit: int = SHORT) -> str:
    """A short text that no spreadsheet would take for a formula."""
    if text.startswith(FORMULA):
        raise BadField("texte", text, "une cellule ne commence pas par « = », « + », « - » ni « @ ».")
    return clean_text("texte", text, limit)


def day_of(text: str) -> date:
    """« 2016-09-30 » or « 30/09/2016 »."""
    french = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        found = date(*map(int, reversed(french.groups()))) if french else date.fromisoformat(text)
    except ValueError:
        raise BadField("date", text, "écrivez un jour qui existe, comme « 2016-09-30 » ou « 30/09/2016 ».") from None
    if not 1990 <= found.year <= 2100:
        raise BadField("date", text, "une année entre 1990 et 2100.")
    return found


def past_day(at: datetime) -> Callable[[str], date]:
    """A day that has come."""

    def reader(text: str) -> date:
        if (found := day_of(text)) > paris_day(at):
            raise BadField("date", text, "un jour passé, ou aujourd’hui.")
        return found

    return reader


def hour_of(text: str) -> tuple[time, int | None]:
    """« 17:00 » or « 17 h »; « 02:30 été » or « 02:30 hiver » on the day the clock goes back."""
    found = HOUR.fullmatch(text)
    hours, minutes, seconds = (int(part or 0) for part in (found.groups()[:3] if found else ("99", "", "")))
    if not found or hours > 23 or minutes > 59 or seconds > 59:
        raise BadField("heure", text, "écrivez une heure de Paris, comme « 17:00 » ou « 23:59 ».")
    return time(hours, minutes, seconds), {"été": 0, "hiver": 1}.get(found[4])


def word_of(words: type[W], *allowed: W) -> Callable[[str], W]:
    """A word of the procedure, by its value or its French label."""
    choices = allowed or tuple(words)

    def reader(text: str) -> W:
        wanted = text.casefold().replace("'", "’")
        for word in choices:
            if wanted in {word.value.casefold(), word.label.casefold()}:
                return word
        raise BadField("mot", text, f"choisissez parmi : {', '.join(word.label for word in choices)}.")

    return reader


def number_of(least: int, most: int) -> Callable[[str], int]:
    """A whole number between two bounds."""

    def reader(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not least <= int(text) <= most:
            raise BadField("nombre", text, f"écrivez un nombre entier entre {least} et {most}.")
        return int(text)

    return reader


def flag_of(text: str) -> bool:
    """« oui » or « non »."""
    if text.lower() not in {"oui", "non"}:
        raise BadField("réponse", text, "écrivez « oui » ou « non ».")
    return text.lower() == "oui"


def matching(pattern: str, remedy: str) -> Callable[[str], str]:
    """A text of a known shape."""

    def reader(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise BadField("texte", text, remedy)
        return text

    return reader


def many_of(one: Callable[[str], T]) -> Callable[[str], tuple[T, ...]]:
    """Several values in one cell, separated by « | »."""
    return lambda text: tuple(dict.fromkeys(one(part.strip()) for part in text.split("|") if part.strip()))

"""Deadlines as iCalendar (RFC 5545): in the feeds people subscribe to, and beside the letters that announce them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from icalendar import Calendar, vDatetime, vText
from icalendar.parser import Contentline, Contentlines

from notifications.addresses import one_line
from states.calendar import PARIS

END = b"END:VCALENDAR"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TWO_DAYS_BEFORE = "TRIGGER:-P2D"
PRODUCT = "-//Campus des métiers et des qualifications//Suivi des labels//FR"
#: From when the numbers of versions in letters count, in minutes: a later letter about a deadline is a later version.
EPOCH = datetime(2013, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One deadline; `sequence` grows when it changes, `gone` once it no longer runs."""

    uid: str
    due: datetime
    summary: str
    detail: str
    url: str
    changed_at: datetime
    sequence: int = 0
    gone: bool = False


def uid(kind: str, ref: str, state: str, entered_at: datetime, domain: str) -> str:
    """The same as long as a stage lasts, wherever its date moves; another one when the stage comes again."""
    return f"{kind}-{ref}-{state}-{entered_at.astimezone(UTC):%Y%m%dT%H%M%S}@{domain}"


def shown(due: datetime) -> datetime:
    """Where a deadline stands in a calendar: the end of a day on that very day, and not at the next midnight."""
    return due - MINUTE if due.astimezone(PARIS).time() == time(0) else due


def version(at: datetime) -> int:
    """The number of a deadline as a letter composed at that instant tells it."""
    return int((at - EPOCH).total_seconds() // 60)


def calendar(deadlines: Iterable[Deadline], name: str = "") -> bytes:
    """A whole calendar, to be published."""
    before, end, after = _frame(name).rpartition(END)
    return b"".join([before, *map(_event, deadlines), end, after])


@lru_cache(256)
def _frame(name: str) -> bytes:
    frame = Calendar()
    for field, value in (("version", "2.0"), ("prodid", PRODUCT), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        frame.add(field, value)
    if name:
        frame.add("name", vText(one_line(name, 200)))
        frame.add("x-wr-calname", vText(one_line(name, 200)))
        frame.add("refresh-interval", HOUR, parameters={"VALUE": "DURATION"})
    return bytes(frame.to_ical())


# Written once for the mailbox of an office and for its holder, who are told the same.
@lru_cache(1024)
def _event(one: Deadline) -> bytes:
    return bytes(Contentlines(map(Contentline, _lines(one))).to_ical())  # type: ignore[no-untyped-call]


def _lines(one: Deadline) -> Iterator[str]:
    """The library escapes and folds each; its components, which sort and check them too, take four times as long."""
    changed, summary = _instant(one.changed_at), _text(one.summary)
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(one.uid)}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"DTSTART:{_instant(shown(one.due))}"
    yield f"SEQUENCE:{one.sequence}"
    yield f"STATUS:{'CANCELLED' if one.gone else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{summary}"
    yield f"DESCRIPTION:{_text(one.detail)}"
    yield f"URL:{one_line(one.url, 500)}"
    if not one.gone:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", TWO_DAYS_BEFORE, f"DESCRIPTION:{summary}", "END:VALARM")
    yield "END:VEVENT"


def _instant(moment: datetime) -> str:
    return bytes(vDatetime(moment.astimezone(UTC)).to_ical()).decode()  # type: ignore[no-untyped-call]


def _text(text: str) -> str:
    """What may stand in a calendar: lines without anything invisible, escaped."""
    lines = "\n".join(one_line(line, 1000) for line in text.splitlines())
    return vText(lines).to_ical().decode()

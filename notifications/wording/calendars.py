"""Deadlines as iCalendar (RFC 5545): in the feeds that people subscribe to, and beside the letters that announce them.

Written directly, as mails are: the library takes most of a millisecond for an event whose shape we know. It reads these
bytes back in the tests.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from notifications.addresses import one_line
from states.calendar import PARIS

CRLF, WIDTH = "\r\n", 75
MINUTE = timedelta(minutes=1)
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
    """A whole calendar, to be published; its lines end in CRLF and have 75 bytes at most."""
    events = "".join(_event(one) for one in deadlines)
    return f"{_head(name)}{events}END:VCALENDAR{CRLF}".encode()


@lru_cache(256)
def _head(name: str) -> str:
    fields = [("VERSION", "2.0"), ("PRODID", _text(PRODUCT)), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")]
    if name:
        fields += [("NAME", _text(name)), ("X-WR-CALNAME", _text(name)), ("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")]
    return f"BEGIN:VCALENDAR{CRLF}{_lines(fields)}"


# The mailbox of an office and its holder are told the same.
@lru_cache(1024)
def _event(one: Deadline) -> str:
    return f"BEGIN:VEVENT{CRLF}{_lines(_fields(one))}{'' if one.gone else _alarm(one)}END:VEVENT{CRLF}"


def _fields(one: Deadline) -> Iterator[tuple[str, str]]:
    yield "UID", _text(one.uid)
    yield "DTSTAMP", _instant(one.changed_at)
    yield "LAST-MODIFIED", _instant(one.changed_at)
    yield "DTSTART", _instant(shown(one.due))
    yield "SEQUENCE", str(one.sequence)
    yield "STATUS", "CANCELLED" if one.gone else "CONFIRMED"
    yield "TRANSP", "TRANSPARENT"
    yield "SUMMARY", _text(one.summary)
    yield "DESCRIPTION", _text(one.detail)
    yield "URL", one_line(one.url, 500)


def _alarm(one: Deadline) -> str:
    fields = (("ACTION", "DISPLAY"), ("TRIGGER", "-P2D"), ("DESCRIPTION", _text(one.summary)))
    return f"BEGIN:VALARM{CRLF}{_lines(fields)}END:VALARM{CRLF}"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    lines = "\n".join(one_line(line, 1000) for line in text.splitlines())
    return lines.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _lines(fields: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{_folded(f'{name}:{value}')}{CRLF}" for name, value in fields)


def _folded(line: str) -> str:
    """A long line goes on in the next, which a space begins; never inside a character."""
    raw = line.encode()
    if len(raw) <= WIDTH:
        return line
    pieces, start, room = [], 0, WIDTH
    while start < len(raw):
        end = min(start + room, len(raw))
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[start:end].decode())
        start, room = end, WIDTH - 1
    return f"{CRLF} ".join(pieces)

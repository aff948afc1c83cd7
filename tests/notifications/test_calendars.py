"""Deadlines as other programs read them: in a calendar of their own, and beside the letters that announce them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from notifications.composing.compose import compose
from notifications.wording.calendars import Deadline, calendar, shown, uid, version
from tests.mailing import parsed, text
from tests.notifications.awaiting import RECTEUR, of, owed, waiting
from tests.walking import DAY, World

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
ONE = Deadline(
    uid="application-CMQ-2026-0042-draft-20261101T080000@campus.example",
    due=datetime(2026, 12, 18, 22, 59, 59, tzinfo=UTC),
    summary="Échéance : signature conjointe – CMQ-2026-0042",
    detail="Dossier CMQ-2026-0042\nÉtape : signature conjointe",
    url="https://campus.example/dossiers/CMQ-2026-0042",
    changed_at=AT,
    sequence=3,
)


def read(raw: bytes) -> Any:
    """As the library reads it, which must find nothing to say."""
    found = Calendar.from_ical(raw)
    assert found.errors == []
    assert all(event.errors == [] for event in found.walk())
    return found


def test_a_deadline_is_an_instant_in_universal_time_with_an_alarm_two_days_before() -> None:
    found = read(calendar([ONE], "Mes échéances"))
    (event,), (alarm,) = found.walk("VEVENT"), found.walk("VALARM")
    assert (found["METHOD"], found["VERSION"], found["X-WR-CALNAME"]) == ("PUBLISH", "2.0", "Mes échéances")
    assert event["UID"] == ONE.uid
    assert event["DTSTART"].dt == ONE.due
    assert event["DTSTART"].to_ical() == b"20261218T225959Z"
    assert (event["SEQUENCE"], event["STATUS"], event["SUMMARY"]) == (3, "CONFIRMED", ONE.summary)
    assert event["DESCRIPTION"] == ONE.detail
    assert event["URL"] == ONE.url
    assert alarm["TRIGGER"].dt == timedelta(days=-2)
    assert len(calendar([ONE])) < 1000


def test_a_deadline_that_is_gone_says_so_and_rings_no_more() -> None:
    found = read(calendar([replace(ONE, gone=True)]))
    assert found.walk("VEVENT")[0]["STATUS"] == "CANCELLED"
    assert found.walk("VALARM") == []


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=40))
def test_lines_are_folded_and_nothing_that_is_written_adds_one(summary: str, detail: str, name: str) -> None:
    raw = calendar([replace(ONE, summary=summary, detail=detail)], name)
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 75 and line.decode() for line in raw.removesuffix(b"\r\n").split(b"\r\n"))
    (event,) = read(raw).walk("VEVENT")
    assert set(event) == set(read(calendar([ONE])).walk("VEVENT")[0])


@pytest.mark.parametrize("written", ["a;b,c\\d", "deux\nlignes", "« é » " * 40, "BEGIN:VEVENT\r\nX:Y", "\\n", ""])
def test_awkward_words_come_back_as_they_were(written: str) -> None:
    (event,) = read(calendar([replace(ONE, detail=written)])).walk("VEVENT")
    assert event["DESCRIPTION"] == "\n".join(line.strip() for line in written.splitlines())


def test_the_identifier_of_a_deadline_lasts_as_long_as_its_stage() -> None:
    first = uid("application", "CMQ-2026-0042", "draft", AT, "campus.example")
    assert first == uid("application", "CMQ-2026-0042", "draft", AT.astimezone(), "campus.example")
    assert first != uid("application", "CMQ-2026-0042", "draft", AT + DAY, "campus.example")
    assert version(AT) < version(AT + timedelta(minutes=1)) < 2**31


def test_a_deadline_at_the_end_of_a_day_stands_on_that_day() -> None:
    midnight = datetime(2026, 12, 18, 23, tzinfo=UTC)
    (event,) = read(calendar([replace(ONE, due=midnight)])).walk("VEVENT")
    assert event["DTSTART"].dt == datetime(2026, 12, 18, 22, 59, tzinfo=UTC)
    noon = datetime(2026, 12, 18, 11, tzinfo=UTC)
    assert shown(noon) == noon


def test_a_letter_with_a_deadline_carries_the_event(small_world: World) -> None:
    ref = waiting(small_world)
    compose(small_world.at, on=small_world.engine)
    (letter,) = [one for one in owed(small_world) if one["office"] == RECTEUR]
    message = parsed(of(small_world, RECTEUR)[0]["content"])
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_filename() == "echeance.ics"
    found = read(part.get_payload(decode=True))  # type: ignore[arg-type]
    (event,) = found.walk("VEVENT")
    assert event["DTSTART"].dt == shown(letter["due_at"])
    assert event["SEQUENCE"] == version(small_world.at)
    assert ref in event["SUMMARY"]
    assert event["URL"].endswith(f"/dossiers/{ref}")
    assert text(message).startswith("Madame la Rectrice,\n")
    assert not message.defects

"""The watchdog: what is due and not done is said within ten minutes, once, whoever watches and whatever runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update

from notifications.composing.alarming import ALARM
from notifications.composing.batches import LETTER, MAIL
from notifications.posting.sink import Box, Received, sink
from notifications.sweeping import sweeps
from notifications.sweeping.alarms import findings
from notifications.sweeping.heartbeats import RUN, expected
from notifications.sweeping.outages import OUTAGE
from notifications.sweeping.watchdog import PATIENCE, watch
from notifications.troubles import Code, trouble
from store.board import outages, proof
from store.session import reading, transaction
from tests.mailing import parsed, rows, text
from tests.notifications.meanwhile import at_once
from tests.notifications.worlds import Made, make
from tests.walking import CLOSES, DAY, OPENS, World, draft, published_wave

MINUTE = timedelta(minutes=1)
LONG_AGO = datetime(2016, 1, 1, tzinfo=UTC)


@dataclass
class Office:
    """A real mail server, and what it took."""

    url: str
    box: Box

    @property
    def received(self) -> list[Received]:
        return list(self.box.received)


@pytest.fixture
def box() -> Iterator[Office]:
    """Where the mails of the watchdog arrive."""
    box = Box()
    with sink(box) as url:
        yield Office(url, box)


def looks(world: World, box: Office, began: datetime = LONG_AGO) -> str:
    """One look, now."""
    return watch(world.at, began, on=world.engine, smtp_url=box.url)


def alarms(world: World) -> list[dict[str, Any]]:
    return rows(world.engine, select(ALARM).order_by(ALARM.c.raised_at, ALARM.c.key))


def minute(world: World) -> None:
    """What Prefect does every minute, but for the letters, which nobody takes."""
    for name in sweeps.NAMES[:5]:
        sweeps.run(name, world.at, on=world.engine)


def arrived(world: World) -> None:
    """Every letter has reached its reader."""
    with transaction(world.engine) as session:
        for table in (LETTER, MAIL):
            session.execute(update(table).values(status="accepted"))


def calm(engine: Engine) -> World:
    """A draft in an open wave, an administrator, and everything done so far."""
    world = World(engine)
    world.holder("admin")
    published_wave(world)
    world.at = OPENS + DAY
    draft(world)
    world.holder("region_officer:53")
    for _ in range(2):  # what one run wakes, the next looks at
        minute(world)
        world.at += MINUTE
    arrived(world)
    with transaction(engine) as session:
        session.execute(insert(RUN).values(name="post", started_at=world.at, ended_at=world.at))
    return world


@pytest.fixture(scope="module")
def made(sqlite_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(sqlite_migrated, tmp_path_factory.mktemp("watched"), calm)


@pytest.fixture
def quiet(made: Made, sqlite: Engine) -> World:
    return made.copied(sqlite)


def test_nothing_due_means_no_alarm_however_long_nothing_ran(quiet: World, box: Office) -> None:
    quiet.at += 10 * DAY
    assert (looks(quiet, box), alarms(quiet), box.received) == ("", [], [])


def test_what_is_due_and_not_done_is_said_within_ten_minutes_and_until_it_is_done(quiet: World, box: Office) -> None:
    quiet.at = CLOSES + 2 * MINUTE  # the wave closes, and nothing runs
    said = None
    for passed in range(11):
        quiet.at += MINUTE
        if looks(quiet, box) and said is None:
            said = passed + 1
    assert said is not None
    assert said <= 10
    (alarm,) = alarms(quiet)
    assert (alarm["code"], alarm["ended_at"]) == ("silence", None)
    (mail,) = box.received
    assert mail.recipients == ("p-admin@essai.example",)
    message = parsed(mail.content)
    assert "échéance passée, rien n’a tourné" in message["Subject"]
    assert "http://127.0.0.1:8000/exploitation" in text(message)
    minute(quiet)
    arrived(quiet)
    assert looks(quiet, box) == ""
    assert alarms(quiet)[0]["ended_at"] == quiet.at
    assert len(box.received) == 1


def test_an_alarm_that_no_server_took_is_sent_again_by_whoever_watches(quiet: World, box: Office) -> None:
    quiet.at = CLOSES + 20 * MINUTE
    watch(quiet.at, LONG_AGO, on=quiet.engine, smtp_url="smtp://127.0.0.1:1")
    assert box.received == []
    quiet.at += 5 * MINUTE
    looks(quiet, box)
    looks(quiet, box)
    assert (len(box.received), len(alarms(quiet))) == (1, 1)


def test_a_sweep_that_fails_as_a_whole_has_done_nothing(quiet: World, box: Office) -> None:
    quiet.at = CLOSES + 20 * MINUTE
    broken = {"started_at": quiet.at, "ended_at": quiet.at, "error": "OperationalError : disque plein", "due": 0}
    with transaction(quiet.engine) as session:
        session.execute(insert(RUN), [{"name": name, **broken} for name in ("waves", "deadlines")])
    assert "attend encore" in looks(quiet, box)


def test_whoever_has_just_begun_to_watch_leaves_the_others_time_to_come_back(quiet: World, box: Office) -> None:
    quiet.at = CLOSES + 3 * DAY
    began = quiet.at
    assert looks(quiet, box, began) == ""
    quiet.at += PATIENCE
    assert "attend encore" in looks(quiet, box, began)


def test_several_web_processes_raise_one_alarm_and_write_one_mail(database: Engine, box: Office) -> None:
    world = calm(database)
    world.at = CLOSES + 20 * MINUTE
    at_once(lambda: looks(world, box), 3)
    assert (len(alarms(world)), len(box.received)) == (1, 1)


def test_a_sweep_of_the_night_that_does_not_come_is_an_alarm_until_it_comes(quiet: World, box: Office) -> None:
    night = datetime(2016, 4, 3, 2, 15, tzinfo=UTC)
    sweeps.run("retention", night, on=quiet.engine)
    quiet.at = night + DAY + timedelta(minutes=29)
    looks(quiet, box)
    assert alarms(quiet) == []
    quiet.at = night + DAY + timedelta(minutes=30)
    looks(quiet, box)
    (alarm,) = alarms(quiet)
    assert (alarm["code"], alarm["since"]) == ("missed_sweep", night + DAY)
    sweeps.run("retention", quiet.at, on=quiet.engine)
    looks(quiet, box)
    assert alarms(quiet)[0]["ended_at"] == quiet.at


def owe(world: World, **given: Any) -> None:
    """One letter that should have left long ago."""
    plain = {
        "letter": "application/submit", "kind": "application", "ref": "CMQ-2016-0001", "office": "admin",
        "concerns": "", "why": "", "status": "owed", "owed_at": world.at, "not_before": world.at + 30 * DAY,
    }  # fmt: skip
    with transaction(world.engine) as session:
        session.execute(insert(LETTER).values(**plain | {"key": str(given) + str(world.at)} | given))


def test_a_kind_of_letter_owed_and_silent_for_two_days_is_an_alarm(quiet: World, box: Office) -> None:
    owe(quiet)
    quiet.at += 2 * DAY - MINUTE
    looks(quiet, box)
    assert alarms(quiet) == []
    quiet.at += MINUTE
    looks(quiet, box)
    quiet.at += DAY
    looks(quiet, box)
    (alarm,) = alarms(quiet)
    assert alarm["code"] == "quiet_kind"
    assert "application/submit" in alarm["words"]
    assert "aucun de cette sorte n’est parti depuis 48\u00a0heures" in text(parsed(box.received[0].content))
    arrived(quiet)
    looks(quiet, box)
    assert alarms(quiet)[0]["ended_at"] == quiet.at
    with reading(quiet.engine) as session:
        assert alarm["words"] not in list(findings(session, quiet.at + 3 * DAY))


def test_a_letter_that_nobody_can_read_is_not_a_silent_kind(quiet: World) -> None:
    owe(quiet)
    with transaction(quiet.engine) as session:
        trouble(session, "application", "CMQ-2016-0001", Code.ADDRESS_UNKNOWN, "admin", "", quiet.at)
    with reading(quiet.engine) as session:
        assert proof.silent_kinds(session, quiet.at + 3 * DAY) == []


def test_an_outage_is_kept_when_it_ends_with_what_fell_due_in_it(quiet: World) -> None:
    began = quiet.at - MINUTE
    quiet.at = CLOSES + 2 * DAY
    minute(quiet)
    (outage,) = rows(quiet.engine, select(OUTAGE))
    assert (outage["starts_at"], outage["ends_at"], outage["declared"]) == (began, quiet.at, False)
    assert quiet.triggers("outage", "PANNE-1") == ["outage"]
    with reading(quiet.engine) as session:
        (told,) = outages.latest(session)
    # The wave closed and the draft lapsed, each as of its own instant.
    assert told.dates == 2
    assert 2 * DAY - timedelta(hours=1) < timedelta(seconds=told.latest) <= 2 * DAY
    quiet.at += MINUTE
    minute(quiet)
    assert len(rows(quiet.engine, select(OUTAGE))) == 1


def test_a_long_pause_in_which_nothing_was_due_is_no_outage(quiet: World) -> None:
    quiet.at += 5 * DAY
    minute(quiet)
    assert rows(quiet.engine, select(OUTAGE)) == []


@pytest.mark.parametrize(
    ("name", "at", "since"),
    [
        ("waves", "2026-03-29T01:05+00:00", "2026-03-29T00:55+00:00"),
        ("alarms", "2026-03-30T07:59+02:00", "2026-03-29T07:30+02:00"),
        ("alarms", "2026-03-30T08:00+02:00", "2026-03-30T07:30+02:00"),
        ("selfcheck", "2026-10-25T04:45+01:00", "2026-10-25T04:15+01:00"),
    ],
)
def test_each_sweep_is_expected_at_its_own_hour_in_paris(name: str, at: str, since: str) -> None:
    assert expected(name, datetime.fromisoformat(at)) == datetime.fromisoformat(since)

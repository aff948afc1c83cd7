"""The weekly digest: once per ISO week and person, on its first working day, and only when something is to be said."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from notifications.posting.sink import Box, sink
from notifications.sweeping import sweeps
from notifications.sweeping.digests import first_hour, week_of
from store.people.digests import WEEKLY, choose, hashed, stop
from store.session import transaction
from tests.mailing import mails, parsed, rows, text
from tests.notifications.meanwhile import at_once
from tests.notifications.test_holds import hold
from tests.notifications.worlds import Made, make
from tests.walking import BUREAU, DAY, HEAD, OPENS, World, draft, published_wave

#: Monday of the week before the closing, at 07:30 in Paris.
MONDAY = datetime(2016, 9, 26, 5, 30, tzinfo=UTC)
OFFICER, RECTORATE, REGION = "p-dgesco-officer", "p-rectorate-officer-14", "p-region-officer-53"


def programme(engine: Engine) -> World:
    """One draft of Rennes, one of Aix; officers of each, and the bureau."""
    world = World(engine)
    published_wave(world)
    world.at = OPENS + DAY
    draft(world)
    draft(world, "17", "52")
    for office in ("region_officer:53", "admin"):
        world.holder(office)
    world.at = MONDAY
    world.sweep()
    return world


@pytest.fixture(scope="module")
def made(sqlite_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(sqlite_migrated, tmp_path_factory.mktemp("weekly"), programme)


@pytest.fixture
def monday(made: Made, sqlite: Engine) -> World:
    return made.copied(sqlite)


def run(world: World) -> sweeps.SweepReport:
    return sweeps.run("digests", world.at, on=world.engine)


def readers(world: World) -> list[str]:
    """Who has been written to, in order."""
    return [one["mailbox"].partition("@")[0] for one in mails(world.engine)]


def say(world: World, person: str, wish: bool) -> None:
    with transaction(world.engine) as session:
        choose(session, person, wish, world.at)


def decided(world: World) -> Sequence[dict[str, Any]]:
    return rows(world.engine, select(WEEKLY).order_by(WEEKLY.c.key))


def test_it_goes_to_those_who_run_the_waves_and_to_whoever_asked_for_it(monday: World) -> None:
    monday.at = MONDAY - DAY
    say(monday, RECTORATE, True)
    say(monday, OFFICER, False)
    monday.at = MONDAY
    assert sweeps.dry_run("digests", monday.at, on=monday.engine) == ("Récapitulatif 2016-W39 de Anne Le Goff.",) * 2
    run(monday)
    assert readers(monday) == ["p-dgesco-head", RECTORATE]


def test_it_says_in_french_what_awaits_the_reader_in_their_scope_alone(monday: World) -> None:
    say(monday, RECTORATE, True)  # after Monday's hour: from the next week on
    run(monday)
    assert RECTORATE not in readers(monday)
    monday.at, box = MONDAY + 7 * DAY, Box()
    with sink(box) as url:
        run(monday)
        sweeps.run("post", monday.at, on=monday.engine, smtp_url=url)
    found = {one.recipients[0]: parsed(one.content) for one in box.received}
    message = found[f"{RECTORATE}@essai.example"]
    body = text(message)
    assert message["Subject"].replace("\u00a0", " ") == "Votre semaine du 3 octobre 2016 : 1 objet vous attend"
    assert body.startswith("Madame,\n\nVoici, au lundi 3\u00a0octobre 2016, ce qui vous concerne")
    assert "CMQ-2016-0001" in body
    assert "CMQ-2016-0002" not in body
    assert "http://127.0.0.1:8000/dossiers/CMQ-2016-0001" in body
    assert "Ne plus le recevoir\u00a0: <http://127.0.0.1:8000/recapitulatif/arret/" in body


def test_it_is_decided_once_a_week_for_each_person(monday: World) -> None:
    run(monday)
    first = decided(monday)
    for later in (timedelta(hours=2), DAY, 4 * DAY, 5 * DAY):
        monday.at = MONDAY + later
        run(monday)
    assert decided(monday) == first
    monday.at = MONDAY + 7 * DAY
    run(monday)
    assert len(decided(monday)) == 2 * len(first)


def test_nothing_is_sent_when_there_is_nothing_to_say(sqlite: Engine) -> None:
    empty = World(sqlite, at=MONDAY)
    empty.holder("dgesco_officer")
    assert run(empty).done == 1
    assert mails(sqlite) == []
    assert decided(empty)[0]["mail"] is None


def test_after_an_outage_on_monday_it_leaves_on_the_next_working_day_and_never_at_the_week_end(monday: World) -> None:
    monday.at = MONDAY + 5 * DAY
    assert run(monday).due == 0
    monday.at = MONDAY + 3 * DAY
    report = run(monday)
    assert (report.done, report.lateness_max) == (2, (3 * DAY).total_seconds())


def test_it_leaves_no_sooner_than_its_hour(monday: World) -> None:
    monday.at = MONDAY - timedelta(minutes=1)
    assert run(monday).due == 0


@pytest.mark.parametrize(
    ("day", "week", "hour"),
    [
        (date(2026, 11, 25), "2026-W48", "2026-11-23T07:30+01:00"),
        (date(2026, 4, 6), "2026-W15", "2026-04-07T07:30+02:00"),
        (date(2027, 1, 1), "2026-W53", "2026-12-28T07:30+01:00"),
        (date(2025, 11, 11), "2025-W46", "2025-11-10T07:30+01:00"),
    ],
)
def test_its_week_is_the_iso_week_and_its_day_the_first_working_one(day: date, week: str, hour: str) -> None:
    assert (week_of(day), first_hour(day)) == (week, datetime.fromisoformat(hour))


def test_someone_whose_letters_are_held_back_reads_nothing(monday: World) -> None:
    hold(monday, "person", monday.holder(HEAD))
    run(monday)
    assert readers(monday) == [monday.holder(BUREAU)]


def test_someone_no_longer_in_office_reads_nothing(monday: World) -> None:
    monday.at = MONDAY - 10 * DAY
    monday.appoint("region_officer:32", "p-gone", ends_on=MONDAY.date() - DAY)
    for person in ("p-gone", REGION):
        say(monday, person, True)
    monday.at = MONDAY
    run(monday)
    assert REGION in readers(monday)
    assert "p-gone" not in readers(monday)


def test_the_link_of_the_mail_stops_it_and_is_kept_by_its_hash_alone(monday: World) -> None:
    run(monday)
    link = text(parsed(mails(monday.engine)[0]["content"])).partition("/recapitulatif/arret/")[2].partition(">")[0]
    (mine, _) = decided(monday)
    assert mine["stop_hash"] == hashed(link)
    with transaction(monday.engine) as session:
        assert stop(session, link, monday.at)
        assert not stop(session, f"{link}x", monday.at)
        assert not stop(session, "' OR 1=1", monday.at)
    assert monday.triggers("digest", mine["person"]) == ["unsubscribe"]
    monday.at = MONDAY + 7 * DAY
    run(monday)
    assert len(mails(monday.engine)) == 3


def test_two_sweeps_at_once_write_each_digest_once(world: World) -> None:
    programme(world.engine)
    at_once(lambda: sweeps.run("digests", MONDAY, on=world.engine))
    assert len(mails(world.engine)) == len(decided(world)) == 2

"""After an outage: many late reminders wait for a yes, letters of acts and dates never do, and silence decides too."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from notifications.composing import catchup
from notifications.composing.alarming import ALARM
from notifications.composing.batches import LETTER
from notifications.composing.catchup import PLAN, PLANNED
from notifications.posting.routes import NOWHERE
from notifications.sweeping import sweeps
from states.refusals import Conflict, Unknown
from store.people import seeding
from store.session import transaction
from tests.mailing import mails, parsed, rows, text
from tests.notifications.meanwhile import at_once
from tests.notifications.worlds import Made, make
from tests.walking import CLOSES, DAY, OPENS, World, draft, published_wave

ACADEMIES = (("14", "53"), ("17", "52"), ("09", "32"), ("10", "84"), ("04", "75"), ("06", "84"))
#: A Wednesday, nine days before the closing, after months in which nothing ran.
BACK = datetime(2016, 9, 21, 8, tzinfo=UTC)
REMINDERS = select(LETTER).where(LETTER.c.rung_days.is_not(None)).order_by(LETTER.c.id)


def sweep(world: World) -> None:
    """What a minute does."""
    for name in sweeps.NAMES[:6]:
        sweeps.run(name, world.at, on=world.engine, smtp_url=NOWHERE)


def some_drafts(engine: Engine, count: int) -> World:
    """Drafts announced the day after the opening; then the clock jumps to the return."""
    world = World(engine)
    with transaction(engine) as session:
        seeding.mark_furnished(session, world.at)
    published_wave(world)
    world.at = OPENS + DAY
    for academie, region in ACADEMIES[:count]:
        draft(world, academie, region)
        world.holder(f"region_officer:{region}")
    for office in ("admin", "dgesco_officer"):
        world.holder(office)
    sweep(world)
    world.at = BACK
    return world


def returned(engine: Engine) -> World:
    """Everything ran once after the return: twenty-four late reminders are under a plan."""
    world = some_drafts(engine, 6)
    sweep(world)
    return world


@pytest.fixture(scope="module")
def made(sqlite_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(sqlite_migrated, tmp_path_factory.mktemp("late"), returned)


@pytest.fixture
def late(made: Made, sqlite: Engine) -> World:
    return made.copied(sqlite)


def plans(world: World) -> list[dict[str, Any]]:
    return rows(world.engine, select(PLAN))


def approve(world: World, plan: int = 1) -> int:
    with transaction(world.engine) as session:
        return catchup.apply(session, plan, "p-admin", world.at)


def test_many_late_reminders_wait_for_a_yes_and_say_so_to_those_who_can_give_it(late: World) -> None:
    waiting = rows(late.engine, REMINDERS)
    assert {(one["status"], one["not_before"]) for one in waiting} == {("owed", BACK + DAY)}
    assert "plan de reprise n° 1" in waiting[0]["why"]
    assert (len(waiting), late.count(PLANNED)) == (12, 24)
    told = {one["mailbox"]: text(parsed(one["content"])) for one in mails(late.engine) if "accord" in one["subject"]}
    assert set(told) == {"p-admin@essai.example", "p-dgesco-officer@essai.example"}
    assert "24\u00a0rappels en retard\u00a0: 12 partent, 12\u00a0fusionnés." in told["p-admin@essai.example"]
    assert "22\u00a0septembre 2016 à 10\u00a0h\u00a000" in told["p-admin@essai.example"]
    assert late.triggers("plan", "REPRISE-1") == ["plan"]


def test_letters_of_acts_do_not_wait_with_them(late: World) -> None:
    late.act("wave", "2016-1", "extend", "dgesco_head", closes_at=CLOSES + 10 * DAY, reason="Intempéries")
    sweep(late)
    told = rows(late.engine, select(LETTER).where(LETTER.c.letter == "wave/extend"))
    assert told
    assert "plan de reprise" not in "".join(one["why"] for one in told)


def test_a_yes_sends_them_once_and_cannot_be_given_twice(late: World) -> None:
    late.at += timedelta(hours=1)
    assert approve(late) == 12
    sweep(late)
    assert {one["status"] for one in rows(late.engine, REMINDERS)} == {"accepted"}
    assert [(one["applied_at"], one["person"]) for one in plans(late)] == [(late.at, "p-admin")]
    assert late.triggers("plan", "REPRISE-1") == ["plan", "apply"]
    assert [one["ended_at"] for one in rows(late.engine, select(ALARM))] == [late.at]
    with pytest.raises(Conflict, match="déjà appliqué"):
        approve(late)
    with pytest.raises(Unknown):
        approve(late, 7)
    sweep(late)
    assert len(plans(late)) == 1


def test_a_yes_given_at_night_sends_nothing_before_the_offices_open(late: World) -> None:
    late.at = datetime(2016, 9, 21, 20, tzinfo=UTC)
    approve(late)
    sweep(late)
    opening = datetime(2016, 9, 22, 5, 30, tzinfo=UTC)
    assert {(one["status"], one["not_before"]) for one in rows(late.engine, REMINDERS)} == {("owed", opening)}


def test_without_an_answer_they_leave_after_a_working_day_and_it_is_said(late: World) -> None:
    late.at = BACK + DAY - timedelta(minutes=1)
    sweep(late)
    assert {one["status"] for one in rows(late.engine, REMINDERS)} == {"owed"}
    late.at = BACK + DAY
    sweep(late)
    assert {one["status"] for one in rows(late.engine, REMINDERS)} == {"accepted"}
    assert late.triggers("plan", "REPRISE-1") == ["plan", "lapse"]
    assert plans(late)[0]["applied_at"] == late.at
    told = [text(parsed(one["content"])) for one in mails(late.engine) if "de lui-même" in one["subject"]]
    assert "Le plan de reprise n°\u00a01 n’a pas eu de réponse en un jour ouvré." in told[0]


def test_a_reminder_that_waited_until_the_next_one_came_is_merged_into_it(late: World) -> None:
    late.at = datetime(2016, 9, 23, 6, tzinfo=UTC)
    sweep(late)
    fates = rows(late.engine, REMINDERS)
    old, new = ({one["status"] for one in fates if one["rung_days"] == days} for days in (-15, -7))
    assert (old, new) == ({"moot"}, {"accepted"})


def test_a_few_late_reminders_leave_by_their_policy_at_once(sqlite: Engine) -> None:
    few = some_drafts(sqlite, 2)
    sweep(few)
    assert plans(few) == []
    assert {one["status"] for one in rows(few.engine, REMINDERS)} == {"accepted"}


def test_two_workers_make_one_plan(database: Engine) -> None:
    world = some_drafts(database, 6)
    for name in sweeps.NAMES[:4]:
        sweeps.run(name, world.at, on=world.engine, smtp_url=NOWHERE)
    at_once(lambda: catchup.gather(world.at, world.engine))
    assert (len(plans(world)), world.count(PLANNED)) == (1, 24)
    assert len([one for one in mails(world.engine) if "accord" in one["subject"]]) == 2


@pytest.mark.parametrize(
    ("made_at", "applies_at"),
    [
        ("2016-09-26T10:00+02:00", "2016-09-27T10:00+02:00"),
        ("2016-09-30T10:00+02:00", "2016-10-03T10:00+02:00"),
        ("2016-10-01T03:00+02:00", "2016-10-04T07:30+02:00"),
        ("2016-10-28T16:00+02:00", "2016-10-31T16:00+01:00"),
    ],
)
def test_a_working_day_is_counted_from_an_hour_at_which_someone_can_answer(made_at: str, applies_at: str) -> None:
    found = catchup.a_working_day_later(datetime.fromisoformat(made_at))
    assert found == datetime.fromisoformat(applies_at)

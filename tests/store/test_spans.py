"""How long each stage of a wave took, and who held the files: from what happened, to the day."""

import pytest
from sqlalchemy import Engine

from states.calendar import paris_day
from store.board import spans
from store.board.viewer import Viewer, viewer
from store.session import reading
from tests.walking import (
    CLOSES,
    DAY,
    OPENS,
    WAVE,
    World,
    draft,
    examined,
    filed,
    order_in_signature,
    planned_session,
    published_wave,
    reviewed,
)

EARLY = "minister:en"


@pytest.fixture
def world(sqlite: Engine) -> World:
    """One file at signature for twenty days, which one minister signed after five, and one never signed by anyone."""
    world = World(sqlite)
    published_wave(world)
    world.at = OPENS + 30 * DAY
    draft(world, "10", "84")
    world.at += 10 * DAY
    ref = filed(world, draft(world))
    world.at = CLOSES + DAY
    world.sweep()
    examined(world, planned_session(world), reviewed(world, ref))
    order = order_in_signature(world, ref)
    world.at += 5 * DAY
    world.act("order", order, "sign", EARLY, document=world.pdf("Arrêté signé"))
    world.at += 15 * DAY
    world.holder("dgesco_head")
    return world


def looking(world: World, office: str) -> Viewer:
    with reading(world.engine) as session:
        return viewer(session, world.holder(office), paris_day(world.at))


def test_each_stage_says_how_long_files_stayed_in_it(world: World) -> None:
    with reading(world.engine) as session:
        found = {one.state: one for one in spans.spans(session, looking(world, "dgesco_head"), WAVE, world.at)}
    signing = found["co_signature"]
    assert (signing.count, signing.under_way, signing.median_days, signing.longest_days) == (1, 1, 20, 20)
    assert (found["draft"].count, found["draft"].longest_days, found["draft"].median_days) == (2, 152, 76)
    assert "lapsed" not in found


def test_half_of_the_stays_and_nine_in_ten() -> None:
    one = spans._span("draft", [float(days) for days in range(1, 21)], 0, 0)
    assert (one.median_days, one.p90_days, one.longest_days) == (10, 18, 20)


def test_a_minister_holds_a_file_until_they_have_signed(world: World) -> None:
    with reading(world.engine) as session:
        found = spans.holds(session, looking(world, "dgesco_head"), WAVE, world.at)
    days = {one.office: one.days for one in found.rows}
    assert days[EARLY] == 5
    assert days["minister:eco"] == 20
    assert (found.read, found.files) == (2, 2)


def test_each_sees_the_stays_of_their_own_files_alone(world: World) -> None:
    with reading(world.engine) as session:
        found = spans.holds(session, looking(world, "recteur:10"), WAVE, world.at)
    assert found.files == 1
    assert {one.office for one in found.rows} == {"rectorate_officer:10", "region_officer:84"}

"""A rehearsal says exactly what the act then does, and leaves nothing behind, on both databases."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from states.calendar import paris_day
from store.board.following import Basket, Glance, condition, tallies
from store.board.viewer import viewer
from store.desk.kinds import TABLES
from store.desk.rehearsing import Rehearsed, rehearse
from store.desk.writing import LETTER
from store.session import reading, rehearsal, transaction
from store.tending import batches, follow_ups, visits
from tests.walking import BUREAU, DAY, HEAD, OPENS, World, draft, filed, published_wave

APPLICATION = TABLES["application"].c


@pytest.fixture
def world(database: Engine) -> World:
    world = World(database)
    published_wave(world)
    world.at = OPENS + 30 * DAY
    filed(world, draft(world))
    world.at += 40 * DAY
    world.sweep()
    return world


def rehearsed(world: World, trigger: str, office: str, **payload: object) -> Rehearsed:
    given: dict[str, Any] = {"person": world.holder(office), "office": office, "payload": payload}
    with rehearsal(world.engine) as session:
        return rehearse(session, "application", "CMQ-2016-0001", trigger, at=world.at, **given)


def test_a_rehearsal_says_what_the_act_then_does_and_leaves_nothing(world: World) -> None:
    world.holder(BUREAU)
    events, letters = world.count(), world.count(LETTER)
    told = rehearsed(world, "start_admissibility", BUREAU)
    assert told.row is not None
    assert told.row["state"] == "admissibility"
    assert (world.count(), world.count(LETTER)) == (events, letters)
    assert world.state("application", "CMQ-2016-0001") == "submitted"
    world.act("application", "CMQ-2016-0001", "start_admissibility", BUREAU)
    assert world.count() - events == len(told.events)
    assert world.count(LETTER) - letters == len(told.letters)


def test_a_refusal_is_told_and_does_not_spoil_the_next_rehearsal(world: World) -> None:
    world.holder(BUREAU), world.holder(HEAD)
    with rehearsal(world.engine) as session:
        given: dict[str, Any] = {"at": world.at, "person": world.holder(BUREAU), "office": BUREAU, "payload": {}}
        no = rehearse(session, "application", "CMQ-2016-0001", "reopen", **given)
        yes = rehearse(session, "application", "CMQ-2016-0001", "start_admissibility", **given)
    assert [reason.code for reason in no.refused] == ["ordre"]
    assert not yes.refused


def test_what_is_put_off_changes_basket_and_comes_back_on_its_day(world: World) -> None:
    me = world.holder(BUREAU)
    with transaction(world.engine) as session:
        found = viewer(session, me, paris_day(world.at))
        follow_ups.take(session, found, "CMQ-2016-0001", world.at)
        follow_ups.put_off(session, found, "CMQ-2016-0001", paris_day(world.at + 3 * DAY), "Réponse promise.", world.at)
        visits.note(session, me, None, world.at)
        visits.note(session, me, None, world.at + DAY)
    for days, counts in ((0, (0, 1)), (3, (1, 0))):
        glance = Glance(person=me, day=paris_day(world.at + days * DAY), since=world.at)
        with reading(world.engine) as session:
            held = tallies(session, found, glance)
            assert session.execute(select(APPLICATION.ref).where(condition(glance, Basket.FREE))).all() == []
        assert (held[Basket.TO_TREAT], held[Basket.PUT_OFF]) == counts
        assert held[Basket.MINE] == counts[0]


def test_a_batch_is_numbered_and_keeps_what_each_was_stuck_on(world: World) -> None:
    me = world.holder(BUREAU)
    with transaction(world.engine) as session:
        found = viewer(session, me, paris_day(world.at))
        ref = batches.begin(session, found, "relancer", ["CMQ-2016-0001", "CMQ-1999-0001"], {}, world.at)
    (item,) = world.rows(select(batches.ITEM))
    assert (ref, item["ref"], item["done"]) == ("LOT-2016-0001", "CMQ-2016-0001", False)
    assert item["cause"] == world.row("application", "CMQ-2016-0001")["stuck_cause"] == "deadline"

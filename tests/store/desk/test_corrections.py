"""Through the desk: a court annuls an order for one campus of two, and a term entered wrongly becomes the right one."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from states.refusals import Blocked
from store import searching
from store.board.history import LETTER
from store.integrity import bearings, chains
from store.session import reading
from tests.walking import (
    BUREAU,
    CLOSES,
    DAY,
    HEAD,
    OPENS,
    World,
    draft,
    examined,
    filed,
    order_in_signature,
    planned_session,
    published,
    published_wave,
    reviewed,
    signed_by_all,
)

ORDER = "ARR-2017-0001"
RENNES, NANCY = ("14", "53"), ("12", "44")
TOLD = {"recteur:14", "region_president:53", "rectorate_officer:14", "region_officer:53", BUREAU}


def told(world: World, letter: str) -> set[str]:
    """Offices to which a letter is owed."""
    return {row["office"] for row in world.rows(select(LETTER).where(LETTER.letter == letter))}


def granted(world: World, *where: tuple[str, str]) -> list[str]:
    """Labels of one order, which waited until the name of the first campus was no longer disputed."""
    published_wave(world)
    world.at = OPENS + 30 * DAY
    refs = [filed(world, draft(world, *one)) for one in where]
    world.at = CLOSES + DAY
    for ref in refs:
        reviewed(world, ref)
    world.act("application", refs[0], "dispute_name", BUREAU, mark="« Bretagne Mer », n° 1", reason="Même nom.")
    examined(world, planned_session(world), *refs)
    world.at = datetime(2017, 2, 13, 10, tzinfo=UTC)
    with pytest.raises(Blocked, match=f"conflit de marque n’est pas levé sur le nom de : {refs[0]}"):
        order_in_signature(world, *refs)
    world.act("application", refs[0], "clear_name", HEAD, reason="Accord du titulaire.")
    world.act("order", ORDER, "open_signature", HEAD, document=world.pdf("Arrêté"))
    return published(world, signed_by_all(world, ORDER))


def test_an_order_waits_for_a_name_then_one_label_falls_by_judgment_and_the_other_gets_its_right_term(
    small_world: World,
) -> None:
    world = small_world
    first, second = granted(world, RENNES, NANCY)
    mine, other = (world.load("label", ref).application for ref in (first, second))
    world.at += 60 * DAY
    judgment = {"document": world.pdf("Jugement"), "reason": "Procédure irrégulière pour ce seul campus."}
    world.act("order", ORDER, "annul_part", HEAD, applications=[mine], **judgment)
    assert [world.state("label", ref) for ref in (first, second)] == ["annulled", "active"]
    assert world.state("order", ORDER) == "published"
    assert told(world, "label/annul") == TOLD
    world.act("application", mine, "reopen", HEAD, **judgment)
    assert [world.state("application", ref) for ref in (mine, other)] == ["admissibility", "labelled"]

    given = {"starts_on": date(2017, 3, 1), "months": 36, "document": world.pdf("Arrêté"), "reason": "Saisie erronée."}
    world.act("label", second, "rectify", HEAD, **given)
    row = world.row("label", second)
    assert (row["starts_on"], row["expires_on"]) == (date(2017, 3, 1), date(2020, 3, 1))
    assert '"months":48' in world.events("label", second)[-2]["facts"]
    assert len(told(world, "label/rectify")) == 5
    old = row["name"]
    world.act("label", second, "amend", BUREAU, nature="name", name="Campus Océan", remark="Changement de nom.")
    renamed = world.row("label", second)
    assert renamed["name"] == "Campus Océan"
    assert all(searching.plain(name) in renamed["search"] for name in (old, "Campus Océan"))
    world.sweep()
    with reading(world.engine) as session:
        assert [*chains.check(session), *bearings.check(session, world.at)] == []

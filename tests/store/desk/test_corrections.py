"""Through the desk: a court annuls an order for one campus of two, and a term entered wrongly becomes the right one."""

from datetime import date

from sqlalchemy import select

from store.board.history import LETTER
from store.integrity import bearings, chains
from store.session import reading
from tests.walking import BUREAU, DAY, HEAD, World, labelled

RENNES, NANCY = ("14", "53"), ("12", "44")
TOLD = {"recteur:14", "region_president:53", "rectorate_officer:14", "region_officer:53", BUREAU}


def told(world: World, letter: str) -> set[str]:
    """Offices to which a letter is owed."""
    return {row["office"] for row in world.rows(select(LETTER).where(LETTER.letter == letter))}


def test_one_label_falls_with_its_part_of_the_order_and_the_other_gets_the_term_that_the_order_gives_it(
    small_world: World,
) -> None:
    world = small_world
    first, second = labelled(world, RENNES, NANCY)
    mine, other = (world.load("label", ref).application for ref in (first, second))
    order = world.load("label", first).order
    world.at += 60 * DAY
    judgment = {"document": world.pdf("Jugement"), "reason": "Procédure irrégulière pour ce seul campus."}
    world.act("order", order, "annul_part", HEAD, applications=[mine], **judgment)
    assert [world.state("label", ref) for ref in (first, second)] == ["annulled", "active"]
    assert world.state("order", order) == "published"
    assert told(world, "label/annul") == TOLD
    world.act("application", mine, "reopen", HEAD, **judgment)
    assert [world.state("application", ref) for ref in (mine, other)] == ["admissibility", "labelled"]

    given = {"starts_on": date(2017, 3, 1), "months": 36, "document": world.pdf("Arrêté"), "reason": "Saisie erronée."}
    world.act("label", second, "rectify", HEAD, **given)
    row = world.row("label", second)
    assert (row["starts_on"], row["expires_on"]) == (date(2017, 3, 1), date(2020, 3, 1))
    assert '"months":48' in world.events("label", second)[-2]["facts"]
    assert len(told(world, "label/rectify")) == 5
    world.sweep()
    with reading(world.engine) as session:
        assert [*chains.check(session), *bearings.check(session, world.at)] == []

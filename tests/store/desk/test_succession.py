"""A new president takes office while files are examined: each of them tells it on that day, and says who confirmed."""

from sqlalchemy import Engine, select

from states.application.facts import Succession
from store.integrity import check
from store.people.appointments import end_mandate
from store.session import reading, transaction
from store.tables.letters import Letter
from store.tables.people import MandateRecord
from tests.walking import CLOSES, DAY, OPENS, World, draft, filed, published_wave

LETTER, MANDATE = Letter.__table__.c, MandateRecord.__table__.c  # type: ignore[attr-defined]
PRESIDENT, TOLD = "region_president:53", "application/new_presidency"
ELECTION = (CLOSES + 30 * DAY).date()
MORNING = CLOSES + 30 * DAY


def examined_files(world: World) -> tuple[str, str, str]:
    """Two files, of two regions, and a draft."""
    published_wave(world)
    world.at = OPENS + 30 * DAY
    refs = filed(world, draft(world, "14", "53")), filed(world, draft(world, "10", "84"))
    return (*refs, draft(world, "17", "52"))


def succession(world: World) -> None:
    """The president leaves on the eve of someone else's first day; an interim never counts."""
    with transaction(world.engine) as session:
        mandate = session.execute(select(MANDATE.id).where(MANDATE.office == PRESIDENT)).scalar_one()
        end_mandate(session, mandate, ELECTION - 3 * DAY, world.at)
    world.appoint(PRESIDENT, "p-interim", ELECTION - 2 * DAY, ends_on=ELECTION - DAY, acting=True)
    world.appoint(PRESIDENT, "p-new-president", ELECTION)


def letters(world: World) -> list[tuple[str, str]]:
    """To whom, about which file."""
    found = world.rows(select(LETTER.office, LETTER.ref).where(LETTER.letter == TOLD))
    return [(row["office"], row["ref"]) for row in found]


def disagreements(world: World) -> set[str]:
    """What does not agree, save offices, which this world makes without a word to the journal."""
    with reading(world.engine) as session:
        return {found.code for found in check(session, world.at)} - {"row_untold"}


def test_a_new_president_is_told_of_each_file_that_bears_the_signature_and_may_confirm(database: Engine) -> None:
    world = World(database)
    mine, other, _ = examined_files(world)
    world.at = CLOSES + DAY
    succession(world)
    world.sweep()
    assert letters(world) == []
    assert world.row("application", mine)["wake_at"] is not None
    world.at = MORNING
    world.sweep()
    assert letters(world) == [(PRESIDENT, mine)]
    world.sweep()
    event = world.events("application", mine)[-1]
    assert (event["trigger"], event["legal_date"]) == ("new_presidency", ELECTION)
    assert "new_presidency" not in world.triggers("application", other)
    world.act("application", mine, "confirm_support", PRESIDENT, _person="p-new-president")
    assert world.load("application", mine).successions == (
        Succession(office=PRESIDENT, since=ELECTION, confirmed_on=MORNING.date()),
    )
    assert letters(world) == [(PRESIDENT, mine)]
    assert disagreements(world) == set()


def test_a_president_entered_late_in_the_register_is_told_at_once(sqlite: Engine) -> None:
    world = World(sqlite)
    mine, _, _ = examined_files(world)
    world.at = MORNING + 10 * DAY
    world.sweep()
    succession(world)
    # Nothing else would have had it looked at.
    assert world.sweep() == 1
    assert letters(world) == [(PRESIDENT, mine)]
    assert disagreements(world) == set()

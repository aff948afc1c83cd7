"""An outage recorded on a call puts back, in its own transaction, the files that had lapsed at the closing."""

from datetime import timedelta

from sqlalchemy import Engine

from tests.walking import CLOSES, DAY, OPENS, World, draft, published_wave, write_file

HOUR = timedelta(hours=1)


def test_recording_an_outage_puts_back_at_once_every_file_that_it_made_lapse(sqlite: Engine) -> None:
    world = World(sqlite)
    published_wave(world)
    world.at = OPENS + DAY
    refs = [draft(world, "14", "53"), draft(world, "10", "84")]
    for ref in refs:
        write_file(world, ref)
    world.at = CLOSES + HOUR
    world.sweep()
    assert [world.state("application", ref) for ref in refs] == ["lapsed", "lapsed"]
    world.at = CLOSES + 4 * HOUR
    world.act(
        "wave",
        "2016-1",
        "record_outage",
        "dgesco_head",
        started_at=CLOSES - HOUR,
        ended_at=CLOSES + 3 * HOUR,
        closes_at=CLOSES + 4 * DAY,
        reason="Panne du centre de données.",
    )
    assert [world.state("application", ref) for ref in refs] == ["draft", "draft"]
    world.at = CLOSES + 3 * DAY
    world.sweep()
    assert world.state("application", refs[0]) == "draft"
    world.at = CLOSES + 5 * DAY
    world.sweep()
    assert [world.state("application", ref) for ref in refs] == ["lapsed", "lapsed"]

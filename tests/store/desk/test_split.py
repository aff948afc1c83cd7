"""A label split in two: both parts are asked for side by side, and the day they take effect the whole gives way."""

from datetime import UTC, date, datetime

from sqlalchemy import Engine

from states.application.words import Kind
from tests.walking import (
    DAY,
    World,
    draft,
    examined,
    filed,
    labelled,
    order_in_signature,
    planned_session,
    published,
    published_wave,
    reviewed,
    signed_by_all,
)


def test_the_parts_of_a_label_replace_it_together(sqlite: Engine) -> None:
    world = World(sqlite)
    (whole,) = labelled(world)
    opens, closes = datetime(2017, 4, 3, 6, tzinfo=UTC), datetime(2017, 9, 29, 15, tzinfo=UTC)
    world.at = opens - 5 * DAY
    days = {"session_on": date(2017, 12, 8), "target_decision_on": date(2018, 2, 13)}
    published_wave(world, "2017-1", opens_at=opens, closes_at=closes, **days)
    world.at = opens + DAY
    parts = [
        draft(world, wave_code="2017-1", kind=Kind.SPLIT, parent_refs=(whole,), campus=f"campus-partie-{number}")
        for number in (1, 2)
    ]
    refs = [filed(world, ref) for ref in parts]
    world.at = closes + DAY
    for ref in refs:
        reviewed(world, ref)
    examined(world, planned_session(world, datetime(2017, 12, 8, 9, tzinfo=UTC)), *refs)
    world.at = datetime(2018, 2, 13, 10, tzinfo=UTC)
    labels = published(world, signed_by_all(world, order_in_signature(world, *refs)))
    world.sweep()
    assert world.state("label", whole) == "split"
    assert {world.state("label", label) for label in set(labels) - {whole}} == {"active"}

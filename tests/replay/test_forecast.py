"""The forecast of a whole programme: what it tells of two months is what the sweeps of two months then send."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import Engine, select

from notifications.composing.batches import CARRIES, LETTER, MAIL
from notifications.forecasting.forecast import ahead
from notifications.forecasting.lines import Fate
from replay.player import Player
from replay.playing import hasten
from states.calendar import in_office_hours
from store.reference.places import PLACES
from store.session import engine_for, reading
from tests.replay.conftest import Furnished

MONTHS = timedelta(days=61)


@pytest.fixture
def living(furnishing: Furnished, tmp_path: Path) -> Iterator[Engine]:
    """The programme, in a copy where time may pass."""
    copyfile(furnishing.path, tmp_path / "campus.db")
    engine = engine_for(f"sqlite:///{tmp_path / 'campus.db'}")
    hasten(engine)
    yield engine
    engine.dispose()


def letters(engine: Engine) -> dict[str, tuple[str, datetime | None, tuple[str, ...]]]:
    """Every letter by key: what became of it, when it left, to which mailboxes."""
    query = select(LETTER.c.key, LETTER.c.status, MAIL.c.settled_at, MAIL.c.mailbox)
    query = query.outerjoin(CARRIES, CARRIES.c.letter == LETTER.c.id).outerjoin(MAIL, MAIL.c.id == CARRIES.c.mail)
    found: dict[str, tuple[str, datetime | None, tuple[str, ...]]] = {}
    with reading(engine) as session:
        for key, status, at, mailbox in session.execute(query.order_by(MAIL.c.mailbox)):
            boxes = found[key][2] if key in found else ()
            found[key] = (status, at, (*boxes, mailbox) if mailbox else boxes)
    return found


def test_two_months_of_letters_leave_as_they_were_told(living: Engine, at: datetime) -> None:
    player = Player(living, at)
    player.sweep()
    before = {key for key, (status, *_) in letters(living).items() if status in ("accepted", "moot")}
    with reading(living) as session:
        lines, cut = ahead(session, at, at + MONTHS)
    player.advance(at + MONTHS)
    after = {key: what for key, what in letters(living).items() if key not in before}
    told = {one.key: ("accepted", one.at, tuple(sorted(one.mailboxes))) for one in lines if one.leaves}
    assert {key: what for key, what in after.items() if what[0] == "accepted"} == told
    assert len(told) > 200
    moot, unreached = ({one.key for one in lines if one.fate is fate} for fate in (Fate.MOOT, Fate.UNREACHED))
    assert moot <= {key for key, what in after.items() if what[0] == "moot"} <= moot | unreached
    assert not cut
    assert_one_bundle_a_day(living, at)


def assert_one_bundle_a_day(engine: Engine, since: datetime) -> None:
    """No mailbox has two mails of reminders on one day, and none outside the office's own working hours."""
    query = select(MAIL.c.mailbox, MAIL.c.bundle_day, MAIL.c.composed_at, MAIL.c.office)
    with reading(engine) as session:
        found = session.execute(query.where(MAIL.c.bundle_day != "", MAIL.c.composed_at > since)).all()
    assert len({(row.mailbox, row.bundle_day) for row in found}) == len(found) > 100
    assert all(in_office_hours(row.composed_at, PLACES[row.office]) for row in found)

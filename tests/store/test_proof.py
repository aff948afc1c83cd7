"""What letters did and how late dates were, counted by both databases alike."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, select

from notifications.composing.batches import CARRIES, LETTER, MAIL
from store.board import lateness, proof
from store.board.lateness import Lateness
from store.desk.chain import EVENT
from store.dialects import seconds_between
from store.session import reading, transaction
from tests.walking import CLOSES, DAY, OPENS, World, draft, published_wave

NOW = datetime(2016, 9, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_letter(
    engine: Engine, number: int, owed_at: datetime, taken_at: datetime | None, status: str = "accepted", **given: object
) -> None:
    """A letter, and the mail that carried it when a server took it."""
    letter = {
        "id": number, "key": f"k{number}", "letter": "application/draft_before", "kind": "application",
        "ref": "CMQ-2016-0001", "office": "region_officer:53", "concerns": "rectorate_officer:14", "rung_days": -7,
        "owed_at": owed_at, "not_before": owed_at, "status": status, "why": "",
    }  # fmt: skip
    mail = {
        "id": number, "mailbox": "a@b.example", "office": "", "person": "", "bundle_day": "", "subject": "",
        "message_id": f"<{number}@b>", "content": b"", "status": "accepted", "composed_at": owed_at,
        "next_try_at": owed_at, "attempts": 1, "server_words": "", "settled_at": taken_at,
    }  # fmt: skip
    with transaction(engine) as session:
        session.execute(insert(LETTER).values(**letter | given))
        if taken_at:
            session.execute(insert(MAIL).values(**mail))
            session.execute(insert(CARRIES).values(mail=number, letter=number, version=1))


def an_act(engine: Engine, number: int, office: str, at: datetime) -> None:
    """Someone acted on the object of those letters."""
    plain = {"source": "draft", "target": "draft", "quality": "holder", "delegation": "", "registrar": ""}
    row = {"kind": "application", "ref": "CMQ-2016-0001", "seq": number, "trigger": "edit", "office": office}
    rest = {"person": "p", "legal_date": at.date(), "recorded_at": at, "facts": "{}", "hash": "x", "previous": ""}
    with transaction(engine) as session:
        session.execute(insert(EVENT).values(**plain, **row, **rest, at=at, texts_hash=""))


def test_each_kind_tells_what_was_owed_sent_suppressed_late_and_acted_upon(database: Engine) -> None:
    a_letter(database, 1, NOW - 20 * DAY, NOW - 20 * DAY)
    a_letter(database, 2, NOW - 10 * DAY, NOW - 9 * DAY + HOUR)
    a_letter(database, 3, NOW - 5 * DAY, None, "moot")
    a_letter(database, 4, NOW - HOUR, None, "owed")
    a_letter(database, 5, NOW - 2 * HOUR, None, "owed", letter="application/submit", rung_days=None, concerns="")
    a_letter(database, 6, NOW - 90 * DAY, NOW - 90 * DAY)
    an_act(database, 1, "rectorate_officer:14", NOW - 17 * DAY - HOUR)
    an_act(database, 2, "region_officer:53", NOW - 9 * DAY + 2 * HOUR)
    with reading(database) as session:
        found = {row["letter"]: dict(row) for row in proof.by_kind(session, NOW - 30 * DAY, NOW)}
    reminders = {"owed": 4, "reminders": 4, "sent": 2, "suppressed": 1, "late": 1, "answered": 1}
    assert found["application/draft_before"] == {"letter": "application/draft_before"} | reminders
    acts = {"owed": 1, "reminders": 0, "sent": 0, "suppressed": 0, "late": 1, "answered": 0}
    assert found["application/submit"] == {"letter": "application/submit"} | acts


def test_lateness_is_ranked_by_the_database(database: Engine) -> None:
    for number in range(1, 102):
        a_letter(database, number, NOW - HOUR, NOW - HOUR + timedelta(seconds=number))
    with reading(database) as session:
        assert _whole(lateness.of_letters(session, NOW - DAY, NOW)) == Lateness(101, 51, 100, 101)
        assert lateness.of_letters(session, NOW, NOW + DAY) == Lateness()


def _whole(found: Lateness) -> Lateness:
    """Without what a clock of milliseconds adds."""
    return Lateness(found.count, round(found.median, 2), round(found.p99, 2), round(found.longest, 2))


def test_a_date_is_late_by_the_time_between_its_instant_and_the_event_that_says_so(database: Engine) -> None:
    world = World(database)
    published_wave(world)
    world.at = OPENS + DAY
    draft(world)
    world.at = CLOSES + 3 * DAY
    world.sweep()
    with reading(database) as session:
        found = _whole(lateness.of_deadlines(session, CLOSES, world.at))
    late = (3 * DAY - timedelta(minutes=2)).total_seconds()
    assert found == Lateness(2, late, late, late)


@pytest.mark.parametrize("seconds", [0.25, 59, 86400 * 400])
def test_both_databases_measure_in_seconds(database: Engine, seconds: float) -> None:
    with transaction(database) as session:
        an_instant = {"kind": "wave", "ref": "W", "seq": 1, "trigger": "x", "source": "", "target": "", "office": ""}
        more = {"person": "", "quality": "", "facts": "", "hash": "", "legal_date": NOW.date(), "previous": ""}
        times = {"at": NOW, "recorded_at": NOW + timedelta(seconds=seconds)}
        chain = {"texts_hash": "", "delegation": "", "registrar": ""}
        session.execute(insert(EVENT).values(**an_instant, **more, **times, **chain))
        found = session.execute(select(seconds_between(EVENT.c.recorded_at, EVENT.c.at))).scalar_one()
    assert found == pytest.approx(seconds, abs=0.01)

"""What has outlived its use is blanked or deleted, and every chain still verifies."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, insert, select

from store import retention
from store.board.viewer import viewer
from store.desk.chain import EVENT, TEXT
from store.desk.contents import CONTENT
from store.feeds.keeping import FEED
from store.integrity import check
from store.people.seeding import seed
from store.session import reading, transaction
from store.tending import notes
from tests.walking import CLOSES, DAY, OPENS, World, draft, filed, paris, published_wave, write_file

#: The closing of 30 September is kept three whole months: October, November, December.
DUE = datetime(2016, 12, 31, 23, tzinfo=UTC)
CREATED = datetime(2016, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def world(database: Engine) -> World:
    """A wave that has closed on one draft left behind, with a remark, and one application filed."""
    with transaction(database) as session:
        seed(session, CREATED)
    world = World(database)
    published_wave(world)
    world.at = OPENS + 30 * DAY
    filed(world, draft(world, "10", "84"))
    write_file(world, left := draft(world))
    world.act("application", left, "request_signatures", "rectorate_officer:14")
    world.act("application", left, "edit_after_signature", "recteur:14", reason="Le réseau change.")
    world.at = CLOSES + DAY
    world.sweep()
    assert world.state("application", left) == "lapsed"
    return world


def swept(world: World, at: datetime) -> dict[str, int]:
    with transaction(world.engine) as session:
        told = dict(retention.count(session, at))
        assert dict(retention.sweep(session, at)) == told
        return {name: rows for name, rows in told.items() if rows}


def bodies(world: World) -> dict[str, set[str]]:
    rows = world.rows(select(CONTENT.c.application, CONTENT.c.body))
    refs = {row["application"] for row in rows}
    return {ref: {row["body"] for row in rows if row["application"] == ref} for ref in refs}


def test_a_draft_never_filed_is_blanked_three_months_after_the_closing_and_not_before(world: World) -> None:
    assert swept(world, DUE - timedelta(seconds=1)) == {}
    assert swept(world, DUE) == {"contents": 1, "texts": 3}
    assert swept(world, DUE) == {}
    blanked = bodies(world)
    assert blanked.pop("CMQ-2016-0002") == {""}
    assert all("" not in kept for kept in blanked.values())
    assert world.rows(select(TEXT.c.text).where(TEXT.c.name == "reason")) == [{"text": None}]


def test_what_those_who_followed_it_noted_goes_with_it(world: World) -> None:
    with transaction(world.engine) as session:
        notes.write(
            session,
            viewer(session, world.holder("dgesco_officer"), paris(world)),
            "CMQ-2016-0002",
            "Relancé.",
            world.at,
        )
    assert swept(world, DUE) == {"contents": 1, "texts": 4}


def test_chains_still_verify_after_the_blanking(world: World) -> None:
    world.at = DUE
    world.sweep()
    swept(world, DUE)
    with reading(world.engine) as session:
        assert check(session, DUE) == ()


def test_what_was_filed_is_never_touched(world: World) -> None:
    swept(world, DUE + timedelta(days=3650))
    assert "" not in bodies(world)["CMQ-2016-0001"]


MAIL_OF_2016 = {
    "mailbox": "recteur.rennes@ac-rennes.example",
    "office": "recteur:14",
    "subject": "Vague ouverte",
    "content": b"Madame la Rectrice,",
    "composed_at": CREATED,
    "next_try_at": CREATED,
    "person": "",
    "bundle_day": "",
    "attempts": 1,
    "server_words": "250 ok",
}


@pytest.mark.parametrize(("status", "blank"), [("accepted", True), ("refused", True), ("deferred", False)])
def test_a_mail_that_has_left_loses_its_bytes_after_three_years(sqlite: Engine, status: str, blank: bool) -> None:
    with transaction(sqlite) as session:
        session.execute(insert(retention.MAIL), MAIL_OF_2016 | {"status": status, "message_id": "1@campus.example"})
    world = World(sqlite)
    assert swept(world, datetime(2019, 3, 1, 22, 59, tzinfo=UTC)) == {}
    assert swept(world, datetime(2019, 3, 1, 23, tzinfo=UTC)) == ({"mails": 1} if blank else {})
    (mail,) = world.rows(select(retention.MAIL))
    assert (mail["content"] == b"") is blank
    assert mail["subject"] == "Vague ouverte"


def test_the_mail_of_a_log_in_link_loses_its_link_after_a_day(sqlite: Engine) -> None:
    world = World(sqlite)
    someone = world.appoint("admin", "p-admin")
    with transaction(sqlite) as session:
        row = MAIL_OF_2016 | {"status": "accepted", "message_id": "2@campus.example"}
        mail = session.execute(insert(retention.MAIL).returning(retention.MAIL.c.id), row).scalar_one()
        link = {"token_hash": "t", "person": someone, "browser_hash": "b", "mail": mail, "asked_at": CREATED}
        session.execute(insert(retention.LINK), link)
    assert swept(world, CREATED + timedelta(hours=23)) == {}
    assert swept(world, CREATED + timedelta(hours=24)) == {"link_mails": 1}
    assert swept(world, datetime(2017, 3, 1, 23, tzinfo=UTC)) == {"links": 1}


def test_logs_go_after_a_year_and_sessions_of_the_console_after_a_day(sqlite: Engine) -> None:
    world = World(sqlite)
    someone = world.appoint("admin", "p-admin")
    with transaction(sqlite) as session:
        session.execute(insert(retention.ASK), {"address_hash": "a", "client": "c", "at": CREATED})
        visit = {"id_hash": "h", "person": someone, "created_at": CREATED, "seen_at": CREATED}
        session.execute(insert(retention.WEB_SESSION), visit)
        run = {"name": "compose", "started_at": CREATED, "due": 0, "done": 0, "skipped": 0, "failed": 0}
        session.execute(insert(retention.RUN), run | {"error": "", "host": "", "run_id": ""})
        week = {"key": f"2016-W09:{someone}", "person": someone, "decided_at": CREATED, "stop_hash": "s"}
        session.execute(insert(retention.WEEKLY), week)
        feed = {"id": 1, "token_hash": "t", "person": someone, "kind": "mine", "about": "", "created_at": CREATED}
        session.execute(insert(FEED), feed)
        gone = {"feed": 1, "uid": "u", "kind": "wave", "ref": "r", "summary": "s", "detail": "", "due_at": CREATED}
        session.execute(insert(retention.ENTRY), gone | {"sequence": 1, "changed_at": CREATED, "gone_at": CREATED})
    assert swept(world, CREATED + timedelta(days=2)) == {"web_sessions": 1}
    assert swept(world, datetime(2017, 3, 1, 22, 59, tzinfo=UTC)) == {}
    assert swept(world, datetime(2017, 3, 1, 23, tzinfo=UTC)) == {
        "asks": 1,
        "calendar_entries": 1,
        "sweep_runs": 1,
        "weekly_digests": 1,
    }


def test_retention_adds_no_event_and_removes_none(world: World) -> None:
    before = world.count(EVENT)
    swept(world, DUE + timedelta(days=3650))
    assert world.count(EVENT) == before
    assert world.rows(select(func.count().label("rows")).select_from(CONTENT))[0]["rows"] >= 2

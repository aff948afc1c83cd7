"""Sweeps: each leaves its row, one bad item stops nobody, and what is due next is known."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from notifications.composing.batches import LETTER, MAIL
from notifications.posting.routes import NOWHERE
from notifications.posting.sink import Box, sink
from notifications.sweeping import sweeps
from notifications.sweeping.alarms import findings
from notifications.tally import Tally
from notifications.troubles import TROUBLE, Code, trouble
from states.refusals import BadField
from store.desk.kinds import TABLES
from store.people import seeding
from store.session import reading, transaction
from store.tables.journal import SweepRun
from tests.mailing import mails, parsed, rows, text
from tests.walking import CLOSES, DAY, OPENS, World, draft, published_wave

RUN = SweepRun.__table__  # type: ignore[attr-defined]
APPLICATION = TABLES["application"]


def ran(engine: Engine) -> list[dict[str, Any]]:
    """The rows that sweeps left, in order."""
    return rows(engine, select(RUN).order_by(RUN.c.id))


def three_drafts(world: World) -> list[str]:
    """Three drafts in an open wave."""
    published_wave(world)
    world.at = OPENS + DAY
    return [draft(world, *where) for where in (("14", "53"), ("17", "52"), ("09", "32"))]


def wake(world: World, **columns: Any) -> None:
    """Every application is due."""
    with transaction(world.engine) as session:
        session.execute(update(APPLICATION).values(wake_at=world.at, **columns))


def test_a_sweep_leaves_a_row_that_says_what_it_did(world: World) -> None:
    three_drafts(world)
    wake(world)
    world.at += timedelta(seconds=90)
    report = sweeps.run("deadlines", world.at, on=world.engine, run_id="run-1")
    assert (report.due, report.done, report.skipped, report.failed) == (3, 3, 0, 0)
    assert (report.lateness_p50, report.lateness_max) == (90.0, 90.0)
    row = ran(world.engine)[-1]
    assert (row["name"], row["run_id"], row["started_at"]) == ("deadlines", "run-1", world.at)
    assert row["ended_at"] >= row["started_at"]
    assert (row["due"], row["done"], row["lateness_p99"]) == (3, 3, 90.0)
    assert sweeps.run("deadlines", world.at, on=world.engine).due == 0


def test_what_lapses_at_the_closing_lapses_by_the_sweep(world: World) -> None:
    refs = three_drafts(world)
    world.at = CLOSES + timedelta(minutes=10)
    for name in ("waves", "deadlines"):
        sweeps.run(name, world.at, on=world.engine)
    assert {world.state("application", ref) for ref in refs} == {"lapsed"}


def test_one_bad_item_is_recorded_and_skipped_and_stops_nobody(world: World) -> None:
    good, bad, other = three_drafts(world)
    wake(world)
    intact = world.row("application", bad)["facts"]
    with transaction(world.engine) as session:
        session.execute(update(APPLICATION).where(APPLICATION.c.ref == bad).values(facts="{broken"))
    report = sweeps.run("deadlines", world.at, on=world.engine)
    assert (report.done, report.failed) == (2, 1)
    assert bad in report.error
    (open_,) = rows(world.engine, select(TROUBLE).where(TROUBLE.c.code == "sweep_error"))
    assert (open_["ref"], open_["since"], open_["solved_at"]) == (bad, world.at, None)
    row = world.row("application", bad)
    assert (row["stuck_cause"], row["troubled"]) == ("technical", True)
    assert row["wake_at"] == world.at + timedelta(minutes=1)
    assert sweeps.run("deadlines", world.at, on=world.engine).due == 0
    with transaction(world.engine) as session:
        session.execute(update(APPLICATION).where(APPLICATION.c.ref == bad).values(facts=intact))
    world.at += timedelta(minutes=1)
    assert sweeps.run("deadlines", world.at, on=world.engine).done == 1
    assert rows(world.engine, select(TROUBLE))[0]["solved_at"] == world.at
    assert world.row("application", bad)["stuck_cause"] is None
    assert {world.state("application", ref) for ref in (good, other)} == {"draft"}


def test_an_item_that_keeps_failing_is_tried_ever_more_rarely(small_world: World) -> None:
    bad = three_drafts(small_world)[0]
    wake(small_world)
    with transaction(small_world.engine) as session:
        session.execute(update(APPLICATION).where(APPLICATION.c.ref == bad).values(facts="{broken"))
    pauses = []
    for _ in range(12):
        sweeps.run("deadlines", small_world.at, on=small_world.engine)
        again = small_world.row("application", bad)["wake_at"]
        pauses.append(again - small_world.at)
        small_world.at = again
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=6)
    assert len(rows(small_world.engine, select(TROUBLE))) == 1


def test_two_sweeps_at_once_do_everything_once(world: World) -> None:
    refs = three_drafts(world)
    world.at = CLOSES + timedelta(minutes=10)
    start, reports = threading.Barrier(2), list[sweeps.SweepReport]()

    def one() -> None:
        start.wait()
        reports.append(sweeps.run("deadlines", world.at, on=world.engine))

    both = [threading.Thread(target=one) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert [world.triggers("application", ref).count("lapse") for ref in refs] == [1, 1, 1]
    assert all(report.failed == 0 for report in reports)


def test_a_sweep_that_fails_as_a_whole_says_so_and_raises(sqlite: Engine) -> None:
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    with transaction(sqlite) as session:
        session.execute(MAIL.insert(), {"message_id": "<a@b>", **_columns(at)})
    with pytest.raises(BadField):
        sweeps.run("post", at, on=sqlite, smtp_url="smtp://")
    assert "CAMPUS_SMTP_URL" in ran(sqlite)[-1]["error"]


def _columns(at: datetime) -> dict[str, Any]:
    plain = {"mailbox": "a@b.example", "office": "", "person": "", "bundle_day": "", "subject": "", "content": b""}
    return plain | {"status": "ready", "composed_at": at, "next_try_at": at, "attempts": 0, "server_words": ""}


def test_an_unknown_sweep_is_refused_with_the_names_that_exist(sqlite: Engine) -> None:
    with pytest.raises(BadField, match="waves, deadlines, labels, sessions, compose, post"):
        sweeps.run("menage", datetime(2026, 11, 24, tzinfo=UTC), on=sqlite)


def test_the_next_instant_is_the_earliest_of_all_that_is_to_come(small_world: World) -> None:
    three_drafts(small_world)
    for name in sweeps.NAMES[:5] + sweeps.NAMES[:1]:
        sweeps.run(name, small_world.at, on=small_world.engine)
    assert "post" in sweeps.owing(small_world.at, on=small_world.engine)
    soon = small_world.at + timedelta(minutes=7)
    with transaction(small_world.engine) as session:
        session.execute(update(MAIL).values(status="deferred", next_try_at=soon))
    assert sweeps.next_due(small_world.at, on=small_world.engine) == soon
    with transaction(small_world.engine) as session:
        session.execute(update(MAIL).values(status="sending", lease_until=soon + timedelta(minutes=1)))
        session.execute(update(LETTER).values(status="accepted"))
    assert sweeps.next_due(small_world.at, on=small_world.engine) == soon + timedelta(minutes=1)
    with transaction(small_world.engine) as session:
        session.execute(update(MAIL).values(status="accepted"))
    wakes = [row["wake_at"] for table in TABLES.values() for row in rows(small_world.engine, select(table.c.wake_at))]
    coming = min(moment for moment in wakes if moment and moment > small_world.at)
    assert sweeps.next_due(small_world.at, on=small_world.engine) == coming


def test_a_dry_run_says_what_would_be_done_and_does_nothing(small_world: World) -> None:
    (ref, *_) = three_drafts(small_world)
    small_world.at = CLOSES + timedelta(minutes=10)
    before = small_world.count()
    lines = sweeps.dry_run("deadlines", small_world.at, on=small_world.engine)
    assert any(line.startswith(f"{ref} : ") for line in lines)
    assert any("courriel" in line for line in sweeps.dry_run("compose", small_world.at, on=small_world.engine))
    assert sweeps.dry_run("post", small_world.at, on=small_world.engine) == ("Rien à faire.",)
    assert small_world.count() == before
    assert small_world.state("application", ref) == "draft"


def test_every_sweep_runs_on_an_empty_database(database: Engine) -> None:
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    reports = [sweeps.run(name, at, on=database) for name in sweeps.NAMES if name != "alarms"]
    assert all(report.failed == 0 for report in reports)
    assert [row["name"] for row in ran(database)] == [report.name for report in reports]


def test_the_administrators_hear_once_a_day_what_is_wrong_and_nothing_when_all_is_well(small_world: World) -> None:
    small_world.holder("admin")
    for name in sweeps.NAMES[:6]:
        sweeps.run(name, small_world.at, on=small_world.engine)
    box = Box()
    with sink(box) as url:
        assert sweeps.run("alarms", small_world.at, on=small_world.engine, smtp_url=url).due == 0
        with transaction(small_world.engine) as session:
            trouble(session, "application", "CMQ-2016-0001", Code.LETTER_REFUSED, "recteur:14", "", small_world.at)
        small_world.at += timedelta(hours=2)
        for _ in range(2):
            sweeps.run("alarms", small_world.at, on=small_world.engine, smtp_url=url)
    (received,) = box.received
    message = parsed(received.content)
    assert received.recipients == ("p-admin@essai.example",)
    assert "Adresse refusée\u00a0: 1\u00a0incident ouvert." in text(message)
    assert "n’a pas tourné depuis 2\u00a0heures" in text(message)
    assert mails(small_world.engine)[0]["status"] == "accepted"


def test_mails_refused_or_late_are_among_the_alarms(sqlite: Engine) -> None:
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    with transaction(sqlite) as session:
        session.execute(MAIL.insert(), [{"message_id": f"<{n}@b>", **_columns(at)} for n in range(3)])
        session.execute(update(MAIL).where(MAIL.c.id == 1).values(status="refused", settled_at=at))
    with reading(sqlite) as session:
        lines = list(findings(session, at + timedelta(hours=2)))
    assert "1\u00a0courriel refusé depuis hier." in lines
    assert "2\u00a0courriels prêts depuis plus d’une heure et pas encore acceptés." in lines


def test_lateness_is_ranked() -> None:
    tally, at = Tally(), datetime(2026, 11, 24, 9, tzinfo=UTC)
    for seconds in range(1, 101):
        tally.did(at - timedelta(seconds=seconds), at)
    assert (tally.lateness(50), tally.lateness(99), tally.lateness(100)) == (50.0, 99.0, 100.0)
    assert Tally().lateness(50) is None


def test_a_simulated_clock_posts_to_nobody_and_the_stage_is_told(small_world: World) -> None:
    three_drafts(small_world)
    with transaction(small_world.engine) as session:
        seeding.mark_furnished(session, small_world.at)
        session.execute(update(LETTER).values(not_before=small_world.at))
    sweeps.run("compose", small_world.at, on=small_world.engine)
    report = sweeps.run("post", small_world.at, on=small_world.engine, smtp_url=NOWHERE)
    assert report.done == len(mails(small_world.engine)) > 0

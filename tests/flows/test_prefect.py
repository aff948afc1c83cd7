"""The real Prefect side runs every sweep; killed in the middle of a mailing, it doubles and loses nothing."""

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import time
from email import message_from_bytes
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, update

from flows.parent import Keeper
from notifications.posting.round import UNWRITTEN
from notifications.posting.sink import sink
from notifications.sweeping import sweeps
from states.calendar import instant, paris_day
from states.holidays import next_working_day
from states.wave.facts import WaveFacts
from states.wave.words import State
from store import clock
from store.people.seeding import mark_furnished, seed
from store.session import transaction
from store.tables.journal import SweepRun
from store.tables.letters import Letter, Mail
from tests.walking import BUREAU, DAY, HEAD, World

Until = Callable[..., None]
RUNS, LETTERS, MAILS = SweepRun.__table__.c, Letter.__table__.c, Mail.__table__.c  # type: ignore[attr-defined]
#: The same child with the same rhythms, only closer together than a minute or a day.
HURRIED = """
import sys
from dataclasses import replace
from datetime import timedelta
from prefect.schedules import Interval
from flows.child import run
from flows.schedules import RHYTHMS
run(int(sys.argv[1]), [replace(r, schedule=Interval(timedelta(seconds=16 * n))) for n, r in enumerate(RHYTHMS, 1)])
"""


class Trap:
    """A mail server that, on receiving its tenth mail, has the Prefect side killed before it can answer."""

    def __init__(self) -> None:
        self.received: Counter[str] = Counter()
        self.spring: Callable[[], None] | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.received[str(message_from_bytes(envelope.original_content)["Message-ID"])] += 1
        if self.spring and self.received.total() == 10:
            self.spring()
        return "250 2.0.0 Accepté"


def called(engine: Engine) -> World:
    """A call published two days ago and open since yesterday: each territory is owed two letters, none has left."""
    world = World(engine, at=clock.now() - 2 * DAY)
    with transaction(engine) as session:
        seed(session, world.at, furnished=True)
        mark_furnished(session, world.at)
    opens = world.at + DAY
    # A call that closes on a day off wants a reason, and today may be any day.
    closes = instant(next_working_day(paris_day(opens + 90 * DAY)), time(16))
    facts = WaveFacts(
        ref="2026-9",
        state=State.NOWHERE,
        entered_at=world.at,
        edition="2019",
        opens_at=opens,
        closes_at=closes,
    )
    world.create("wave", facts, BUREAU)
    world.act("wave", "2026-9", "approve", HEAD)
    world.act("wave", "2026-9", "publish", BUREAU, bulletin="BO n° 1")
    return world


def test_a_prefect_side_killed_amid_a_mailing_doubles_and_loses_nothing(
    tmp_path: Path, sqlite: Engine, until: Until
) -> None:
    trap, world = Trap(), called(sqlite)
    with sink(trap) as smtp:
        environment = {
            "CAMPUS_HOME": str(tmp_path),
            "CAMPUS_DATABASE_URL": str(sqlite.url),
            "CAMPUS_SMTP_URL": smtp,
            "PYTHONPATH": "",
        }
        keeper = Keeper(tmp_path, environment, (sys.executable, "-c", HURRIED))
        trap.spring = lambda: _kill(tmp_path)
        keeper.start()
        try:
            until(lambda: trap.received.total() >= 10, 600)
            _let_leases_run_out(world)
            until(lambda: _all_accepted(world), 600)
            # The digests of the week, written by one of the last sweeps, leave too.
            until(lambda: _ran(world) == set(sweeps.NAMES) and _all_gone(world), 600)
        finally:
            keeper.stop()
    mails = world.rows(select(MAILS.message_id, MAILS.attempts))
    assert set(trap.received) == {mail["message_id"] for mail in mails}
    twice = {message for message, times in trap.received.items() if times > 1}
    assert len(twice) <= UNWRITTEN, "only a mail whose verdict was not committed may arrive twice"
    assert all(mail["attempts"] > 1 for mail in mails if mail["message_id"] in twice)
    assert world.state("wave", "2026-9") == "open"
    assert world.triggers("wave", "2026-9").count("open") == 1


def _kill(home: Path) -> None:
    with suppress(ProcessLookupError):
        os.killpg(json.loads((home / "prefect-child.json").read_text())["pid"], signal.SIGKILL)


def _let_leases_run_out(world: World) -> None:
    """What a quarter of an hour would do: the mails that the killed process held become claimable again."""
    with transaction(world.engine) as session:
        session.execute(update(Mail).where(MAILS.lease_until.is_not(None)).values(lease_until=world.at))


def _all_accepted(world: World) -> bool:
    letters = world.rows(select(LETTERS.letter, LETTERS.status))
    told = {letter["letter"] for letter in letters}
    return {"wave/publish", "wave/open"} <= told and {letter["status"] for letter in letters} == {"accepted"}


def _all_gone(world: World) -> bool:
    return {mail["status"] for mail in world.rows(select(MAILS.status))} == {"accepted"}


def _ran(world: World) -> set[str]:
    return {run["name"] for run in world.rows(select(RUNS.name).where(RUNS.run_id != "", RUNS.ended_at.is_not(None)))}

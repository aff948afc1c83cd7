"""`campus replay`: a scenario in a throw-away database, told as it happens, then held to what it expects."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, event

from replay import checking, reading, telling
from replay.deeds import Scenario
from replay.player import Player, Unexpected
from store import migrations
from store.people import seeding
from store.session import engine_for, transaction

Tell = Callable[[str], None]
HELD = "Tout ce que le scénario attend est vérifié."


def play(name: str, tell: Tell) -> bool:
    """Play a scenario by name or by file; whether everything that it expects held. BadField when it is wrong."""
    scenario = reading.read(name)
    with throw_away() as engine:
        player = prepared(engine, scenario.begins)
        with transaction(engine) as session:
            player.people.named(session, scenario.holders, scenario.begins)
        player.outages = scenario.outages
        judge = checking.Judge(player, scenario.expectations)
        player.watch = judge.watch
        with patient_collector():
            failures = _failures(scenario, player, judge)
        for line in (*telling.told(scenario, player), *(failures or (HELD,))):
            tell(line)
        return not failures


def _failures(scenario: Scenario, player: Player, judge: checking.Judge) -> list[str]:
    try:
        player.play(scenario.deeds, scenario.ends)
    except Unexpected as surprise:
        return [f"✗ {surprise}"]
    return judge.finish()


@contextmanager
def patient_collector() -> Iterator[None]:
    """Look for garbage a hundred times less often: a replay makes much and keeps it all, and then it ends."""
    thresholds = gc.get_threshold()
    gc.set_threshold(100 * thresholds[0], *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def prepared(engine: Engine, at: datetime) -> Player:
    """A database with its offices, which can write to nobody, and a player at an instant."""
    with transaction(engine) as session:
        seeding.seed(session, at, furnished=True)
        seeding.mark_furnished(session, at)
    return Player(engine, at)


@contextmanager
def throw_away() -> Iterator[Engine]:
    """A migrated SQLite database that nobody needs to survive."""
    with TemporaryDirectory(prefix="campus-replay-") as folder:
        engine = engine_for(f"sqlite:///{Path(folder) / 'campus.db'}")
        hasten(engine)
        migrations.upgrade(engine)
        try:
            yield engine
        finally:
            engine.dispose()


def hasten(engine: Engine) -> None:
    """Write at the speed of memory: a crash may lose the database, which whoever asks for this would make again."""
    event.listen(engine, "connect", _hasten)


def _hasten(connection: Connection, record: object) -> None:
    for pragma in ("synchronous=OFF", "cache_size=-65536", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[call-overload]

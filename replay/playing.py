"""`campus replay`: a scenario in a throw-away database, told as it happens, then held to what it expects."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, event

from replay import checking, reading, telling
from replay.player import Player, Unexpected
from store import migrations, seeding
from store.session import engine_for, transaction

Tell = Callable[[str], None]


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
        try:
            player.play(scenario.deeds, scenario.ends)
        except Unexpected as surprise:
            tell(f"✗ {surprise}")
            return False
        failures = judge.finish()
        for line in telling.told(scenario, player):
            tell(line)
        for line in failures or ("Tout ce que le scénario attend est vérifié.",):
            tell(line)
        return not failures


def prepared(engine: Engine, at: object) -> Player:
    """A database with its offices, which can write to nobody, and a player at an instant."""
    with transaction(engine) as session:
        seeding.seed(session, at, furnished=True)  # type: ignore[arg-type]
        seeding.mark_furnished(session, at)  # type: ignore[arg-type]
    return Player(engine, at)  # type: ignore[arg-type]


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

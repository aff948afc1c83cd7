"""The demonstration's surroundings: its own folder, database and mail sink, so that nothing real is read or reached."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from notifications.posting.sink import sink
from replay.furnish import furnish
from replay.playing import hasten
from states.refusals import BadField
from store import clock, migrations
from store.session import engine_for

Tell = Callable[[str], None]


@contextmanager
def demonstration(home: Path, port: int, tell: Tell) -> Iterator[None]:
    """While the block lasts, this process and its children see only the furnished database and the sink.

    Raises BadField when the port is taken. The database is made once; a second call finds it again.
    """
    _refuse_if_taken(port)
    home.mkdir(parents=True, exist_ok=True)
    with sink() as smtp:
        os.environ |= {
            "CAMPUS_HOME": str(home.resolve()),
            "CAMPUS_DATABASE_URL": "",
            "CAMPUS_SMTP_URL": smtp,
            "CAMPUS_PUBLIC_URL": f"http://127.0.0.1:{port}",
        }
        _furnish_once(home.resolve() / "campus.db", tell)
        yield


def _refuse_if_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise BadField("port", port, "il est déjà pris : choisissez-en un autre, comme PORT=8001.") from None


def _furnish_once(database: Path, tell: Tell) -> None:
    """Made beside, then renamed: an interrupted furnishing leaves nothing that looks finished."""
    if database.exists():
        tell(f"La base de démonstration est retrouvée : {database}")
        return
    draft = database.with_suffix(".draft")
    for left in database.parent.glob(f"{draft.name}*"):
        left.unlink()
    engine = engine_for(f"sqlite:///{draft}")
    hasten(engine)
    migrations.upgrade(engine)
    furnish(engine, clock.now(), tell)
    engine.dispose()
    draft.rename(database)

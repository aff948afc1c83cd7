"""A whole wave by its seed: the first months are played once for ten seeds, the rest for each."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from random import Random
from shutil import copyfile

from sqlalchemy import Engine

from replay.playing import hasten, patient_collector
from store.migrations import upgrade
from store.session import engine_for
from tests.simulation.days import PARIS
from tests.simulation.interleaving import Crossing
from tests.simulation.judging import differences
from tests.simulation.play import Play
from tests.simulation.programme import BRANCHES, ENDS, begin, go_on

TOGETHER = 10


def midnight(day: object) -> datetime:
    return datetime.combine(day, time(), PARIS).astimezone(UTC)  # type: ignore[arg-type]


@contextmanager
def database(path: Path) -> Iterator[Engine]:
    engine = engine_for(f"sqlite:///{path}")
    hasten(engine)
    try:
        yield engine
    finally:
        engine.dispose()


class Waves:
    """Plays seeds in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begun: tuple[int, Play] | None = None
        self.played = 0

    def _beginning(self, number: int) -> Play:
        """The first months, shared by ten seeds."""
        if self.begun is None or self.begun[0] != number:
            path = self.folder / f"begun-{number}.db"
            with database(path) as engine:
                upgrade(engine)
                play = begin(engine, Random(f"beginning {number}"))
                play.run(midnight(BRANCHES))
            self.begun = (number, play)
        return self.begun[1]

    @patient_collector()
    def play(self, seed: int) -> tuple[Play, list[str]]:
        """One seed: what was played, and what differs from the promise."""
        begun = self._beginning(seed // TOGETHER)
        self.played += 1
        path = self.folder / f"played-{self.played}.db"
        copyfile(self.folder / f"begun-{seed // TOGETHER}.db", path)
        with database(path) as engine:
            play = _copied(begun, engine)
            go_on(play, Random(f"seed {seed}"))
            play.run(midnight(ENDS))
            found = differences(play, engine)
        for left in self.folder.glob(f"{path.name}*"):
            left.unlink()
        return play, found


def _copied(play: Play, engine: Engine) -> Play:
    """The same play on another database."""
    stage = replace(play.stage, engine=engine, crossing=Crossing(engine), mandates=deepcopy(play.stage.mandates))
    return deepcopy(play, {id(play.stage): stage})

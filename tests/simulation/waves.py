"""A whole wave by its seed: the first months are played once for ten seeds, the rest for each."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from pickle import Pickler, Unpickler
from random import Random
from shutil import copyfile

from sqlalchemy import Engine

from replay.playing import hasten, patient_collector
from store.migrations import upgrade
from store.session import engine_for
from tests.simulation.acts import ACTS as BOOKED
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
    """Plays seeds in a folder of its own; `begun` says where the beginning of a ten of seeds was made already."""

    def __init__(self, folder: Path, begun: dict[int, Path] | None = None) -> None:
        self.folder = folder
        self.begun = begun or {}

    def _beginning(self, number: int) -> Path:
        if number not in self.begun:
            self.begun[number] = self.folder / f"begun-{number}.db"
            make_beginning(self.begun[number], number)
        return self.begun[number]

    @patient_collector()
    def play(self, seed: int) -> tuple[Play, list[str]]:
        """One seed: what was played, and what differs from the promise."""
        begun, path = self._beginning(seed // TOGETHER), self.folder / f"played-{seed}.db"
        copyfile(begun, path)
        with database(path) as engine:
            play = unpacked(_packed_at(begun).read_bytes(), engine)
            go_on(play, Random(f"seed {seed}"))
            play.run(midnight(ENDS))
            found = differences(play, engine)
        for left in self.folder.glob(f"{path.name}*"):
            left.unlink()
        return play, found


def make_beginning(path: Path, number: int) -> None:
    """The first months, shared by ten seeds: a database, and the play beside it."""
    with database(path) as engine:
        upgrade(engine)
        play = begin(engine, Random(f"beginning {number}"))
        play.run(midnight(BRANCHES))
    _packed_at(path).write_bytes(packed(play))


def _packed_at(path: Path) -> Path:
    return path.with_suffix(".play")


class _Packing(Pickler):
    """What belongs to one process alone, or is code, is named instead of written."""

    def __init__(self, file: BytesIO, apart: dict[int, str]) -> None:
        super().__init__(file)
        self.apart = apart

    def persistent_id(self, obj: object) -> str | None:
        return self.apart.get(id(obj))


class _Unpacking(Unpickler):
    def __init__(self, file: BytesIO, apart: dict[str, object]) -> None:
        super().__init__(file)
        self.apart = apart

    def persistent_load(self, name: str) -> object:
        return self.apart[name]


def packed(play: Play) -> bytes:
    """A play without its database."""
    file = BytesIO()
    stage = play.stage
    _Packing(file, {id(stage.engine): "engine", id(stage.crossing): "crossing", id(BOOKED): "acts"}).dump(play)
    return file.getvalue()


def unpacked(content: bytes, engine: Engine) -> Play:
    """The same play on another database."""
    apart: dict[str, object] = {"engine": engine, "crossing": Crossing(engine), "acts": BOOKED}
    play: Play = _Unpacking(BytesIO(content), apart).load()
    return play

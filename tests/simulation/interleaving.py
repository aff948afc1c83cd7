"""Two sweeps really at once, and yet replayable: they take turns at each transaction, as a seed decides."""

from collections.abc import Callable, Sequence
from random import Random
from threading import Condition, Thread, current_thread
from typing import Any

from sqlalchemy import Engine, event

#: A worker that waits longer than this for its turn will never get it.
PATIENCE = 60


class Turns:
    """Who may go on: one worker at a time, another one whenever a transaction is about to begin."""

    def __init__(self, rng: Random, names: Sequence[str]) -> None:
        self.rng, self.alive = rng, list(names)
        self.open: dict[str, int] = dict.fromkeys(names, 0)
        self.turn = rng.choice(self.alive)
        self.changed = Condition()

    def wait(self) -> None:
        """Until it is one's turn."""
        with self.changed:
            mine = self.changed.wait_for(lambda: self.turn == current_thread().name, PATIENCE)
        if not mine:
            raise TimeoutError(current_thread().name)

    def pass_on(self) -> None:
        """Someone goes on, perhaps oneself."""
        with self.changed:
            self.turn = self.rng.choice(self.alive)
            self.changed.notify_all()

    def leave(self) -> None:
        """One's work is done."""
        self.alive.remove(current_thread().name)
        if self.alive:
            self.pass_on()

    def begins(self) -> None:
        """Before a transaction; not within another one, whose locks the other worker would wait for in vain."""
        name = current_thread().name
        if not self.open[name]:
            self.pass_on()
            self.wait()
        self.open[name] += 1

    def ends(self) -> None:
        """After it."""
        self.open[current_thread().name] -= 1


class Crossing:
    """An engine on which two workers may cross; which tells when a transaction takes a connection."""

    def __init__(self, engine: Engine) -> None:
        self.turns: Turns | None = None
        event.listen(engine, "checkout", self._begins)
        event.listen(engine, "checkin", self._ends)

    def _begins(self, connection: Any, record: Any, proxy: Any) -> None:
        if self.turns:
            self.turns.begins()

    def _ends(self, connection: Any, record: Any) -> None:
        if self.turns:
            self.turns.ends()

    def at_once(self, rng: Random, works: Sequence[Callable[[], Any]]) -> None:
        """Do all of it, interleaved; raises what any of them raised."""
        names, failures = [f"worker {number}" for number in range(len(works))], list[BaseException]()
        turns = self.turns = Turns(rng, names)

        def go(work: Callable[[], Any]) -> None:
            turns.wait()
            try:
                work()
            except BaseException as error:
                failures.append(error)
            finally:
                turns.leave()

        threads = [Thread(target=go, args=(work,), name=name) for name, work in zip(names, works, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.turns = None
        if failures:
            raise failures[0]

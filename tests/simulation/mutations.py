"""`python -m tests.simulation.mutations [SEED]`: each rule broken on purpose, one at a time; each must be noticed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from notifications.composing import bundling, mootness
from states import agenda, settle
from states.declaration import Catchup
from store.desk import desk
from store.desk import rungs as honouring
from tests.simulation.waves import Waves

SEED = 1
_promised, _moot, _decided, _settled = agenda.rungs, mootness.moot, agenda._decided, settle.settle


def _one_less(facts: Any) -> tuple[agenda.Rung, ...]:
    """A rung of the ladder is forgotten: the reminder of seven days before."""
    return tuple(rung for rung in _promised(facts) if rung.days != -7)


def _after_the_act(letter: Any, facts: Any, at: Any) -> str:
    """What has been done meanwhile stops no reminder on its way."""
    return _moot(letter, facts, at) if letter["key"] in {rung.key for rung in _promised(facts)} else ""


def _at_any_hour(at: Any, place: Any) -> Any:
    """Offices never close."""
    return at


def _all_sent(due: Any, ladder: Any, at: Any) -> Iterator[agenda.Rung]:
    """All that an outage made late leaves, whatever the policy."""
    return _decided(due, replace(ladder, policy=Catchup.LATE), at)


def _while_untold(facts: Any) -> tuple[agenda.Rung, ...]:
    """Reminders do not wait for the letter that opens the stage, nor three days after it."""
    return _promised(replace(facts, telling=False, told_at=None))


def _twice(facts: Any, at: Any) -> Any:
    """Each date does its work twice."""
    return tuple(outcome for one in _settled(facts, at) for outcome in (one, one))


def _before_it_moved(facts: Any) -> Any:
    """A closing moved for all owes the reminders of a past in which it did not exist."""
    told = facts.told_at + agenda.BREATHING if facts.told_at else None
    moments = (facts.entered_at, facts.date_set_at, facts.resumed_at, told)
    return max(moment for moment in moments if moment)


MUTATIONS: dict[str, list[tuple[Any, str, Any]]] = {
    "a rung of the ladders is dropped": [(agenda, "rungs", _one_less), (mootness, "rungs", _one_less)],
    "a reminder leaves after the act was done": [(bundling, "moot", _after_the_act)],
    "office hours are ignored": [(honouring, "office_hours", _at_any_hour), (bundling, "office_hours", _at_any_hour)],
    "several bundles a day to one mailbox": [(bundling, "_served", lambda batch, mailboxes: frozenset())],
    "the catch-up policy is ignored": [(agenda, "_decided", _all_sent)],
    "a reminder precedes the letter that starts the clock": [(agenda, "rungs", _while_untold)],
    "a timer fires twice": [(desk, "settle", _twice)],
    "a moved closing owes reminders of its past": [(agenda, "_floor", _before_it_moved)],
}


@contextmanager
def broken(changes: list[tuple[Any, str, Any]]) -> Iterator[None]:
    """The rule broken while the block lasts."""
    kept = [(module, name, getattr(module, name)) for module, name, _ in changes]
    for module, name, value in changes:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in kept:
            setattr(module, name, value)


def noticed(waves: Waves, seed: int, changes: list[tuple[Any, str, Any]]) -> list[str]:
    """What the simulation says of it."""
    with broken(changes):
        try:
            return waves.play(seed)[1]
        except Exception as error:
            return [f"{type(error).__name__}: {error}"]


def main(seed: int) -> int:
    """How many mutations went unnoticed."""
    missed = 0
    with TemporaryDirectory(prefix="campus-mutations-") as folder:
        waves = Waves(Path(folder))
        assert not waves.play(seed)[1], "the unbroken rules fail already"
        for name, changes in MUTATIONS.items():
            found = noticed(waves, seed, changes)
            missed += not found
            print(
                f"{'noticed' if found else 'MISSED'}: {name}",
                *[line[:220] for line in found[:3]],
                sep="\n    ",
                flush=True,
            )
    return missed


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else SEED) else 0)

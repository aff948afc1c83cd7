"""`python -m tests.simulation.mutations [WORD]`: each rule broken on purpose, one at a time; the suite must notice."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import bindparam, select

from notifications.composing import batches, bundling, catchup, compose, mootness
from notifications.posting import cancelling
from states import agenda, everyday, settle
from states.calendar import paris_day
from states.declaration import Catchup
from store.desk import desk, lending
from store.desk import rungs as honouring
from store.reference.places import called_on
from tests.simulation.waves import TOGETHER, Waves

SEEDS = range(TOGETHER)
_promised, _moot, _decided, _settled = agenda.rungs, mootness.moot, agenda._decided, settle.settle
_timers, _day = agenda.timers, paris_day
#: Whatever became of a letter since it was seen owed.
_UNLOCKED = select(batches.LETTER).where(batches.LETTER.c.id.in_(bindparam("ids", expanding=True)))


def _one_less(facts: Any) -> tuple[agenda.Rung, ...]:
    """A rung of the ladder is forgotten: the reminder of seven days before."""
    return tuple(rung for rung in _promised(facts) if rung.days != -7)


def _no_weeks(facts: Any) -> tuple[agenda.Rung, ...]:
    """The weeks after the date on which a renewal was to be filed are forgotten."""
    chased = f"{facts.state.value}" == "renewal_open"
    return tuple(rung for rung in _promised(facts) if not (chased and rung.days > 0 and rung.days % 7 == 0))


def _announced_late(letter: Any, facts: Any, at: Any) -> str:
    """What announces a date is still sent when that date is over."""
    why = _moot(letter, facts, at)
    return "" if why.startswith("L’échéance est passée") else why


def _late_timers(facts: Any) -> tuple[agenda.Timer, ...]:
    """Dates act an hour after their time."""
    return tuple(replace(timer, at=timer.at + timedelta(hours=1)) for timer in _timers(facts))


def _last_month(at: Any) -> Any:
    """The offices are read as they were thirty days before."""
    return _day(at) - timedelta(days=30)


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
    "an overdue renewal is not chased every week": [(agenda, "rungs", _no_weeks), (mootness, "rungs", _no_weeks)],
    "a reminder leaves after the act was done": [(bundling, "moot", _after_the_act)],
    "a reminder that announces a date leaves after it": [(bundling, "moot", _announced_late)],
    "an answer announced silences nobody": [(agenda, "_acknowledged", lambda facts, rung: False)],
    "office hours are ignored": [(honouring, "office_hours", _at_any_hour), (bundling, "office_hours", _at_any_hour)],
    "several bundles a day to one mailbox": [(bundling, "_served", lambda batch, mailboxes: frozenset())],
    "the catch-up policy is ignored": [(agenda, "_decided", _all_sent)],
    "late reminders never wait for a plan": [(catchup, "MANY", 10**9)],
    "a plan that nobody answers never applies itself": [(catchup, "_lapse", lambda session, at: None)],
    "a letter that is held leaves": [(batches, "longest", lambda *given: None)],
    "a letter that was cancelled leaves": [(cancelling, "cancel", lambda *given, **more: None)],
    "an officer may chase twice in a day": [(everyday, "REST", timedelta())],
    "letters go to whoever held the office before": [(batches, "paris_day", _last_month)],
    "a moved closing is told to every second territory": [(lending, "called_on", lambda day: called_on(day)[::2])],
    "a reminder precedes the letter that starts the clock": [(agenda, "rungs", _while_untold)],
    "a timer fires twice": [(desk, "settle", _twice), (settle, "settle", _twice)],
    "a date acts an hour after its time": [(agenda, "timers", _late_timers), (settle, "timers", _late_timers)],
    "a moved closing owes reminders of its past": [(agenda, "_floor", _before_it_moved)],
    "a new presidency is not told": [(lending, "_presidencies", lambda *given: {})],
    "two sweeps at once do the same work": [(compose, "LOCKING", _UNLOCKED)],
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


def first_noticed(waves: Waves, changes: list[tuple[Any, str, Any]]) -> tuple[int, list[str]]:
    """The first of the seeds of the suite that says something, and what it says."""
    for seed in SEEDS:
        if found := noticed(waves, seed, changes):
            return seed, found
    return -1, []


def main(wanted: str) -> int:
    """How many mutations went unnoticed, of those whose name contains a word."""
    missed = 0
    with TemporaryDirectory(prefix="campus-mutations-") as folder:
        waves = Waves(Path(folder))
        assert not waves.play(SEEDS[0])[1], "the unbroken rules fail already"
        for name, changes in MUTATIONS.items():
            if wanted not in name:
                continue
            seed, found = first_noticed(waves, changes)
            missed += not found
            said = f"noticed by seed {seed}" if found else "MISSED"
            print(f"{said}: {name}", *[line[:220] for line in found[:3]], sep="\n    ", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1] if len(sys.argv) > 1 else "") else 0)

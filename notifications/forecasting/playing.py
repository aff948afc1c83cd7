"""Letting time pass over a world: the rules move objects, honour rungs and let letters go, with nothing written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from notifications.forecasting.leaving import Leaving
from notifications.forecasting.lines import Fate, Line
from notifications.forecasting.linking import as_of, relink
from notifications.forecasting.resting import resting
from notifications.forecasting.world import Known, World
from states import agenda
from states.agenda import Rung, next_wake, rungs_owed
from states.deadlines import awaited
from states.machine import Outcome
from states.settle import moves
from store.desk.rungs import letter_of
from store.desk.writing import letters_of

#: In the order of the sweeps of a minute.
ORDER = ("wave", "application", "label", "session", "order")
#: A forecast that has not come to its end after so many instants is wrong.
MOST_INSTANTS = 100_000
MOST_TURNS = 20


@dataclass(slots=True)
class Play:
    """One future of a world, instant by instant."""

    world: World
    until: datetime
    lines: dict[str, Line] = field(default_factory=dict)
    leaving: Leaving = field(init=False)
    moves: list[tuple[Known, Outcome]] = field(default_factory=list)
    events: int = 0

    def __post_init__(self) -> None:
        self.leaving = Leaving(self.world, self.lines)

    def run(self) -> None:
        """From the present to the end."""
        self.leaving.tell_held()
        for known in self.world.objects.values():
            self._rest(known, self.world.at)
            known.wake = known.wake if known.wake and known.wake <= self.world.at else self._next(known, self.world.at)
        for _ in range(MOST_INSTANTS):
            coming = self._coming()
            if coming is None or coming > self.until:
                return
            self._live(max(coming, self.world.at))
        raise RuntimeError(f"the forecast stands still at {self._coming()}")

    def _coming(self) -> datetime | None:
        wakes = (known.wake for known in self.world.objects.values() if known.wake)
        letters = (letter["not_before"] for letter in self.world.letters)
        return min((*wakes, *letters), default=None)

    def _live(self, at: datetime) -> None:
        """One instant: what is due moves, what is owed leaves, and so on while anything changes."""
        for _ in range(MOST_TURNS):
            awake = self._awake(at)
            for known in awake:
                if known.wake and known.wake <= at:
                    self._refresh(known, at)
            gone = self.leaving.compose(at)
            self._start_clocks(gone, at)
            if not awake and not gone:
                return

    def _awake(self, at: datetime) -> list[Known]:
        found = [known for known in self.world.objects.values() if known.wake and known.wake <= at]
        return sorted(found, key=lambda known: (ORDER.index(known.kind), known.wake, known.ref))

    def _refresh(self, known: Known, at: datetime) -> None:
        before, facts = known.facts, as_of(known, at)
        done = moves(facts, at)
        known.facts = facts
        self.moved(known, done)
        self._honour(known, at)
        known.wake = self._next(known, at)
        if done:
            list(relink(self.world, known, before, at))

    def moved(self, known: Known, done: Sequence[Outcome]) -> None:
        """What some moves make of an object, and the letters that they owe."""
        for outcome in done:
            self.events, known.seq = self.events - 1, known.seq + 1
            owed = letters_of(known.kind, outcome, known.seq, self.events)
            self.leaving.owe(owed)
            self.moves.append((known, outcome))
            known.facts = self._entered(known, outcome, {letter["office"] for letter in owed})

    def _entered(self, known: Known, outcome: Outcome, told: set[str]) -> Any:
        if outcome.after.state == outcome.before.state:
            return replace(outcome.after, telling=known.facts.telling, told_at=known.facts.told_at,
                           honoured=known.facts.honoured)  # fmt: skip
        known.entered = self.events
        telling = bool(told & set(awaited(outcome.after)))
        return replace(outcome.after, telling=telling, told_at=None, honoured=frozenset())

    def _honour(self, known: Known, at: datetime) -> None:
        owed = rungs_owed(known.facts, at)
        self.leaving.owe(letter_of(known.kind, known.facts, rung, at) for rung in owed if rung.fate is agenda.Fate.SEND)
        for rung in owed:
            if rung.fate is not agenda.Fate.SEND:
                self._say(known, rung, Fate(rung.fate.value), f"{rung.fate.label.capitalize()}.")
        known.facts = replace(known.facts, honoured=known.facts.honoured | {rung.key for rung in owed})
        self._rest(known, at)

    def _rest(self, known: Known, at: datetime) -> None:
        """Rungs that would be owed if nothing kept them quiet; what is said of them is true as long as that lasts."""
        for key in known.quiet:
            if self.lines[key].at > at:
                del self.lines[key]
        quiet = [(rung, why) for rung, why in resting(known.facts) if at < rung.at <= self.until]
        for rung, why in quiet:
            self._say(known, rung, Fate.QUIET, why)
        known.quiet = tuple(rung.key for rung, _ in quiet)

    def _say(self, known: Known, rung: Rung, fate: Fate, why: str) -> None:
        self.lines[rung.key] = Line(
            at=rung.at,
            key=rung.key,
            letter=rung.letter,
            kind=known.kind,
            ref=known.ref,
            name=known.name,
            office=rung.office,
            fate=fate,
            due=rung.due,
            days=rung.days,
            why=why,
        )

    def _next(self, known: Known, at: datetime) -> datetime | None:
        return next_wake(as_of(known, at), at)

    def _start_clocks(self, gone: Iterable[dict[str, Any]], at: datetime) -> None:
        """A letter that began a stage has left: the reminders of that stage may run."""
        for known in self._told(gone):
            known.facts = replace(known.facts, telling=False, told_at=at)
            known.wake = at

    def _told(self, gone: Iterable[dict[str, Any]]) -> Iterator[Known]:
        for letter in gone:
            known = self.world.known(letter["kind"], letter["ref"])
            if known.facts.telling and known.entered == letter["event"] and letter["office"] in awaited(known.facts):
                yield known

"""The model: everything that lives, and what has been done to it by acts and by dates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tests.simulation.things import FINAL, Thing
from tests.simulation.timers import TOLD, timer


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An act that was admitted: when, on what, what, by which office, with what. `ref` is the object's reference."""

    at: datetime
    kind: str
    ref: str
    trigger: str
    office: str
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class Fired:
    """A transition that a date did: its instant, and its date in law."""

    kind: str
    ref: str
    trigger: str
    at: datetime
    legal: date


@dataclass(slots=True)
class Book:
    """Everything that lives, the timers that have fired, and since when each region has another president.

    `moved` is told of each object whose dates changed.
    """

    acts: "Mapping[tuple[str, str], Act]"
    things: dict[tuple[str, str], Thing] = field(default_factory=dict)
    fired: list[Fired] = field(default_factory=list)
    presidencies: dict[str, list[date]] = field(default_factory=dict)
    moved: Callable[[Thing], None] = lambda thing: None

    def of(self, kind: str) -> list[Thing]:
        return [thing for thing in self.things.values() if thing.kind == kind]

    def add(self, thing: Thing) -> Thing:
        self.things[thing.kind, thing.ref] = thing
        thing.presidencies = self.presidencies
        self.moved(thing)
        return thing

    def act(self, deed: Deed) -> None:
        """What the act changes, after the dates that came before it."""
        thing = self.things[deed.kind, deed.ref]
        if thing.wave:
            self.settle(thing.wave, deed.at)
        self.settle(thing, deed.at)
        self.acts[deed.kind, deed.trigger](self, thing, deed)
        self.moved(thing)
        self.conclude(deed.at)

    def conclude(self, at: datetime) -> None:
        """The wave is over with its last application."""
        for wave in self.of("wave"):
            mine = [one for one in self.of("application") if one.wave is wave]
            if wave.state == "deciding" and all(one.state in FINAL for one in mine):
                wave.enter("completed", at)
                self.moved(wave)

    def settle(self, thing: Thing, at: datetime) -> None:
        """What dates have done to it by then, each at its own instant."""
        while (coming := timer(thing)) and coming[0] <= at:
            when, trigger, target, legal = coming
            self.fired.append(Fired(thing.kind, thing.ref, trigger, when, legal))
            if thing.coming and target == thing.state:
                thing.succeeded.append(thing.coming)
                continue
            thing.enter(target, when, _told(trigger, thing))
            self.join(thing, when)
            self.moved(thing)

    def join(self, thing: Thing, at: datetime) -> None:
        """A label whose renewal is filed has nothing more to be reminded of."""
        if thing.stage == "label/renewal_open" and any(
            one.parent is thing and one.state in {"submitted", "admissibility"} for one in self.of("application")
        ):
            thing.enter("renewal_filed", at)
            self.moved(thing)


Act = Callable[[Book, Thing, Deed], None]


def _told(trigger: str, thing: Thing) -> tuple[str, ...]:
    """To whom the letter of a timer goes."""
    return TOLD[trigger](thing) if trigger in TOLD else ()

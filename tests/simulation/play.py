"""One run: humans act when they feel like it, sweeps run when they can, and the model keeps its book beside them."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from random import Random
from typing import Any

from states.refusals import Refusal
from tests.simulation.acts import ACTS as BOOKED
from tests.simulation.book import Book, Deed
from tests.simulation.days import DAY, TICK, midnight_after, paris_day
from tests.simulation.humans import Intent, intents
from tests.simulation.reminders import Reminders, coming
from tests.simulation.stage import Stage
from tests.simulation.things import Thing, awaited, due, file_by
from tests.simulation.timers import MARGIN, over, timer

#: How late the sweeps of an ordinary day are: mostly not at all, sometimes until the evening or the night.
DELAYS = (timedelta(), timedelta(hours=3), timedelta(hours=8), timedelta(hours=15))

#: How often two sweeps run at once.
TWICE = 0.1


@dataclass(slots=True)
class Play:
    """A clock, a book, a stage, and what is going to happen; `written` are letters of acts: which, of what, to whom."""

    rng: Random
    stage: Stage
    now: datetime
    slots: list[datetime] = field(default_factory=list)
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)
    ahead: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    written: list[tuple[str, str, str, datetime]] = field(default_factory=list)
    counter: int = 0
    acted: datetime | None = None
    swept: int = 0
    doubled: int = 0
    delay: timedelta = timedelta()
    last_swept: datetime = field(init=False)
    book: Book = field(init=False)
    reminders: Reminders = field(init=False)

    def __post_init__(self) -> None:
        self.book, self.reminders = Book(BOOKED), Reminders(self.stage.mailboxes, self.stage.person)
        self.book.moved = self.reminders.forget
        self.last_swept = self.now

    def at(self, moment: datetime, does: Callable[[datetime], None]) -> None:
        """Something will happen."""
        self.counter += 1
        heappush(self.ahead, (max(moment, self.now), self.counter, does))

    def when(self, moment: datetime) -> datetime:
        """The next time at which people are at their desks."""
        return self.slots[min(bisect_left(self.slots, moment), len(self.slots) - 1)]

    def run(self, until: datetime) -> None:
        """Let everything happen, in order."""
        while True:
            sweeps = self._next_sweep()
            if self.ahead and self.ahead[0][0] <= min(sweeps or until, until):
                self.now, _, does = heappop(self.ahead)
                does(self.now)
                self.acted = self.acted or self.now
            elif sweeps and sweeps <= until:
                self.sweep(sweeps)
            else:
                self.now = until
                return

    def _next_sweep(self) -> datetime | None:
        owed = coming(self.reminders, list(self.book.things.values()), self.last_swept)
        first = min((moment for moment in (owed, self.acted) if moment), default=None)
        if first is None:
            return None
        late = max(first + self.delay, self.now)
        ends = [end for start, end in self.outages if start <= late < end]
        return max([late, *ends])

    def sweep(self, at: datetime) -> None:
        """The sweeps of one instant, in reality and in the book."""
        doubled = self.rng.random() < TWICE
        # The workers' turns have chances of their own: what a seed tells must not hang on how many the product takes.
        self.stage.sweep(at, Random(self.rng.random()), doubled=doubled)
        things = list(self.book.things.values())
        for thing in things:
            self._watched(thing, partial(self.book.settle, thing, at))
        self.book.conclude(at)
        for thing in things:
            self.reminders.remind(thing, at)
        self.reminders.deliver(at)
        for thing in things:
            self.reminders.begin_clock(thing, at)
        self.now = self.last_swept = at
        self.acted, self.delay = None, self.rng.choice(DELAYS)
        self.swept, self.doubled = self.swept + 1, self.doubled + doubled

    def _watched(self, thing: Thing, does: Callable[[], None]) -> None:
        """People react to a new stage."""
        before = (thing.stage, thing.entered)
        does()
        if (thing.stage, thing.entered) != before:
            self.react(thing)

    def react(self, thing: Thing) -> None:
        """What people intend now."""
        for intent in intents(self.rng, thing, self.stage.document):
            began = (thing.stage, thing.entered)
            moment = self.when(max(thing.entered, self.now) + intent.days * DAY)
            self.at(moment, partial(self._carry_out, thing, began, intent))

    def _carry_out(self, thing: Thing, began: tuple[str, datetime], intent: Intent, at: datetime) -> None:
        """If it still makes sense."""
        if (thing.stage, thing.entered) != began:
            return
        given = self._given(thing, intent, at)
        if given is not None:
            does = ACTS.get(intent.trigger, Play.act)
            does(self, at, thing, intent.trigger, intent.office, given)

    def _given(self, thing: Thing, intent: Intent, at: datetime) -> Mapping[str, Any] | None:
        """Days become dates; None when the office has nothing to say any more."""
        today, given = paris_day(at), dict(intent.given)
        if intent.trigger == "acknowledge":
            late = due(thing)
            if intent.office not in awaited(thing) or late is None:
                return None
            longest = max(0, (paris_day(late - TICK) - today).days) if late > at else 5
            given["answer_on"] = today + min(intent.given["answer_on"], longest) * DAY
        if intent.trigger == "give_opinion":
            given["dated"] = today
        if intent.trigger == "extend":
            given["due"] = max(today, paris_day(due(thing) or at)) + intent.given["due"] * DAY
        return given

    def act(self, at: datetime, thing: Thing, trigger: str, office: str, given: Mapping[str, Any]) -> None:
        """One act, admitted or refused as the model says, then written in the book."""
        admitted = admits(thing, trigger, at)
        try:
            self.stage.act(at, thing.kind, thing.ref, trigger, office, given)
        except Refusal as refusal:
            if admitted:
                raise AssertionError(f"{at} {thing.ref} {trigger} by {office} was refused: {refusal}") from refusal
            return
        assert admitted, f"{at} {thing.ref} {trigger} by {office} should have been refused"
        self.note(Deed(at=at, kind=thing.kind, ref=thing.ref, trigger=trigger, office=office, given=given))

    @staticmethod
    def is_dated(thing: Thing, at: datetime) -> bool:
        """Whether a date has moved it already, though no sweep has said so yet."""
        dated = timer(thing)
        return dated is not None and dated[0] <= at

    def note(self, deed: Deed) -> None:
        """Write an act in the book; whoever it concerns reacts."""
        before = {key: (one.stage, one.entered) for key, one in self.book.things.items()}
        self.book.act(deed)
        for key, one in list(self.book.things.items()):
            if before.get(key) != (one.stage, one.entered):
                self.react(one)

    def born(self, thing: Thing) -> Thing:
        """An object that has just been created."""
        self.book.add(thing)
        self.react(thing)
        return thing


def admits(thing: Thing, trigger: str, at: datetime) -> bool:
    """Whether the procedure takes the act at that instant; only dates refuse what people here attempt."""
    if thing.stage in {"application/draft", "application/joint_signature"} and thing.wave and trigger == "sign":
        return thing.wave.takes_late or at <= over(thing.wave) - MARGIN
    return trigger != "acknowledge" or not Play.is_dated(thing, at)


Act = Callable[["Play", datetime, Thing, str, str, Mapping[str, Any]], None]


def _request(play: Play, at: datetime, one: Thing, trigger: str, office: str, given: Mapping[str, Any]) -> None:
    """Signatures are asked of a complete file, with the regions' deliberations."""
    if one.wave and at > over(one.wave):
        return
    sections = {f"s{number}": "Texte" for number in range(1, 12 if one.bodies else 7)}
    partners = [{"kind": kind, "name": "Lycée"} for kind in (("eple", "epscp") if one.bodies else ("eple",))]
    content = {"sections": sections, "partners": partners, "sector": "numerique", "support": "Lycée"}
    play.act(at, one, "edit", office, content)
    for region in one.regions:
        dated = {"dated": paris_day(at), "executory": True, "document": play.stage.document}
        play.act(at, one, "attach_resolution", f"region_officer:{region}", dated)
    play.act(at, one, trigger, office, given)


def _submit_late(play: Play, at: datetime, one: Thing, trigger: str, office: str, given: Mapping[str, Any]) -> None:
    closing = over(one.wave) - MARGIN if one.wave else midnight_after(one.on) - TICK if one.on else at
    if at > closing and awaited(one) == (office,):
        play.act(at, one, trigger, office, given)


def _publish(play: Play, at: datetime, order: Thing, trigger: str, office: str, given: Mapping[str, Any]) -> None:
    published = {**given, "published_on": paris_day(at)}
    play.stage.act(at, "order", order.ref, trigger, office, published)
    told = {"labels": play.stage.labels_of(order.ref)}
    play.note(Deed(at=at, kind="order", ref=order.ref, trigger=trigger, office=office, given=told))


def _renew(play: Play, at: datetime, label: Thing, trigger: str, office: str, given: Mapping[str, Any]) -> None:
    fields = {"campus": "FICT", "name": "Renouvellement", "academies": label.academies, "regions": label.regions}
    ref = play.stage.create(at, "application", office, {**fields, "edition": "2014"}, (label.ref,))
    play.born(
        Thing(
            kind="application", ref=ref, state="draft", entered=at, academies=label.academies, regions=label.regions,
            parent=label, bodies=True, on=file_by(label), told_first=frozenset(label.services),
        )
    )  # fmt: skip


def _edit_back(play: Play, at: datetime, one: Thing, trigger: str, office: str, given: Mapping[str, Any]) -> None:
    if one.wave is None or at <= over(one.wave) - MARGIN:
        play.act(at, one, trigger, office, given)


ACTS: dict[str, Act] = {
    "request_signatures": _request,
    "submit_late": _submit_late,
    "publish": _publish,
    "renew": _renew,
    "edit_after_signature": _edit_back,
    "refuse_signature": _edit_back,
}

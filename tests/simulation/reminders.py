"""The model of the reminders: which are owed, when they leave, in which bundle; by hand after DESIGN §4 and §6."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.simulation.days import (
    DAY,
    TICK,
    backward,
    forward,
    midnight_after,
    next_open,
    next_worked_morning,
    opening,
    paris_day,
    site,
)
from tests.simulation.ladders import LADDERS, Rungs
from tests.simulation.letters import Bundle, Letter, Owed, Rung
from tests.simulation.restraint import Hold, Plans
from tests.simulation.things import Thing, awaited, due
from tests.simulation.timers import timer

BREATHING = timedelta(days=3)


@dataclass(slots=True)
class Reminders:
    """What is owed and what has left; `mailboxes` says who reads for an office on a day."""

    mailboxes: Callable[[str, date], tuple[str, ...]]
    holder: Callable[[str, date], str]
    owed: dict[str, Owed] = field(default_factory=dict)
    bundles: list[Bundle] = field(default_factory=list)
    moot: set[str] = field(default_factory=set)
    sent: list[Letter] = field(default_factory=list)
    cancelled: set[str] = field(default_factory=set)
    waiting: list[Letter] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    made: Plans = field(default_factory=Plans)
    served: dict[str, date] = field(default_factory=dict)
    plans: dict[str, tuple[Rung, ...]] = field(default_factory=dict)

    def forget(self, thing: Thing) -> None:
        """Its dates have changed."""
        self.plans.pop(thing.ref, None)

    def plan(self, thing: Thing) -> tuple[Rung, ...]:
        """Every reminder that its present stage owes, past or to come."""
        if thing.ref not in self.plans:
            self.plans[thing.ref] = tuple(sorted(_promised(thing), key=lambda rung: rung.at))
        return self.plans[thing.ref]

    def remind(self, thing: Thing, at: datetime) -> None:
        """Owe what has come; of several late together to one office only the last, if it still makes sense."""
        late: defaultdict[str, list[Rung]] = defaultdict(list)
        for rung in self.plan(thing):
            if rung.at <= at and rung.key not in self.owed:
                late[rung.office].append(rung)
        for *older, last in late.values():
            self.owed |= {rung.key: Owed("merged", rung.at, at) for rung in older}
            useless = last.announces and at >= last.due
            self.owed[last.key] = Owed("dropped" if useless else "send", last.at, at)
            if not useless:
                self.waiting.append(Letter(thing, last, next_open(at, site(last.office))))

    def last(self, thing: Thing) -> dict[str, datetime]:
        """When its ladder last had something for each office, sent or not, of what it still owes."""
        return {rung.office: rung.at for rung in self.plan(thing) if rung.key in self.owed}

    def deliver(self, at: datetime) -> None:
        """One bundle per mailbox and day: what comes too late for today's waits for the next working morning."""
        self.made.gather(self.waiting, self.owed, at)
        day, bundles = paris_day(at), defaultdict[str, set[str]](set)
        already = {mailbox for mailbox, last in self.served.items() if last == day}
        for letter in [one for one in self.waiting if one.not_before <= at]:
            readers, where = self.mailboxes(letter.rung.office, day), site(letter.rung.office)
            if not self._still_owed(letter, at):
                self.moot.add(letter.rung.key)
                self.waiting.remove(letter)
            elif ends := self.kept(letter.rung.kind, letter.thing.ref, letter.rung.office, at):
                letter.wait(ends)
                letter.held = True
            elif next_open(at, where) > at:
                letter.wait(next_open(at, where))
            elif already & set(readers):
                letter.wait(next_worked_morning(at, where))
            else:
                self.waiting.remove(letter)
                self.sent.append(letter)
                for mailbox in readers:
                    bundles[mailbox].add(letter.rung.key)
        for mailbox, keys in bundles.items():
            self.bundles.append(Bundle(mailbox, at, frozenset(keys)))
            self.served[mailbox] = day

    def kept(self, kind: str, ref: str, office: str, at: datetime) -> datetime | None:
        """Until when a hold keeps such a letter back."""
        person = self.holder(office, paris_day(at))
        return max((one.ends for one in self.holds if one.covers(kind, ref, person, at)), default=None)

    def lift(self, hold: Hold, at: datetime) -> None:
        """What was kept back is looked at again."""
        hold.lifted = at
        for letter in self.waiting:
            if letter.held:
                letter.not_before = at

    def begin_clock(self, thing: Thing, at: datetime) -> None:
        """The letter that opens a stage has reached one of those awaited."""
        waiting = thing.told_first & set(awaited(thing)) if thing.told is None else ()
        if any(not self.kept("", thing.ref, office, at) for office in waiting):
            thing.told = at
            self.forget(thing)

    def _still_owed(self, letter: Letter, at: datetime) -> bool:
        """Its stage, its date and its office still stand, its day is not over, and the next one's hour has not come."""
        plan = self.plan(letter.thing)
        mine = next((one for one in plan if one.key == letter.rung.key), None)
        if mine is None or (mine.announces and at >= mine.due):
            return False
        beside = [one for one in plan if (one.office, one.concerns) == (mine.office, mine.concerns)]
        return not any(mine.at < one.at <= at for one in beside)

    def coming(self, thing: Thing) -> datetime | None:
        """The first reminder that has not been dealt with."""
        return next((rung.at for rung in self.plan(thing) if rung.key not in self.owed), None)


def _promised(thing: Thing) -> Iterator[Rung]:
    ladder, late_at = LADDERS.get(thing.stage), due(thing)
    if ladder is None or late_at is None or _is_silent(thing):
        return
    for rung in _ladder(thing, ladder, late_at):
        until = thing.answers.get(rung.concerns)
        if rung.at > _floor(thing) and not (until and rung.at < midnight_after(until)):
            yield rung


def _is_silent(thing: Thing) -> bool:
    """While the letter that opens the stage has not left, and while an order carries the application."""
    return bool(thing.told_first and not thing.told) or (thing.state == "proposed" and thing.order is not None)


def _floor(thing: Thing) -> datetime:
    told = thing.told + BREATHING if thing.told else None
    closing_set = thing.wave.closes_set if thing.wave and thing.state in {"draft", "joint_signature"} else None
    moments = (thing.entered, thing.set_at, thing.resumed, told, closing_set)
    return max(moment for moment in moments if moment)


def _ladder(thing: Thing, ladder: Rungs, late_at: datetime) -> Iterator[Rung]:
    waiting = awaited(thing)
    for office in waiting:
        for days in ladder.before:
            yield _rung(thing, "before", -days, office, office, late_at)
        if ladder.on_day:
            yield _rung(thing, "due", 0, office, office, late_at)
        for days in ladder.after:
            yield _rung(thing, "after", days, office, office, late_at)
    if ladder.above is not None and waiting:
        for office in _superiors(thing, ladder):
            if office not in waiting:
                yield _rung(thing, "escalation", ladder.above, office, waiting[0], late_at)


def _superiors(thing: Thing, ladder: Rungs) -> Iterator[str]:
    for named in ladder.superiors:
        yield from thing.sponsors if named == "sponsors" else (named,)


def _rung(thing: Thing, rank: str, days: int, office: str, concerns: str, late_at: datetime) -> Rung:
    """Before and on the day, the worked day before; after it, the worked day after; at 07:30 on the spot."""
    announces = rank in {"before", "due"}
    day = paris_day(late_at - TICK) + days * DAY
    where = site(office)
    at = opening(backward(day, where) if announces else forward(day, where), where)
    key = f"{thing.stage}_{rank}:{thing.ref}:{thing.round}:{late_at:%Y-%m-%dT%H:%MZ}:{days}:{office}"
    return Rung(key, office, concerns, at, late_at, announces)


def coming(reminders: Reminders, things: list[Thing], after: datetime) -> datetime | None:
    """The next instant at which anything is owed."""
    found = [letter.not_before for letter in reminders.waiting]
    for thing in things:
        dated = timer(thing)
        found += [moment for moment in (dated and dated[0], reminders.coming(thing)) if moment]
    return min((moment for moment in found if moment > after), default=None)

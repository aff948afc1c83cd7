"""What keeps a reminder back in the model: a hold that someone placed, or a plan after an outage that awaits a yes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.simulation.days import DAY, MAINLAND, PARIS, forward, next_open, site
from tests.simulation.letters import Letter, Owed

#: So many reminders, each a day late or more, wait for one yes (issue 4, point 5).
MANY, LATE = 20, timedelta(hours=24)


@dataclass(slots=True)
class Hold:
    """Letters of a person, about an object, of a kind or of all sorts, kept back until an instant."""

    scope: str
    target: str
    ends: datetime
    number: str = ""
    lifted: datetime | None = None

    def covers(self, kind: str, ref: str, person: str, at: datetime) -> bool:
        """Whether it keeps back a letter of that kind, about that object, to an office that this person holds."""
        wanted = {"kind": kind, "object": ref, "person": person, "everything": ""}[self.scope]
        return self.lifted is None and at < self.ends and wanted == self.target


@dataclass(slots=True)
class Plan:
    """Late reminders that wait for a yes until a working day has passed."""

    number: int
    applies_at: datetime
    keys: set[str]
    applied: bool = False


@dataclass(slots=True)
class Plans:
    """The plans made so far; at most one is waiting."""

    made: list[Plan] = field(default_factory=list)

    def waiting(self) -> Plan | None:
        """The one that nobody has answered."""
        return next((plan for plan in self.made if not plan.applied), None)

    def gather(self, letters: Iterable[Letter], owed: dict[str, Owed], at: datetime) -> None:
        """Before anything leaves: a plan whose day is over applies itself, and what is late goes under one."""
        letters, plan = list(letters), self.waiting()
        if plan and plan.applies_at <= at:
            self.apply(plan, letters, at)
        seen = {key for one in self.made for key in one.keys}
        late = [
            letter
            for letter in letters
            if letter.not_before <= at
            and letter.rung.at <= at - LATE
            and not letter.put_off
            and letter.rung.key not in seen
        ]
        if late:
            self._put_under_one(late, owed, seen, at)

    def _put_under_one(self, late: list[Letter], owed: dict[str, Owed], seen: set[str], at: datetime) -> None:
        since = min(owed[letter.rung.key].honoured for letter in late)
        beside = {
            key
            for key, one in owed.items()
            if one.fate != "send" and one.honoured >= since and one.at <= since - LATE and key not in seen
        }
        keys, plan = {letter.rung.key for letter in late} | beside, self.waiting()
        if plan is None:
            if len(keys) < MANY:
                return
            plan = Plan(len(self.made) + 1, _working_day_later(at), set())
            self.made.append(plan)
        plan.keys |= keys
        for letter in late:
            letter.wait(next_open(plan.applies_at, site(letter.rung.office)))

    def apply(self, plan: Plan, letters: Iterable[Letter], at: datetime) -> None:
        """A yes, or a day of silence: what waits leaves as soon as its office is open."""
        plan.applied = True
        for letter in letters:
            if letter.rung.key in plan.keys and letter.not_before > at and not letter.held:
                letter.not_before = next_open(at, site(letter.rung.office))


def _working_day_later(at: datetime) -> datetime:
    start = next_open(at, MAINLAND).astimezone(PARIS)
    day = forward(start.date() + DAY)
    return datetime.combine(day, start.timetz())

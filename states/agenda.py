"""All that is owed, computed from the facts: timers and rungs, each with a stable key; nothing is ever planned."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from states.calendar import last_instant, paris_day, rung_instant
from states.deadlines import awaited, due_at
from states.declaration import Catchup, Ladder, Nature, Rank, Stage, Step, lifecycle_of
from states.holidays import Place
from states.words import Word

#: A rung never follows the letter that started the clock by less than three days.
BREATHING = timedelta(days=3)


class Fate(Word):
    """What becomes of a rung whose instant has come."""

    SEND = "send", "à envoyer"
    MERGED = "merged", "fondu dans le suivant"
    DROPPED = "dropped", "abandonné"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One reminder of a ladder, for one office: when it leaves, and under which key it is owed once."""

    key: str
    letter: str
    rank: Rank
    days: int
    office: str
    concerns: str
    at: datetime
    due: datetime
    fate: Fate = Fate.SEND


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A transition that a date does, as of its own instant."""

    step: Step
    at: datetime


def agenda(facts: Any, at: datetime) -> tuple[Timer | Rung, ...]:
    """What is owed at that instant and not yet honoured, in order."""
    owed: list[Timer | Rung] = [timer for timer in timers(facts) if timer.at <= at]
    owed += rungs_owed(facts, at)
    return tuple(sorted(owed, key=lambda one: one.at))


def timers(facts: Any) -> tuple[Timer, ...]:
    """Timers of the present state, due or to come, in order; none is earlier than the state that it ends."""
    steps = (s for s in lifecycle_of(facts).steps_from[facts.state] if s.nature is Nature.TIMER)
    dated = ((step, step.when_due(facts)) for step in steps if step.when_due)
    found = (Timer(step=s, at=max(when, facts.entered_at)) for s, when in dated if when is not None)
    return tuple(sorted(found, key=lambda timer: timer.at))


def rungs_owed(facts: Any, at: datetime) -> tuple[Rung, ...]:
    """Rungs whose instant has come, with their fate by the ladder's catch-up policy."""
    ladder = _stage(facts).ladder
    if ladder is None:
        return ()
    due = [rung for rung in rungs(facts) if rung.at <= at and rung.key not in facts.honoured]
    return tuple(_decided(due, ladder, at))


def _decided(due: Iterable[Rung], ladder: Ladder, at: datetime) -> Iterator[Rung]:
    """Of several rungs late together towards one office, the policy sends all, the last, or none of the old ones."""
    by_office: dict[str, list[Rung]] = {}
    for rung in due:
        by_office.setdefault(rung.office, []).append(rung)
    for late in by_office.values():
        for rung in late[:-1]:
            yield replace(rung, fate=_OLDER[ladder.policy])
        yield replace(late[-1], fate=_last(late[-1], ladder, at))


_EARLY = {Rank.BEFORE, Rank.DUE}
_OLDER = {Catchup.LATE: Fate.SEND, Catchup.LAST: Fate.MERGED, Catchup.DROP: Fate.DROPPED}


def _last(rung: Rung, ladder: Ladder, at: datetime) -> Fate:
    stale = ladder.policy is Catchup.DROP and at - rung.at > timedelta(days=1)
    overtaken = rung.rank in _EARLY and at >= rung.due
    return Fate.DROPPED if stale or overtaken else Fate.SEND


def rungs(facts: Any) -> tuple[Rung, ...]:
    """Every rung of the present stage that exists, past or to come, by office then by instant."""
    stage, due = _stage(facts), due_at(facts)
    if stage.ladder is None or due is None or facts.telling or _silent(stage.ladder, facts):
        return ()
    floor = _floor(facts)
    last_day = paris_day(due - timedelta(microseconds=1))
    found = (
        rung
        for office, concerns, marks in _addressees(facts, stage)
        for rung in _for_office(
            facts, stage, office, concerns, _dated(marks, last_day, facts.place(office), floor), due
        )
    )
    return tuple(rung for rung in found if not _acknowledged(facts, rung))


def _silent(ladder: Ladder, facts: Any) -> bool:
    return ladder.unless is not None and ladder.unless(facts)


def _floor(facts: Any) -> datetime:
    """A rung exists only later than the stage, the date, the clock, and three days after the letter that began it."""
    told = facts.told_at + BREATHING if facts.told_at else None
    moments: tuple[datetime | None, ...] = (facts.entered_at, facts.dated_at, facts.resumed_at, told)
    return max(moment for moment in moments if moment)


def _acknowledged(facts: Any, rung: Rung) -> bool:
    return any(a.office == rung.concerns and rung.at < last_instant(a.until) for a in facts.acknowledgements)


_Marks = tuple[tuple[Rank, int], ...]
_Dated = Iterable[tuple[Rank, int, datetime]]


@cache
def _marks(ladder: Ladder) -> _Marks:
    return (
        *((Rank.BEFORE, -days) for days in sorted(ladder.before, reverse=True)),
        *(((Rank.DUE, 0),) if ladder.on_day else ()),
        *((Rank.AFTER, days) for days in sorted(ladder.after)),
    )


def _addressees(facts: Any, stage: Stage) -> Iterator[tuple[str, str, _Marks]]:
    assert stage.ladder is not None
    ladder = stage.ladder
    waiting = awaited(facts)
    for office in waiting:
        yield office, office, _marks(ladder)
    if ladder.escalate is not None and waiting:
        for audience in stage.escalates_to:
            for office in audience.of(facts):
                if office not in waiting:
                    yield office, waiting[0], ((Rank.ESCALATION, ladder.escalate),)


def _dated(marks: _Marks, last_day: date, place: Place, floor: datetime) -> _Dated:
    """The marks of a ladder with their instants; those up to the floor do not exist."""
    for rank, days in marks:
        at = rung_instant(last_day + timedelta(days=days), place, before=rank in _EARLY)
        if at > floor:
            yield rank, days, at


def _for_office(facts: Any, stage: Stage, office: str, concerns: str, dated: _Dated, due: datetime) -> Iterator[Rung]:
    kind = lifecycle_of(facts).kind
    owed = f"{facts.ref}:{round_of(facts)}:{due.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    for rank, days, at in dated:
        letter = f"{kind}/{stage.state.value}_{rank.value}"
        yield Rung(
            key=f"{letter}:{owed}:{days}:{office}",
            letter=letter,
            rank=rank,
            days=days,
            office=office,
            concerns=concerns,
            at=at,
            due=due,
        )


def round_of(facts: Any) -> int:
    """Number of the round: a second round owes its reminders anew."""
    return getattr(facts, "round", 0)


def _stage(facts: Any) -> Stage:
    return lifecycle_of(facts).stage_of[facts.state]


def next_wake(facts: Any, after: datetime) -> datetime | None:
    """Next instant at which the agenda changes: the next timer or the next rung."""
    coming = [timer.at for timer in timers(facts)] + [rung.at for rung in rungs(facts)]
    return min((moment for moment in coming if moment > after), default=None)


def first_owed(facts: Any) -> datetime | None:
    """The first instant, past or to come, at which a date does something, or a reminder not yet honoured is owed."""
    moments = [timer.at for timer in timers(facts)]
    moments += [rung.at for rung in rungs(facts) if rung.key not in facts.honoured]
    return min(moments, default=None)

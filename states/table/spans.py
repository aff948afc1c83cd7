"""The past of an object cut into spans: one per deadline, with the dates that moved and the clocks that stopped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from states.deadlines import due_at
from states.declaration import Deadline, Stage, lifecycle_of
from states.facts import borrowed_fields
from states.table.rows import Change, Moment, Pause

#: What carries an object: borrowed into its past only where it carried it then too.
CARRIERS = {"session": "session_ref", "order": "order_ref", "wave": "wave_code"}


@dataclass(slots=True, kw_only=True)
class Span:
    """A deadline while it ran: from its first stage to what came after, `left` being None for the present one."""

    deadline: Deadline | None
    since: datetime
    facts: Any
    left: Moment | None = None
    changes: list[Change] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)

    @property
    def stage(self) -> Stage:
        """The last stage of the span."""
        return _stage(self.facts)

    @property
    def suspended(self) -> bool:
        """Whether it was left for a stage during which its clock stands still."""
        return self.left is not None and self.facts.state in _stage(self.left.facts).suspends

    def halt(self) -> Pause:
        """The pause that began when it was left."""
        assert self.left is not None
        why = self.left.facts.state.label
        return Pause(since=self.left.at, until=None, event=self.left.event, why=why)


def spans(facts: Any, past: Sequence[Moment]) -> list[Span]:
    """Every span of a life, by the time at which it was last current; the last one is the present."""
    found: list[Span] = []
    for moment in (*(_dressed(one, facts) for one in past), _present(facts)):
        if found and _key(moment.facts) == _key(found[-1].facts):
            found[-1].changes += _changed(found[-1].facts, moment)
            found[-1].facts = moment.facts
        else:
            _turn(found, moment)
    return found


def _key(facts: Any) -> object:
    """Two stages may share one deadline: the closing rules the draft and the signatures."""
    stage = _stage(facts)
    return stage.deadline or stage.state


def _present(facts: Any) -> Moment:
    return Moment(event=0, at=facts.entered_at, trigger="", facts=facts)


def _dressed(moment: Moment, facts: Any) -> Moment:
    """The facts of that time, with what they read of others as it is known today."""
    then = moment.facts
    kind: Any = type(facts)
    known = {name: getattr(facts, name) for name in borrowed_fields(kind) if _same(name, then, facts)}
    return replace(moment, facts=replace(then, **known))


def _same(name: str, then: Any, now: Any) -> bool:
    reference = CARRIERS.get(name)
    return reference is None or getattr(then, reference, "") == getattr(now, reference, "")


def _changed(before: Any, moment: Moment) -> Iterator[Change]:
    """Within a stage a date only moves by an act; two stages may share one deadline."""
    old, new = due_at(before), due_at(moment.facts)
    if old != new and moment.event and before.state == moment.facts.state:
        yield Change(at=moment.at, before=old, after=new, event=moment.event)


def _turn(found: list[Span], moment: Moment) -> None:
    """Another stage: a new clock starts, or the one that had stopped goes on."""
    if found:
        found[-1].left = moment
    stopped = _stopped(found, moment)
    if stopped is None:
        began = moment.facts.entered_at
        found.append(Span(deadline=_stage(moment.facts).deadline, since=began, facts=moment.facts))
    else:
        stopped.pauses.append(replace(stopped.halt(), until=moment.at))
        stopped.facts, stopped.left = moment.facts, None
        found.remove(stopped)
        found.append(stopped)


def _stopped(found: list[Span], moment: Moment) -> Span | None:
    """The suspended span to which the object returns."""
    same = (span for span in reversed(found) if span.suspended and _key(span.facts) == _key(moment.facts))
    return next(same, None) if found and moment.facts.state in found[-1].stage.suspends else None


def _stage(facts: Any) -> Stage:
    return lifecycle_of(facts).stage_of[facts.state]

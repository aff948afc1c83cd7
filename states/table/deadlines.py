"""The table of deadlines of an object, derived from its declaration, its facts and what has happened to it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from states.calendar import paris_day
from states.dates import french_day
from states.deadlines import awaited, due_at
from states.declaration import Nature, Stage, lifecycle_of
from states.table.others import covered, others
from states.table.rows import Change, DeadlineRow, Moment, Standing, judged
from states.table.spans import Span, spans
from states.wave.facts import Outage

#: Ends that decide nothing: what was still due before its date is due no more.
VOID_ENDS = {
    "application": frozenset({"withdrawn", "closed_without_action"}),
    "wave": frozenset({"cancelled"}),
    "session": frozenset({"cancelled"}),
    "order": frozenset({"abandoned"}),
    "label": frozenset({"merged", "split", "repealed", "withdrawn", "surrendered", "superseded"}),
}


def deadline_table(facts: Any, past: Sequence[Moment], at: datetime) -> tuple[DeadlineRow, ...]:
    """Every deadline of an object, in the order in which they began: past, present, and ahead on the ordinary way.

    `past` is what happened, in order, as far as it is known or may be told; without it the present and the future
    remain.
    """
    lived = [row for span in spans(facts, past) for row in _row(span, facts, at)]
    beside = list(others(facts, at))
    begun = sorted((row for row in (*lived, *beside) if row.since), key=lambda row: row.since or at)
    paused = {row.state for row in begun if row.standing is Standing.PAUSED}
    return (*begun, *(row for row in beside if not row.since), *_ahead(facts, paused))


def _row(span: Span, facts: Any, at: datetime) -> Iterator[DeadlineRow]:
    deadline, present = span.deadline, span.left is None
    if deadline is None or covered(span.facts):
        return
    pauses = (*span.pauses, span.halt()) if span.suspended else tuple(span.pauses)
    standing = _standing(span, facts, at)
    yield DeadlineRow(
        what=deadline.satisfied_by,
        awaits=_labels(span.stage),
        offices=awaited(span.facts) if present else (),
        rule=deadline.rule,
        law=deadline.law,
        on_passing=deadline.on_passing,
        state=span.facts.state.value,
        delay=deadline.delay,
        since=span.since,
        until=None if standing is Standing.PAUSED else due_at(span.facts),
        ended_at=span.left.at if span.left and not span.suspended else None,
        standing=standing,
        changes=tuple(sorted((*span.changes, *_from_above(span)), key=lambda change: change.at)),
        pauses=pauses,
    )


def _labels(stage: Stage) -> tuple[str, ...]:
    return tuple(audience.label for audience in stage.awaits)


def _standing(span: Span, facts: Any, at: datetime) -> Standing:
    due = due_at(span.facts)
    if span.left is None:
        return judged(due, None, at)
    lifecycle = lifecycle_of(facts)
    if span.suspended:
        return Standing.VOID if lifecycle.stage_of[facts.state].final else Standing.PAUSED
    if _ended_by_date(span):
        return Standing.MISSED
    void = span.left.facts.state.value in VOID_ENDS[lifecycle.kind]
    return Standing.VOID if void and (due is None or span.left.at <= due) else judged(due, span.left.at, at)


def _ended_by_date(span: Span) -> bool:
    """Whether the date itself put an end to the object, what was due not having come."""
    assert span.left is not None
    lifecycle = lifecycle_of(span.facts)
    steps = (s for s in lifecycle.steps_from[span.facts.state] if s.trigger.value == span.left.trigger)
    timer = any(step.nature is Nature.TIMER and step.trigger != span.stage.forward for step in steps)
    return timer and lifecycle.stage_of[span.left.facts.state].final


def _from_above(span: Span) -> Iterator[Change]:
    """What the call did to the closing of its applications."""
    wave = getattr(span.facts, "wave", None)
    if wave is None or span.deadline is None or span.deadline.due(span.facts) != span.facts.closes_at:
        return
    if wave.closing_set_at and wave.closing_set_at >= span.since:
        yield Change(
            at=wave.closing_set_at, before=None, after=wave.closes_at, why="clôture reportée pour toute la vague"
        )
    for outage in span.facts.outages:
        yield Change(at=outage.recorded_at, before=wave.closes_at, after=outage.closes_at, why=_outage(outage))


def _outage(outage: Outage) -> str:
    day = french_day(paris_day(outage.started_at))
    return f"panne de la plateforme du {day}, constatée pour tous les dossiers qu’elle a touchés"


def _ahead(facts: Any, paused: Collection[str]) -> Iterator[DeadlineRow]:
    """The deadlines of the stages still to come, dated where the date is known; those that stand still have begun."""
    lifecycle = lifecycle_of(facts)
    stage, seen = lifecycle.stage_of[facts.state], {facts.state}
    while (stage := _next(facts, stage)) and stage.state not in seen:  # type: ignore[assignment]
        seen.add(stage.state)
        then = replace(facts, state=stage.state, due_override=None)
        if stage.deadline and stage.state.value not in paused and not covered(then):
            yield _to_come(stage, then)


def _next(facts: Any, stage: Stage) -> Stage | None:
    lifecycle = lifecycle_of(facts)
    step = next((s for s in lifecycle.steps_from[stage.state] if s.trigger == stage.forward), None)
    target = step and (facts.returns_to if step.back else step.target)
    return lifecycle.stage_of[target] if target else None


def _to_come(stage: Stage, then: Any) -> DeadlineRow:
    deadline = stage.deadline
    assert deadline is not None
    return DeadlineRow(
        what=deadline.satisfied_by,
        awaits=_labels(stage),
        rule=deadline.rule,
        law=deadline.law,
        on_passing=deadline.on_passing,
        state=stage.state.value,
        until=None if deadline.counted else deadline.due(then),
        standing=Standing.AHEAD,
    )

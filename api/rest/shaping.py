"""From rows and facts to the shapes of the interface, in the words due to the person who asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from api.rest import shapes
from notifications.wording.titles import title
from states import offers as rules
from states.agenda import Rung, Timer, rungs, timers
from states.asks import options
from states.calendar import paris_day
from states.declaration import Ask, lifecycle_of
from states.diagnosis import Cause, diagnosis
from states.lifecycles import LIFECYCLES
from states.words import Word
from store.board import veil
from store.board.history import reads_all
from store.board.viewer import Viewer

PAGES = {
    "application": "/dossiers/",
    "wave": "/vagues/",
    "label": "/labels/",
    "order": "/arretes/",
    "session": "/seances/",
}


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks, and when: the words depend on both."""

    viewer: Viewer
    at: datetime

    def office(self, office: str) -> shapes.OfficeTerm:
        return shapes.OfficeTerm(id=office, title=title(office, paris_day(self.at), ""))

    def offices(self, found: Iterable[str]) -> list[shapes.OfficeTerm]:
        return [self.office(office) for office in found]

    def state(self, kind: str, value: str) -> shapes.Term:
        """A state by its name for officers, or by its public one, under which several may look alike."""
        if self.viewer.sees_inside:
            return term(LIFECYCLES[kind].states(value))
        return shapes.Term(value=alike(kind, value)[0], label=public(kind, value))

    def reads_all(self, kind: str, facts: Any) -> bool:
        """Whether comparative opinions and inner work are open to the viewer: applicants wait for the decision."""
        return reads_all(self.viewer, kind, facts.ref, facts.state.value)

    def item(self, kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """What every object tells of itself."""
        lifecycle = LIFECYCLES[kind]
        stage = lifecycle.stage_of[lifecycle.states(row["state"])]
        plain = ("ref", "name", "version", "fictitious", "entered_at", "due_at")
        return {name: row[name] for name in plain} | {
            "kind": kind,
            "state": self.state(kind, row["state"]),
            "phase": term(stage.phase),
            "final": stage.final,
            "stuck": self.blockage(row),
            "awaiting": self.offices(row["awaiting"].split()),
            "page": f"{PAGES[kind]}{row['ref']}",
        }

    def blockage(self, row: Mapping[str, Any]) -> shapes.Blockage | None:
        if row["stuck_cause"] is None:
            return None
        cause = Cause(row["stuck_cause"])
        return shapes.Blockage(
            cause=cause.value, label=cause.label, since=row["stuck_since"], sentence=row["stuck_sentence"]
        )

    def detail(self, facts: Any, row: Mapping[str, Any]) -> dict[str, Any]:
        """What is computed for one object: why it waits, and what this person may do."""
        return {"diagnosis": self.diagnosis(facts, row), "offers": [self.offer(one, facts) for one in self.mine(facts)]}

    def mine(self, facts: Any) -> tuple[rules.Offer, ...]:
        """What the viewer's own offices may do, and those whose delegation names the act."""
        kind, viewer = lifecycle_of(facts).kind, self.viewer
        found = rules.offers(facts, viewer.offices, self.at)
        kept = ((one, viewer.may(kind, one.step.trigger.value).intersection(one.offices)) for one in found)
        return tuple(replace(one, offices=tuple(sorted(offices))) for one, offices in kept if offices)

    def diagnosis(self, facts: Any, row: Mapping[str, Any]) -> shapes.Diagnosis:
        found, timer = diagnosis(facts, self.at), None
        if veil.covers(self.viewer, lifecycle_of(facts).kind, facts.ref, facts.state.value):
            found = veil.drawn(found, row["entered_at"])
        if found.next_timer:
            timer = self.timer(Timer(step=found.next_timer[0], at=found.next_timer[1]))
        return shapes.Diagnosis(
            stuck=self._stuck(found.stuck),
            awaiting=self.offices(found.awaiting),
            since=found.since,
            due=found.due,
            next_timer=timer,
            next_reminder=self.reminder(found.next_rung) if found.next_rung else None,
            forward=term(found.forward.trigger) if found.forward else None,
            conditions=[self.condition(one) for one in found.conditions],
            frees=[self.offer(one, facts) for one in found.frees],
        )

    def _stuck(self, found: Any) -> shapes.Blockage | None:
        if found is None:
            return None
        return shapes.Blockage(
            cause=found.cause.value, label=found.cause.label, since=found.since, sentence=found.sentence
        )

    def condition(self, one: rules.Condition) -> shapes.Condition:
        why = one.reason
        return shapes.Condition(
            code=why.code, met=one.met, sentence=why.sentence, lifted_by=self.offices(why.lifted_by), field=why.field
        )

    def offer(self, one: rules.Offer, facts: Any) -> shapes.Offer:
        return shapes.Offer(
            trigger=one.step.trigger.value,
            label=one.step.trigger.label,
            offices=self.offices(one.offices),
            possible=one.possible,
            conditions=[self.condition(condition) for condition in one.conditions],
            fields=[_asked(ask, facts) for ask in one.step.asks],
            consequence=one.step.consequence,
            law=one.step.law,
            strength=one.step.strength,
        )

    def timer(self, one: Timer) -> shapes.Coming:
        return shapes.Coming(kind="timer", at=one.at, label=one.step.trigger.label)

    def reminder(self, one: Rung) -> shapes.Coming:
        return shapes.Coming(
            kind="reminder", at=one.at, label=one.rank.label, office=self.office(one.office), due=one.due
        )

    def coming(self, facts: Any, until: datetime) -> list[shapes.Coming]:
        """Timers and reminders not yet done, in order, until an instant."""
        found = [self.timer(one) for one in timers(facts) if one.at <= until]
        found += [self.reminder(one) for one in rungs(facts) if one.at <= until and one.key not in facts.honoured]
        return sorted(found, key=lambda one: one.at)


def public(kind: str, value: str) -> str:
    """What a state is called outside the ministry."""
    state = LIFECYCLES[kind].states(value)
    stage = LIFECYCLES[kind].stage_of.get(state)
    return stage.public or state.label if stage else state.label


def alike(kind: str, value: str) -> list[str]:
    """The states that nobody outside the ministry can tell from this one, itself included, in their order."""
    return [one.value for one in LIFECYCLES[kind].states if public(kind, one.value) == public(kind, value)]


def term(word: Word) -> shapes.Term:
    """A word of the procedure."""
    return shapes.Term(value=word.value, label=word.label)


def _asked(ask: Ask, facts: Any) -> shapes.AskedField:
    return shapes.AskedField(
        name=ask.name,
        label=ask.label,
        kind=ask.kind.value,
        required=ask.required,
        hint=ask.hint,
        options=options(ask, facts),
    )

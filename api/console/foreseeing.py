"""What an act will do, before it is done: where it leads, who will be told, what it voids, which deadline follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.console.attempts import Attempt, members
from api.console.telling import last_day
from notifications import typography
from notifications.naming import letter_label
from states.deadlines import due_at
from states.declaration import AskKind, lifecycle_of
from states.machine import Actor, Outcome
from states.refusals import Refusal
from states.settle import act as decide
from states.words import counted
from store.board.names import Names

#: Answers that change nothing of what follows: any text stands for the one that will be typed.
ANY_TEXT = {AskKind.TEXT: "…", AskKind.LONG_TEXT: "…"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """Sentences on what follows, and those who will be told: (letter, titles)."""

    then: tuple[str, ...]
    told: tuple[tuple[str, tuple[str, ...]], ...]


def foresee(about: Attempt) -> Foreseen:
    """By the rules alone: the act is tried on the facts, or read from its declaration when it still lacks answers."""
    done, names = _tried(about), about.names
    told: dict[str, tuple[str, ...]] = {}
    for letter, offices, label in _tells(about, done):
        titles = tuple(names.full(office) for office in offices) or (label,)
        named = letter_label(letter, None)
        told[named] = (*told.get(named, ()), *(title for title in titles if title not in told.get(named, ())))
    return Foreseen(then=tuple(_then(about, names, done)), told=tuple(told.items()))


def _tried(about: Attempt) -> tuple[Outcome, ...]:
    """What would be done now; nothing when an answer is missing, or something stands in the way."""
    asks = [ask for ask in about.step.asks if ask.required]
    if any(ask.kind not in ANY_TEXT for ask in asks):
        return ()
    payload = {ask.name: ANY_TEXT[ask.kind] for ask in asks}
    actor = Actor(office=about.office, person="")
    try:
        return decide(about.sight.facts, about.step.trigger, actor=actor, at=about.at, payload=payload)
    except Refusal:
        return ()


def _tells(about: Attempt, done: tuple[Outcome, ...]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    kind = about.sight.kind
    if not done:
        for tell in about.step.tell:
            yield f"{kind}/{tell.letter}", members(tell.to, about.sight.facts), tell.to.label
    for outcome in done:
        for tell in outcome.step.tell:
            yield f"{kind}/{tell.letter}", tell.to.of(outcome.after), tell.to.label


def _then(about: Attempt, names: Names, done: tuple[Outcome, ...]) -> Iterator[str]:
    facts = about.sight.facts
    after = done[-1].after if done else None
    target = after.state if after else about.step.target or (facts.returns_to if about.step.back else None)
    if target and target != facts.state:
        yield f"{about.room.this.capitalize()} passe à l’étape « {about.stage(target)} »."
    elif target is None or target == facts.state:
        yield f"L’étape reste « {about.stage(facts.state)} »."
    if len(done) > 1:
        yield f"Il s’ensuit aussitôt : {', '.join(outcome.step.trigger.label for outcome in done[1:])}."
    if after:
        yield from _changed(facts, after, names)


def _changed(before: Any, after: Any, names: Names) -> Iterator[str]:
    void = [one for one in getattr(before, "valid_signatures", ()) if one not in getattr(after, "valid_signatures", ())]
    if void:
        who = typography.listed(f"{names.title(one.office)}, {typography.short_day(one.legal_date)}" for one in void)
        yield f"Ce geste annule {counted(len(void), 'signature')} : {who}."
    dates = [last_day(due_at(facts)) for facts in (before, after) if not _final(facts)]
    if len(dates) == 2 and dates[1] and dates[0] != dates[1]:
        yield f"La nouvelle échéance est le {typography.short_day(dates[1])}."


def _final(facts: Any) -> bool:
    return lifecycle_of(facts).stage_of[facts.state].final

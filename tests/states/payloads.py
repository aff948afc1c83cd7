"""Fields for any act, well formed and as likely as possible to be accepted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from states.asks import options
from states.calendar import paris_day
from states.declaration import Ask, AskKind, Step
from tests.states.builders import DOCUMENT, REASON, THREE

Field = Callable[[Ask, Any, datetime], object]


def filled(step: Step, facts: Any, at: datetime, **given: object) -> dict[str, object]:
    """Every field of an act, save those for which nothing can be chosen."""
    fields = {ask.name: _field(ask, facts, at) for ask in step.asks} | given
    return {name: value for name, value in fields.items() if value is not None}


def _field(ask: Ask, facts: Any, at: datetime) -> object:
    if ask.name in _BY_NAME:
        return _BY_NAME[ask.name](ask, facts, at)
    return _BY_KIND[ask.kind](ask, facts, at)


def _days(count: int) -> Field:
    return lambda ask, facts, at: paris_day(at) + timedelta(days=count)


def _first(ask: Ask, facts: Any, at: datetime) -> object:
    return next(iter(options(ask, facts)), None)


def _all(ask: Ask, facts: Any, at: datetime) -> object:
    return tuple(options(ask, facts))


def _always(value: object) -> Field:
    return lambda ask, facts, at: value


def _sections(ask: Ask, facts: Any, at: datetime) -> object:
    return {section.code: "Texte" for section in facts.rules.sections}


def _granted(ask: Ask, facts: Any, at: datetime) -> object:
    """Two days after the date that the object now has, or two weeks from now."""
    completion = getattr(facts, "completion", None)
    if facts.state.value == "incomplete" and completion:
        return max(completion.due, paris_day(at)) + timedelta(days=2)
    return paris_day(at) + timedelta(days=20)


_BY_NAME: dict[str, Field] = {
    "dated": _days(-1),
    "confirmation": lambda ask, facts, at: facts.ref,
    "published_on": _days(0),
    "effective_from": _always(None),
    "until": _days(10),
    "answer_on": _days(0),
    "due": _granted,
    "closes_at": lambda ask, facts, at: max(facts.closes_at, at) + timedelta(days=3),
    "started_at": lambda ask, facts, at: at - timedelta(hours=2),
    "ended_at": lambda ask, facts, at: at - timedelta(hours=1),
    "opens_at": _always(None),
    "questions_close_at": _always(None),
    "session_on": _always(None),
    "target_decision_on": _always(None),
    "held_at": lambda ask, facts, at: at + timedelta(days=20),
    "votes_for": _always(3),
    "votes_against": _always(0),
    "abstentions": _always(0),
    "months": _always(48),
    "max_per_academie": _always(2),
    "score": _always(14),
    "content_hash": lambda ask, facts, at: facts.content_hash or None,
    "nor": _always("MENE1700001A"),
    "present": lambda ask, facts, at: facts.members[:3],
    "rapporteurs": _always(("rapporteur:01", "rapporteur:02")),
    "office": lambda ask, facts, at: _first(ask, facts, at) if ask.kind is AskKind.CHOICE else THREE,
    "into": lambda ask, facts, at: facts.siblings[0].ref if facts.siblings else "CMQ-2016-9999",
    "category": _always("standard"),
}
_BY_KIND: dict[AskKind, Field] = {
    AskKind.TEXT: _always("Texte"),
    AskKind.LONG_TEXT: _always(REASON),
    AskKind.DATE: _days(20),
    AskKind.FLAG: _always(True),
    AskKind.CHOICE: _first,
    AskKind.CHOICES: _all,
    AskKind.LABELS: _always(("Première", "Seconde")),
    AskKind.DOCUMENT: _always(DOCUMENT),
    AskKind.SECTIONS: _sections,
    AskKind.PARTNERS: _always(({"kind": "eple", "name": "Lycée"}, {"kind": "epscp", "name": "Université"})),
    AskKind.BUDGET: _always(({"label": "Plateau technique", "funder": "Région", "amount": 120_000},)),
    AskKind.ANNEXES: _always(({"name": "Plan de financement", "document": DOCUMENT},)),
}

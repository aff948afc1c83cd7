"""Fields that an act would accept, made from its own declaration and from the facts."""

from datetime import datetime, timedelta
from typing import Any

from states.asks import options
from states.calendar import paris_day
from states.declaration import Ask, AskKind, Step

DAY = timedelta(days=1)
NUMBERS = {"votes_for": 4, "votes_against": 1, "abstentions": 0, "score": 12}
TEXTS = {"nor": "MENE1700123A", "journal": "BO n° 7 du 16 février 2017", "bulletin": "BO n° 13"}
CHOSEN = {"sense": "favourable", "late_policy": "accept_with_reason", "edition": "2019", "category": "standard"}


class NothingToChoose(Exception):
    """A required choice has no option just now."""


def payload(step: Step, facts: Any, at: datetime, document: str) -> dict[str, Any]:
    """Every required field, and the optional ones that have an obvious value."""
    found = {ask.name: _value(ask, facts, at, document) for ask in step.asks}
    return {name: value for name, value in found.items() if value is not None}


def _value(ask: Ask, facts: Any, at: datetime, document: str) -> Any:
    if ask.kind in {AskKind.CHOICE, AskKind.CHOICES}:
        return _choice(ask, facts)
    if ask.kind is AskKind.DATE:
        return _date(ask, facts, at)
    if ask.name in {"started_at", "ended_at"}:
        return at - DAY
    if ask.kind is AskKind.INSTANT:
        return max(at, getattr(facts, ask.name, at)) + 20 * DAY if ask.required else None
    return {
        AskKind.TEXT: TEXTS.get(ask.name, "Texte"),
        AskKind.LONG_TEXT: "Un motif",
        AskKind.NUMBER: NUMBERS.get(ask.name),
        AskKind.FLAG: ask.name == "executory",
        AskKind.OFFICE: "rapporteur:04",
        AskKind.OFFICES: ["rapporteur:01", "rapporteur:02"],
        AskKind.LABELS: ["Budget prévisionnel", "Convention"],
        AskKind.DOCUMENT: document,
        AskKind.SECTIONS: {f"s{number}": "Texte" for number in range(1, 12)},
        AskKind.PARTNERS: [{"kind": "eple", "name": "Lycée"}, {"kind": "epscp", "name": "Université"}],
    }.get(ask.kind)


def _choice(ask: Ask, facts: Any) -> Any:
    offered = list(options(ask, facts))
    if not offered and ask.required:
        raise NothingToChoose(ask.name)
    if ask.kind is AskKind.CHOICES:
        return offered
    preferred = CHOSEN.get(ask.name)
    return preferred if preferred in offered else (offered[0] if offered and ask.required else None)


def _date(ask: Ask, facts: Any, at: datetime) -> Any:
    today = paris_day(at)
    if ask.name == "until" and hasattr(facts, "ends_on"):
        return facts.ends_on + 100 * DAY
    if ask.name in {"dated", "published_on", "answer_on"}:
        return today
    if ask.name == "due" and getattr(facts, "completion", None) and facts.state == "incomplete":
        return facts.completion.due + 5 * DAY
    return today + 20 * DAY if ask.required else None

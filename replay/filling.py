"""What an act asks and a scenario leaves out: small real documents, complete files, a vote that carries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from sqlmodel import Session

from replay import wordings
from states.asks import options
from states.calendar import Delay, Unit, add, paris_day
from states.declaration import Ask, AskKind, Step
from states.roles import Role, role_of
from store import documents
from store.reference import catalogue

RAPPORTEURS = tuple(office.id for office in catalogue.every_office() if office.role == Role.RAPPORTEUR.value)
#: Questions that an act may leave open and that no careful official would.
ALWAYS = frozenset({"executory", "present", "score"})


def pdf(text: str) -> bytes:
    """A one-page document that says what it is."""
    return b"%PDF-1.7\n% " + text.encode() + b"\n%%EOF\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """An act about to be done: on which object, by whom, when; `look` reads its facts, which few need."""

    session: Session
    ref: str
    look: Callable[[], Any]
    office: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Blank:
    """One question left open, of an act."""

    occasion: Occasion
    trigger: str
    ask: Ask

    @property
    def facts(self) -> Any:
        """The facts of the object."""
        return self.occasion.look()


def filled(occasion: Occasion, step: Step, given: Mapping[str, Any]) -> dict[str, Any]:
    """The payload of an act: what the scenario gives, and for the rest what a careful official would."""
    payload = dict(given)
    for ask in _blanks(step, given):
        value = _answer(Blank(occasion, step.trigger.value, ask))
        if value is not None:
            payload[ask.name] = value
    return payload


def leaves_blanks(step: Step, given: Mapping[str, Any]) -> bool:
    """Whether an act asks anything that is not given and that one answers."""
    return bool(_blanks(step, given))


def _blanks(step: Step, given: Mapping[str, Any]) -> list[Ask]:
    complete = step.trigger.value == "edit" and not given
    answered = (ask for ask in step.asks if ask.required or complete or ask.name in ALWAYS)
    return [ask for ask in answered if ask.name not in given]


def _answer(blank: Blank) -> Any:
    answer = BY_NAME.get(blank.ask.name) or BY_KIND.get(blank.ask.kind)
    return answer(blank) if answer else None


def _document(blank: Blank) -> str:
    occasion = blank.occasion
    text = f"{blank.ask.label} – {occasion.ref} – {occasion.office} – {occasion.at:%Y-%m-%d}"
    return documents.receive(occasion.session, BytesIO(pdf(text)), at=occasion.at)


def _rapporteurs(blank: Blank) -> list[str]:
    free = [office for office in RAPPORTEURS if office not in blank.facts.tied_offices]
    first = sum(map(ord, blank.occasion.ref)) % len(free)
    return [free[first], free[(first + 1) % len(free)]]


def _newcomer(blank: Blank) -> str:
    known = {review.office for review in blank.facts.reviews} | blank.facts.tied_offices
    return next(office for office in RAPPORTEURS if office not in known)


def _first_option(blank: Blank) -> str | None:
    return next(iter(options(blank.ask, blank.facts)), None)


def _votes(blank: Blank) -> int:
    return max(1, len(set(blank.facts.session.present) - blank.facts.tied_offices))


def _later(blank: Blank) -> str:
    return add(paris_day(blank.occasion.at), Delay(20, Unit.DAYS)).isoformat()


def _today(blank: Blank) -> str:
    return paris_day(blank.occasion.at).isoformat()


BY_NAME: dict[str, Callable[[Blank], Any]] = {
    "sections": lambda blank: {s.code: wordings.section(s.label) for s in blank.facts.rules.sections},
    "partners": lambda blank: [{"kind": k.value, "name": k.label} for k in blank.facts.rules.required_partners],
    "sector": lambda blank: blank.facts.sector or "digital_telecommunications",
    "support": lambda blank: blank.facts.support or "Lycée polyvalent (fictif)",
    "category": lambda blank: None,
    "content_hash": lambda blank: None,
    "rapporteurs": _rapporteurs,
    "office": lambda blank: _newcomer(blank) if blank.ask.kind is AskKind.OFFICE else _first_option(blank),
    "score": lambda blank: 15 if role_of(blank.occasion.office) is Role.RAPPORTEUR else None,
    "votes_for": _votes,
    "votes_against": lambda blank: 0,
    "abstentions": lambda blank: 0,
    "dated": _today,
    "published_on": _today,
    "bulletin": lambda blank: "BO (fictif)",
    "journal": lambda blank: "JO (fictif)",
    "nor": lambda blank: f"MENE{blank.occasion.at:%y}{sum(map(ord, blank.occasion.ref)) % 100000:05d}A",
    "executory": lambda blank: True,
    "present": lambda blank: list(blank.facts.members),
}
BY_KIND: dict[AskKind, Callable[[Blank], Any]] = {
    AskKind.DOCUMENT: _document,
    AskKind.LONG_TEXT: lambda blank: wordings.long_text(blank.trigger, blank.ask.name),
    AskKind.TEXT: lambda blank: "Fictif",
    AskKind.LABELS: lambda blank: wordings.items(blank.trigger),
    AskKind.CHOICE: _first_option,
    AskKind.DATE: _later,
    AskKind.NUMBER: lambda blank: 1,
}

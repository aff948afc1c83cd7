"""The objects that a scenario brings into being, from plain fields: a wave, an application, a session, an order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from notifications import typography
from states.application.facts import ApplicationFacts
from states.application.words import Kind
from states.application.words import State as ApplicationState
from states.calendar import instant
from states.editions import edition
from states.order.facts import OrderFacts
from states.order.words import State as OrderState
from states.refusals import BadField
from states.roles import Role
from states.session.facts import SessionFacts
from states.session.words import State as SessionState
from states.wave.facts import WaveFacts
from states.wave.words import LatePolicy, ResolutionDue
from states.wave.words import State as WaveState
from store.reference import catalogue

MEMBERS = tuple(office.id for office in catalogue.every_office() if office.role == Role.COMMISSION_MEMBER.value)
HOUR = time(10)


@dataclass(frozen=True, slots=True)
class Made:
    """Facts in their starting state, the name for people, and whether it is invented."""

    facts: Any
    name: str
    fictitious: bool = True


def read_instant(field: str, value: object) -> datetime:
    """« 2016-09-30 17:00 », in Paris; a day alone means ten in the morning."""
    if isinstance(value, datetime):
        return value
    day, _, hour = str(value).strip().partition(" ")
    try:
        return instant(date.fromisoformat(day), time.fromisoformat(hour) if hour else HOUR)
    except BadField:
        raise
    except ValueError:
        raise BadField(field, value, "écrivez « 2016-09-30 17:00 » (heure de Paris) ou « 2016-09-30 ».") from None


def read_day(field: str, value: object) -> date:
    """« 2016-09-30 »."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadField(field, value, "écrivez le jour sous la forme « 2016-09-30 ».") from None


def _wave(given: Mapping[str, Any], at: datetime, parents: tuple[str, ...]) -> Made:
    dates = {name: read_instant(name, given[name]) for name in ("opens_at", "closes_at")}
    if given.get("questions_close_at"):
        dates["questions_close_at"] = read_instant("questions_close_at", given["questions_close_at"])
    days = {n: read_day(n, given[n]) for n in ("session_on", "target_decision_on") if given.get(n)}
    facts = WaveFacts(
        ref=given["ref"],
        state=WaveState.NOWHERE,
        entered_at=at,
        edition=edition(given.get("edition", "2013")).code,
        grace_minutes=int(given.get("grace_minutes", 0)),
        late_policy=LatePolicy(given.get("late_policy", LatePolicy.REFUSE.value)),
        resolution_due=ResolutionDue(given.get("resolution_due", ResolutionDue.SUBMISSION.value)),
        **dates,  # type: ignore[arg-type]
        **days,  # type: ignore[arg-type]
    )
    return Made(facts, given.get("name", f"Vague {given['ref']}"), _flag(given, default=False))


def _application(given: Mapping[str, Any], at: datetime, parents: tuple[str, ...]) -> Made:
    facts = ApplicationFacts(
        ref="",
        state=ApplicationState.NOWHERE,
        entered_at=at,
        created_at=at,
        kind=Kind(given.get("kind", Kind.RENEWAL.value if parents else Kind.INITIAL.value)),
        campus=given["campus"],
        edition=edition(given.get("edition", "2013")).code,
        academies=tuple(given["academies"]),
        regions=tuple(given["regions"]),
        wave_code=given.get("wave", ""),
        closes_on=read_day("closes_on", given["closes_on"]) if given.get("closes_on") else None,
        parent_refs=parents,
        sector=given.get("sector", ""),
        support=given.get("support", ""),
    )
    return Made(facts, given["name"], _flag(given))


def _session(given: Mapping[str, Any], at: datetime, parents: tuple[str, ...]) -> Made:
    held_at = read_instant("held_at", given["held_at"])
    members = tuple(given.get("members", MEMBERS))
    facts = SessionFacts(ref="", state=SessionState.NOWHERE, entered_at=at, held_at=held_at, members=members)
    return Made(facts, given.get("name", f"Séance du {typography.day(held_at)}"), _flag(given, default=False))


def _order(given: Mapping[str, Any], at: datetime, parents: tuple[str, ...]) -> Made:
    ministers = edition(given.get("edition", "2013")).ministers
    facts = OrderFacts(ref="", state=OrderState.NOWHERE, entered_at=at, ministers=ministers)
    return Made(facts, given.get("name", "Arrêté portant attribution du label"), _flag(given, default=False))


def _flag(given: Mapping[str, Any], *, default: bool = True) -> bool:
    return str(given.get("fictitious", default)).lower() in {"true", "oui", "1"}


_MAKERS: dict[str, Callable[[Mapping[str, Any], datetime, tuple[str, ...]], Made]] = {
    "wave": _wave,
    "application": _application,
    "session": _session,
    "order": _order,
}
KINDS = tuple(_MAKERS)


def make(kind: str, given: Mapping[str, Any], at: datetime, parents: tuple[str, ...] = ()) -> Made:
    """Facts from fields; BadField names the one that is missing or wrong. `parents`: labels that it renews."""
    try:
        return _MAKERS[kind](given, at, parents)
    except KeyError as missing:
        raise BadField(str(missing.args[0]), None, f"ce champ manque pour créer « {kind} ».") from None
    except ValueError as wrong:
        if isinstance(wrong, BadField):
            raise
        raise BadField(kind, wrong, "cette valeur n’est pas admise.") from None

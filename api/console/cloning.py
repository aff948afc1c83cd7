"""A call made from another one: the same rules, its dates a year later, to be corrected before it is saved."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from api.showing.fields import Field
from states.calendar import PARIS, Delay, Unit, add
from states.wave.facts import WaveFacts
from store.board import scope
from store.board.viewer import Viewer
from store.desk.loading import load

A_YEAR = Delay(12, Unit.MONTHS)
#: What the form does not ask, and the copy keeps.
KEPT = ("max_per_academie", "resolution_due", "silence_text")
YEAR = re.compile(r"\b20\d\d\b")


def model(session: Session, viewer: Viewer, ref: str, at: datetime) -> tuple[str, WaveFacts]:
    """Name and facts of the call to copy; Unknown outside the viewer's scope."""
    scope.check(session, "wave", ref, viewer)
    found = load(session, "wave", ref, at)
    return str(found.row["name"]), found.facts


def prefilled(fields: tuple[Field, ...], name: str, facts: WaveFacts) -> tuple[Field, ...]:
    """The questions of the form, answered by the model a year later."""
    answers = {"ref": _next(facts.ref), "name": _next(name), "edition": facts.rules(facts.closes_at).code}
    answers |= {"grace_minutes": str(facts.grace_minutes), "late_policy": facts.late_policy.value}
    for date_name in ("opens_at", "closes_at", "questions_close_at", "session_on", "target_decision_on"):
        answers[date_name] = _later(getattr(facts, date_name))
    return tuple(replace(one, value=answers[one.name]) if one.name in answers else one for one in fields)


def kept(facts: WaveFacts, given: WaveFacts) -> WaveFacts:
    """What was answered, with what the model had beside it."""
    same: dict[str, Any] = {name: getattr(facts, name) for name in KEPT}
    return replace(given, **same)


def _next(text: str) -> str:
    return YEAR.sub(lambda found: str(int(found[0]) + 1), text)


def _later(moment: date | None) -> str:
    """The same day of the following year, at the same hour of Paris."""
    if moment is None:
        return ""
    if not isinstance(moment, datetime):
        return add(moment, A_YEAR).isoformat()
    wall = moment.astimezone(PARIS)
    return datetime.combine(add(wall.date(), A_YEAR), wall.time()).strftime("%Y-%m-%dT%H:%M")

"""Acts that one does on many applications at once: what each asks, what it would do to one, and doing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from api.showing.fields import Field, Option
from states.application.words import Trigger
from states.refusals import Refusal
from states.roles import Role
from states.words import Word
from store.board.viewer import Viewer
from store.desk import desk
from store.desk.rehearsing import Rehearsed, rehearse
from store.tending import follow_ups


class Gesture(Word):
    """What the bar above the list offers."""

    REMIND = "relancer", "Relancer"
    EXTEND = "prolonger", "Prolonger l’échéance"
    ENTRUST = "confier", "Confier le suivi"
    PUT_OFF = "reporter", "Reporter le traitement"


#: Those of them that are acts of the procedure, with the name of what they ask in the rules and on the form.
TRIGGERS = {Gesture.REMIND: Trigger.REMIND, Gesture.EXTEND: Trigger.EXTEND}
ASKED = {"jusqu": "due", "motif": "reason"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One gesture on one application, by someone, now; `version` is that of the row that was shown."""

    gesture: Gesture
    ref: str
    me: Viewer
    at: datetime
    given: Mapping[str, str]
    version: int | None = None


def fields(gesture: Gesture, colleagues: Mapping[str, str], me: Viewer) -> tuple[Field, ...]:
    """What has to be said for all of them."""
    if gesture is Gesture.ENTRUST:
        options = tuple(Option(person, name) for person, name in colleagues.items())
        return (Field("personne", "Confier à", "choice", options=options, value=me.person),)
    if gesture is Gesture.REMIND:
        return ()
    label = "Nouvelle échéance" if gesture is Gesture.EXTEND else "Reporter jusqu’au"
    hint = (
        "Il figure dans le courrier." if gesture is Gesture.EXTEND else "Pour vos collègues ; personne n’est prévenu."
    )
    return Field("jusqu", label, "date"), Field("motif", "Motif", "textarea", hint=hint)


def rehearsed(session: Session, one: Try) -> Rehearsed:
    """What it would do; the session must be one that is never committed."""
    if one.gesture in TRIGGERS:
        return rehearse(session, "application", one.ref, **_act(one))
    point = session.begin_nested()
    try:
        perform(session, one)
    except Refusal as refusal:
        return Rehearsed(refused=refusal.reasons)
    finally:
        point.rollback()
    return Rehearsed()


def perform(session: Session, one: Try) -> int:
    """Do it; returns the event. Raises a Refusal."""
    if one.gesture in TRIGGERS:
        return desk.act(session, "application", one.ref, **_act(one)).event
    if one.gesture is Gesture.ENTRUST:
        return follow_ups.take(session, one.me, one.ref, one.at, one.given.get("personne", ""))
    return follow_ups.put_off(session, one.me, one.ref, _day(one.given), one.given.get("motif", ""), one.at)


def _act(one: Try) -> dict[str, Any]:
    trigger = TRIGGERS[one.gesture].value
    payload = {ASKED[name]: value for name, value in one.given.items() if name in ASKED and value}
    named = {"trigger": trigger, "person": one.me.person, "office": _office(one.me, trigger)}
    return named | {"at": one.at, "payload": payload, "version": one.version}


def _office(me: Viewer, trigger: str) -> str:
    """Only the head extends; whoever follows may remind."""
    may = me.may("application", trigger)
    first = (Role.DGESCO_HEAD.value,) if trigger == Trigger.EXTEND else ()
    return next((office for office in (*first, me.follows) if office in may), me.follows)


def _day(given: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(given.get("jusqu", ""))
    except ValueError:
        return None

"""One act that someone is about to do: which step, for which office, on what facts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.console.asking import Asking
from api.console.detail import offices_named
from api.console.rooms import Room
from api.console.telling import state_label
from states.calendar import paris_day
from states.declaration import Audience, Nature, Step
from states.lifecycles import LIFECYCLES
from states.machine import Actor, Move
from states.offers import Condition, conditions
from states.refusals import NotYours, OutOfOrder, Reason, Unknown
from states.roles import Role, role_of
from store.board import veil
from store.board.names import Names
from store.board.people import signatories
from store.board.sight import Sight, look, names_for
from store.board.viewer import Viewer
from store.reference import catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One act on one object by one person, at the console or registered as done on paper."""

    room: Room
    sight: Sight
    step: Step
    office: str
    offices: tuple[str, ...]
    on_paper: bool
    signatories: list[tuple[str, str]]
    names: Names
    me: Viewer
    at: datetime

    @property
    def page(self) -> str:
        """Where the object is."""
        return self.room.page(self.sight.ref)

    @property
    def action(self) -> str:
        """Where the form goes."""
        return f"{self.page}/{self.step.trigger.value}"

    def stage(self, state: Any) -> str:
        """What a state is called towards the person."""
        return state_label(self.room.kind, veil.outward(state.value) if self.sight.veiled else state.value, self.me)

    @property
    def asking(self) -> Asking:
        """Who draws the questions."""
        return Asking(facts=self.sight.facts, names=self.names, content=self.sight.content)

    def unmet(self, at: datetime) -> list[Condition]:
        """What already stands in the way, whatever is answered."""
        facts = self.sight.facts
        move = Move(facts=facts, actor=Actor(office=self.office, person=""), at=at, state=facts.state)
        return [one for one in conditions(self.step, move) if one.met is False]


def attempt(
    session: Session, room: Room, me: Viewer, ref: str, trigger: str, office: str, at: datetime, *, on_paper: bool
) -> Attempt:
    """The act that an address names. Raises Unknown, OutOfOrder or NotYours as the desk would."""
    sight = look(session, me, room.kind, ref, at)
    with veil.over(me, room.kind, ref, sight.facts.state.value):
        step = _step(room.kind, sight.facts, trigger)
    offices = _offices(room.kind, step, sight.facts, me, on_paper=on_paper)
    if not offices or (office and office not in offices):
        raise NotYours(Reason("acteur", f"« {step.trigger.label} » revient à : {_whose(step)}."))
    chosen = office or offices[0]
    listed = [one.id for one in catalogue.offices(paris_day(at)) if role_of(one.id) is Role.RAPPORTEUR]
    return Attempt(
        room=room,
        sight=sight,
        step=step,
        office=chosen,
        offices=(chosen,) if on_paper else offices,
        on_paper=on_paper,
        signatories=signatories(session, chosen) if on_paper else [],
        names=names_for(session, me, sight, [*offices, *listed, *_named(sight), *_told(step, sight.facts)], at),
        me=me,
        at=at,
    )


def _step(kind: str, facts: Any, trigger: str) -> Step:
    lifecycle = LIFECYCLES[kind]
    known = {word.value: word.label for word in lifecycle.triggers}
    if trigger not in known:
        raise Unknown()
    found = (s for s in lifecycle.steps_from[facts.state] if s.trigger == trigger and s.nature is Nature.ACT)
    step = next(found, None)
    if step is None:
        raise OutOfOrder(Reason("ordre", f"« {known[trigger]} » n’est pas possible à l’étape « {facts.state.label} »."))
    return step


def _offices(kind: str, step: Step, facts: Any, me: Viewer, *, on_paper: bool) -> tuple[str, ...]:
    entitled = dict.fromkeys(office for audience in step.by for office in audience.of(facts))
    if on_paper:
        return tuple(entitled) if me.registers else ()
    mine = me.may(kind, step.trigger.value)
    return tuple(office for office in entitled if office in mine)


def _whose(step: Step) -> str:
    return ", ".join(audience.label for audience in step.by) or "l’application elle-même"


def _told(step: Step, facts: Any) -> set[str]:
    return {office for tell in step.tell for office in members(tell.to, facts)}


def members(audience: Audience, facts: Any) -> tuple[str, ...]:
    """Offices of an audience; some exist only once the act is done."""
    try:
        return audience.of(facts)
    except (IndexError, AttributeError, AssertionError):
        return ()


def _named(sight: Sight) -> set[str]:
    """Offices among which an act may have to choose."""
    return {review.office for review in getattr(sight.facts, "reviews", ())} | offices_named(sight)

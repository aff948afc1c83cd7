"""One veil over an application from the commission's opinion to the published decision, for those who are judged.

Comparative opinions are closed until the decision is taken (CRPA, art. L. 311-2). That a file was proposed, put in an
order or sent to signature tells the opinion: from outside, all these states are one, with one date and no deadline.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, null, select

from states.application.words import State
from states.diagnosis import Diagnosis
from states.lifecycles import LIFECYCLES
from states.roles import Role
from store.board.viewer import Viewer
from store.desk.chain import EVENT
from store.desk.kinds import TABLES

APPLICATION = TABLES["application"].c
BEGINS = State.OPINION_RENDERED
_STAGES = LIFECYCLES["application"].stage_of
#: The states that bear the same public name as the opinion rendered.
VEILED = tuple(state.value for state in _STAGES if _STAGES[state].public == _STAGES[BEGINS].public)
DECIDER = Role.DGESCO_HEAD.value
_SHOWN: dict[str, Any] = {
    "state": literal(BEGINS.value),
    "due_at": null(),
    "wake_at": null(),
    "stuck_cause": null(),
    "stuck_since": null(),
    "stuck_sentence": literal(""),
    "holder": literal(DECIDER),
    "awaiting": literal(DECIDER),
    "order_ref": literal(""),
}


def covers(viewer: Viewer, kind: str, ref: str, state: str) -> bool:
    """Whether that object is under the veil for the viewer."""
    return kind == "application" and state in VEILED and not viewer.judges(ref)


def outward(state: str) -> str:
    """A state as it is seen from outside."""
    return BEGINS.value if state in VEILED else state


def columns(kind: str, viewer: Viewer) -> list[ColumnElement[Any]]:
    """Every column of a kind but its facts, as the viewer may read them."""
    return [column(kind, one.name, viewer).label(one.name) for one in TABLES[kind].c if one.name != "facts"]


def column(kind: str, name: str, viewer: Viewer) -> ColumnElement[Any]:
    """One column as the viewer may read it, count it, sort by it or filter on it."""
    plain: ColumnElement[Any] = TABLES[kind].c[name]
    if viewer.national or kind != "application" or not (name in _SHOWN or name == "entered_at"):
        return plain
    hidden = and_(APPLICATION.state.in_(VEILED), APPLICATION.ref.not_in(sorted(viewer.assigned)))
    return case((hidden, _SHOWN[name] if name in _SHOWN else _began()), else_=plain)


def _began() -> ColumnElement[Any]:
    """When the opinion was rendered: it is known that it was."""
    last = select(func.max(EVENT.c.at)).where(
        EVENT.c.kind == "application", EVENT.c.ref == APPLICATION.ref, EVENT.c.target == BEGINS.value
    )
    return func.coalesce(last.scalar_subquery(), APPLICATION.entered_at)


def drawn(why: Diagnosis, since: datetime) -> Diagnosis:
    """What is said of a wait under the veil: a decision is to come, whatever stands in its way."""
    return replace(
        why,
        stuck=None,
        awaiting=(DECIDER,),
        since=since,
        due=None,
        next_timer=None,
        next_rung=None,
        forward=None,
        conditions=(),
        frees=(),
    )

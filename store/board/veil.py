"""One veil over an application from the commission's opinion to the published decision, for those who are judged.

Comparative opinions are closed until the decision is taken (CRPA, art. L. 311-2). That a file was proposed, put in an
order or sent to signature tells the opinion: from outside, all these states are one, with one date and no deadline.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, literal, null, select, true

from states.application.secrecy import VEILED
from states.application.words import State
from states.diagnosis import Diagnosis
from states.refusals import Reason, Refusal
from states.roles import Role
from store.board.viewer import Viewer
from store.desk.chain import EVENT
from store.desk.kinds import TABLES

APPLICATION = TABLES["application"].c
BEGINS = State.OPINION_RENDERED
DECIDER = Role.DGESCO_HEAD.value
_SHOWN: dict[str, Any] = {
    "state": literal(BEGINS.value),
    "version": null(),
    "due_at": null(),
    "wake_at": null(),
    "stuck_cause": null(),
    "stuck_since": null(),
    "stuck_sentence": literal(""),
    "holder": literal(DECIDER),
    "awaiting": literal(DECIDER),
    "order_ref": literal(""),
}


#: What a suspension keeps to itself too: from where it will go on is not told.
_HUSHED = frozenset({"version", "order_ref"})
_HALTED = (State.STAYED.value,)
#: Refusals that say where a file stands or who moved it, and what is said instead.
_TELLING = {
    "ordre": "Cet acte n’est pas possible tant que la décision n’est pas publiée.",
    "version": "Le dossier a changé entre-temps : relisez la page avant de recommencer.",
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
    which = hidden(viewer, *_HALTED) if name in _HUSHED else hidden(viewer)
    return case((which, _SHOWN[name] if name in _SHOWN else _began()), else_=plain)


def hidden(viewer: Viewer, *more: str) -> ColumnElement[bool]:
    """The applications that are under the veil for the viewer, or in one of some other states."""
    if viewer.national:
        return false()
    return and_(APPLICATION.state.in_((*VEILED, *more)), APPLICATION.ref.not_in(sorted(viewer.assigned)))


def uncovered(kind: str, viewer: Viewer) -> ColumnElement[bool]:
    """What may be looked for by whom it awaits: under the veil that is not told."""
    return ~hidden(viewer) if kind == "application" else true()


def _began() -> ColumnElement[Any]:
    """When the opinion was rendered: it is known that it was."""
    last = select(func.max(EVENT.c.at)).where(
        EVENT.c.kind == "application", EVENT.c.ref == APPLICATION.ref, EVENT.c.target == BEGINS.value
    )
    return func.coalesce(last.scalar_subquery(), APPLICATION.entered_at)


def as_seen(viewer: Viewer, kind: str, facts: Any, since: datetime) -> Any:
    """The facts as the viewer may read them; `since` is when the opinion was rendered."""
    if kind != "application" or viewer.judges(facts.ref):
        return facts
    if facts.state is State.STAYED and facts.stay.source in VEILED:
        return _faced(facts, facts.entered_at, state=State.STAYED, stay=replace(facts.stay, source=BEGINS))
    return _faced(facts, since, state=BEGINS) if facts.state in VEILED else facts


def _faced(facts: Any, since: datetime, **more: Any) -> Any:
    """As the opinion left them, without what is being prepared since."""
    gone = dict.fromkeys(("order", "opinion", "due_override", "date_set_at", "resumed_at", "told_at"))
    lists = ("decisions", "troubles", "reminded", "acknowledgements", "open_sessions", "open_orders")
    emptied = dict.fromkeys(lists, ())
    plain = {"order_ref": "", "cnee_document": "", "second_looks": 0, "telling": False}
    return replace(facts, entered_at=since, **gone, **emptied, **plain, **more)


def discreet(refusal: Refusal) -> Refusal:
    """What is answered under the veil to an act that cannot be: not where the file stands, nor who moved it."""
    if not any(why.code in _TELLING for why in refusal.reasons):
        return refusal
    return type(refusal)(*(Reason(why.code, _TELLING.get(why.code, why.sentence)) for why in refusal.reasons))


@contextmanager
def over(viewer: Viewer, kind: str, ref: str, state: str) -> Iterator[None]:
    """Let no refusal tell more than is seen."""
    try:
        yield
    except Refusal as refusal:
        if covers(viewer, kind, ref, state):
            raise discreet(refusal) from refusal
        raise


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

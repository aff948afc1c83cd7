"""The acts of an object as a page offers them: open, closed for now and why, or done on paper for someone else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from api.console.rooms import Room
from states.offers import Condition, Offer, offers, open_acts
from store.board.names import Names
from store.board.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A button: where it leads, for which office, and what stands in its way."""

    trigger: str
    label: str
    path: str
    capacity: str
    strength: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A condition of the way forward, for the list of ticks."""

    met: bool | None
    sentence: str
    lifted_by: str
    path: str = ""
    where: str = ""


def allowed(viewer: Viewer, kind: str, facts: Any, at: datetime) -> list[Offer]:
    """Acts open to the viewer: a delegation gives only those that it names."""
    found = offers(facts, viewer.offices, at)
    return [one for one in found if set(one.offices) & viewer.may(kind, one.step.trigger.value)]


def offered(room: Room, facts: Any, viewer: Viewer, names: Names, at: datetime) -> tuple[list[Act], list[Act]]:
    """What the viewer may do, mild acts first, then what they could do if something were not missing."""
    found = sorted(allowed(viewer, room.kind, facts, at), key=lambda one: one.step.strength)
    acts = [(_act(room, facts, one, _capacity(viewer, room, one), names), one.possible) for one in found]
    return [act for act, possible in acts if possible], [act for act, possible in acts if not possible]


def on_paper(room: Room, facts: Any, viewer: Viewer, names: Names, at: datetime) -> list[Act]:
    """Acts of others that the viewer may register once done on paper."""
    if not viewer.registers:
        return []
    found = [(one, office) for one in open_acts(facts, at) if one.possible for office in one.offices]
    return [
        _act(room, facts, one, office, names, papier="1")
        for one, office in found
        if office not in viewer.offices and one.step.trigger.value not in _UNSIGNED
    ]


#: Nobody does these on paper.
_UNSIGNED = frozenset({"remind", "acknowledge", "edit"})


def _capacity(viewer: Viewer, room: Room, offer: Offer) -> str:
    may = viewer.may(room.kind, offer.step.trigger.value)
    return next(office for office in offer.offices if office in may)


def _act(room: Room, facts: Any, offer: Offer, office: str, names: Names, **more: str) -> Act:
    word = offer.step.trigger
    return Act(
        trigger=word.value,
        label=word.label,
        path=_path(room, facts.ref, word.value, {"office": office, **more}),
        capacity=names.title(office),
        strength=offer.step.strength,
        missing=tuple(one.reason.sentence for one in offer.conditions if one.met is False),
    )


def _path(room: Room, ref: str, trigger: str, asked: dict[str, str]) -> str:
    """The form of an act; a content is written part by part."""
    page = room.page(ref)
    return f"{page}/contenu" if trigger == "edit" else f"{page}/{trigger}?{urlencode(asked)}"


def offices_named(facts: Any, at: datetime, conditions: Sequence[Condition]) -> set[str]:
    """Every office that acts and conditions name."""
    found = {office for one in open_acts(facts, at) for office in one.offices}
    return found | {office for one in conditions for office in one.reason.lifted_by}

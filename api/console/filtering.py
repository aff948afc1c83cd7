"""Filters and sorts of a list, read from its address and drawn from what they count."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Query, Request

from api.console.telling import state_label
from api.entry.identity import Now
from api.showing import pages
from api.showing.fields import Field, Option
from notifications.typography import agree, number
from states.calendar import paris_day
from states.diagnosis import Cause
from states.lifecycles import LIFECYCLES
from store.board.lists import Asked, Listing
from store.board.names import Names
from store.board.viewer import Viewer
from store.reference import catalogue
from store.reference.records import Kind

Short = Annotated[str, Query(max_length=200)]
Chosen = Annotated[list[str], Query(max_length=200)]
SORTS = (("retard", "retard"), ("anciennete", "ancienneté"), ("reference", "référence"))
NARROWING = ("words", "holder", "state", "academie", "wave", "cause", "refs")


def asked(
    at: Now,
    q: Short = "",
    tient: Short = "",
    etape: Short = "",
    academie: Short = "",
    vague: Short = "",
    cause: Short = "",
    tri: Short = "",
    bloques: Short = "",
    ref: Chosen = [],  # noqa: B006 - never changed
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Asked:
    """What the address of the list says."""
    return Asked(
        words=q.strip(),
        day=paris_day(at),
        holder=tient,
        state=etape,
        academie=academie,
        wave=vague,
        cause=cause,
        stuck=bool(bloques),
        refs=tuple(one[:40] for one in ref),
        sort=tri,
        page=page,
    )


def fields(
    kind: str, asked: Asked, found: Listing, names: Names, viewer: Viewer, waves: tuple[str, ...]
) -> tuple[Field, ...]:
    """One row of filters; each choice says how many it would leave."""
    words = Field("q", "Référence, intitulé, lieu ou personne", value=asked.words, required=False)
    rows = [words, _choice("tient", "Qui le tient", _holders(found, names), asked.holder)]
    rows.append(_choice("etape", "Étape", _states(kind, found, viewer), asked.state))
    if kind in ("application", "label"):
        rows.append(_choice("academie", "Académie", _academies(names), asked.academie))
    if kind == "application" and waves:
        rows.append(_choice("vague", "Vague", {code: code for code in waves}, asked.wave))
    return tuple(rows)


def _choice(name: str, label: str, options: Mapping[str, str], value: str) -> Field:
    offered = tuple(Option(key, text) for key, text in options.items())
    if value and value not in options:
        offered = (*offered, Option(value, value))
    return Field(name, label, "choice", required=False, options=offered or (Option("", "Indifférent"),), value=value)


def _holders(found: Listing, names: Names) -> dict[str, str]:
    told = {office: f"{names.title(office)} ({number(count)})" for office, count in found.holders.items() if office}
    return dict(sorted(told.items(), key=lambda pair: pair[1]))


def _states(kind: str, found: Listing, viewer: Viewer) -> dict[str, str]:
    order = [state.value for state in LIFECYCLES[kind].states]
    return {
        state: f"{state_label(kind, state, viewer)} ({number(found.states[state])})"
        for state in order
        if state in found.states
    }


def _academies(names: Names) -> dict[str, str]:
    alive = catalogue.active_territories(Kind.ACADEMIE, names.day)
    return {one.code: one.name for one in sorted(alive, key=lambda one: one.name)}


def sorts(request: Request, asked: Asked) -> list[tuple[str, str, bool]]:
    """Orders of the list: label, address, whether it is the present one."""
    here = asked.sort or SORTS[0][0]
    return [(label, pages.query(request, tri=key, page=None), key == here) for key, label in SORTS]


#: Causes as they are counted; each lists its own plural, for « non » takes none.
MANY = {
    Cause.TECHNICAL: "Incidents techniques",
    Cause.DEADLINE: "Échéances dépassées",
    Cause.CONDITION: "Conditions non remplies",
    Cause.INACTIVITY: "Sans activité",
}


def counters(request: Request, asked: Asked, found: Listing) -> list[tuple[int, str, str, bool]]:
    """One per cause; the one in use leads back to all."""
    return [
        (
            found.causes.get(cause.value, 0),
            agree(found.causes.get(cause.value, 0), cause.label, MANY[cause]),
            pages.query(request, cause=None if asked.cause == cause.value else cause.value, page=None),
            asked.cause == cause.value,
        )
        for cause in Cause
    ]


def is_filtered(asked: Asked) -> bool:
    """Whether anything is left out."""
    return any(getattr(asked, name) for name in NARROWING)

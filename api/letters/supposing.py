"""« Et si » : a date of a call moved on the facts alone, with every deadline and letter that follows, before saving."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session
from starlette.datastructures import FormData

from api.console import asking
from api.console.asking import Asking
from api.console.living import Ref
from api.console.rooms import BY_KIND
from api.entry.identity import Db, Me, Now
from api.showing import pages
from api.showing.fields import Field, Option
from notifications.forecasting.comparing import MovedLetter, WhatIf
from notifications.forecasting.whatif import what_if
from states.calendar import is_working_day, paris_day
from states.declaration import Ask, AskKind, Nature, Step
from states.lifecycles import LIFECYCLES
from states.machine import Actor
from states.refusals import Reason, Refusal
from store.board.names import Names, names
from store.board.sight import Sight, look
from store.board.viewer import Viewer
from store.session import reading

router = APIRouter(include_in_schema=False)
KIND = "wave"
#: Acts of a call that move a date, the usual one first.
MOVING = ("extend", "reopen", "record_outage", "amend")
DATED = frozenset({AskKind.DATE, AskKind.INSTANT})
WORDS = frozenset({AskKind.TEXT, AskKind.LONG_TEXT})
#: Stands for the words that will be typed when the act is done.
ANY_WORDS = "…"
MOST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """One act tried on one call: for which office, with which answers, and what it gave or why not."""

    step: Step
    office: str
    mine: bool
    fields: tuple[Field, ...]
    given: Mapping[str, object]
    found: WhatIf | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def status(self) -> int:
        """Of the answer."""
        return 422 if self.reasons or any(field.error for field in self.fields) else 200


@router.get("/vagues/{ref}/et-si")
def suppose(request: Request, ref: Ref, me: Me, at: Now, db: Db) -> HTMLResponse:
    """The form, and under it what would move; nothing is saved but by the act itself."""
    if not me.national:
        raise HTTPException(404)
    with reading(db) as session:
        sight = look(session, me, KIND, ref, at)
        steps = _steps(sight)
        chosen = next((s for s in steps if s.trigger == request.query_params.get("geste")), next(iter(steps), None))
        known = names(session, (), (), paris_day(at))
        tried = _try(session, sight, chosen, request, me, at, known) if chosen else None
        known = names(session, _offices(tried), (), paris_day(at))
    return _page(request, sight, steps, tried, known, at)


def _steps(sight: Sight) -> list[Step]:
    open_ = [s for s in LIFECYCLES[KIND].steps_from[sight.facts.state] if s.nature is Nature.ACT]
    return [step for trigger in MOVING for step in open_ if step.trigger == trigger]


def _try(
    session: Session, sight: Sight, step: Step, request: Request, me: Viewer, at: datetime, known: Names
) -> Supposed:
    form, asks = FormData(list(request.query_params.multi_items())), _dated(step)
    fields = Asking(facts=sight.facts, names=known, content={}).fields(asks)
    office, mine = _office(step, sight, me)
    given = asking.answers(asks, form, {}, sight.facts)
    if "geste" not in form or not given:
        return Supposed(step=step, office=office, mine=mine, fields=fields, given={})
    wrong = asking.faults(asks, given, sight.facts)
    filled = asking.refilled(fields, form, wrong)
    supposed = Supposed(step=step, office=office, mine=mine, fields=filled, given=given)
    return supposed if wrong else _tried(session, sight, supposed, at)


def _tried(session: Session, sight: Sight, supposed: Supposed, at: datetime) -> Supposed:
    step, actor = supposed.step, Actor(office=supposed.office, person="")
    payload = {**supposed.given, **{ask.name: ANY_WORDS for ask in _worded(step)}}
    try:
        found = what_if(session, KIND, sight.ref, step.trigger.value, payload, actor=actor, at=at)
    except Refusal as refusal:
        return replace(supposed, reasons=refusal.reasons)
    return replace(supposed, found=found)


def _dated(step: Step) -> tuple[Ask, ...]:
    return tuple(ask for ask in step.asks if ask.kind in DATED)


def _worded(step: Step) -> tuple[Ask, ...]:
    """What the act asks in words: why, and why a day off."""
    return tuple(ask for ask in step.asks if ask.kind in WORDS and (ask.required or ask.name.endswith("_reason")))


def _office(step: Step, sight: Sight, me: Viewer) -> tuple[str, bool]:
    """For whom it is tried: the viewer if the act is theirs, else whoever's it is."""
    whose = [office for audience in step.by for office in audience.of(sight.facts)]
    mine = [office for office in whose if office in me.may(KIND, step.trigger.value)]
    return (mine or whose)[0], bool(mine)


def _offices(tried: Supposed | None) -> set[str]:
    if tried is None:
        return set()
    lines = (*tried.found.now, *(one.line for one in tried.found.letters)) if tried.found else ()
    return {tried.office, *(line.office for line in lines)}


def _page(
    request: Request, sight: Sight, steps: list[Step], tried: Supposed | None, known: Names, at: datetime
) -> HTMLResponse:
    room = BY_KIND[KIND]
    labels = {ask.name: ask.label for ask in tried.step.asks} if tried else {}
    return pages.render(
        request,
        "letters/suppose.html",
        status=tried.status if tried else 200,
        room=room,
        sight=sight,
        steps=[Option(step.trigger.value, step.trigger.label) for step in steps],
        tried=tried,
        names=known,
        labels=labels,
        paths=BY_KIND,
        most=MOST,
        day_off=_day_off(tried),
        letters=_alike(tried.found.letters) if tried and tried.found else [],
        confirming=_confirming(tried, sight, known) if tried and tried.found and tried.mine else (),
        hidden=_hidden(tried),
    )


def _day_off(tried: Supposed | None) -> date | None:
    """The day of the closing as tried, when nobody works on it."""
    moved = [one.after for one in tried.found.dates if one.name == "closes_at"] if tried and tried.found else []
    days = [paris_day(after) for after in moved if isinstance(after, datetime)]
    return next((day for day in days if not is_working_day(day)), None)


def _alike(letters: Iterable[MovedLetter]) -> list[tuple[MovedLetter, list[str]]]:
    """The same letter about the same object, moved alike, with the offices that would have it."""
    found: dict[tuple[object, ...], tuple[MovedLetter, list[str]]] = {}
    for one in letters:
        instants = tuple(side.at if side else None for side in (one.before, one.after))
        key = (one.line.letter, one.line.ref, one.line.days, *instants)
        found.setdefault(key, (one, []))[1].append(one.line.office)
    return list(found.values())


def _confirming(tried: Supposed, sight: Sight, known: Names) -> tuple[Field, ...]:
    return Asking(facts=sight.facts, names=known, content={}).fields(_worded(tried.step))


def _hidden(tried: Supposed | None) -> list[tuple[str, str]]:
    """The dates as tried, for the act's own form."""
    if tried is None:
        return []
    return [("office_id", tried.office), *((field.name, str(field.value)) for field in tried.fields if field.value)]

"""The page of one object with a life: why it waits, what can be done, its way, its history, its letters."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from api.console import acts, detail, flash, follow_up, obligations, telling
from api.console.conditions import once_met
from api.console.mailings import last_chaser, mailings
from api.console.past import happenings, pieces
from api.console.rooms import BY_KIND, ROOMS, Room
from api.console.ways import phases, way, whole_ways
from api.entry.identity import Db, Me, Now
from api.showing import pages
from notifications import typography
from states.calendar import last_instant, paris_day
from states.diagnosis import Diagnosis, diagnosis
from states.offers import Condition
from store.board import past, veil
from store.board.names import Names
from store.board.sight import Sight, look, names_for
from store.board.viewer import Viewer
from store.session import reading

router = APIRouter(include_in_schema=False)
#: While the letter that starts the clock is on its way, no reminder is dated yet.
REMINDERS_TO_COME = "Envoi du courriel en cours ; les rappels seront datés ensuite."
Ref = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,40}$")]


def _page_of(room: Room) -> Callable[..., HTMLResponse]:
    def page(
        request: Request,
        ref: Ref,
        me: Me,
        at: Now,
        db: Db,
        fait: Annotated[int, Query(ge=0, le=10**6)] = 0,
        au: date | None = None,
    ) -> HTMLResponse:
        with reading(db) as session:
            context = _context(session, room, me, ref, at, _past_day(room, au, at))
            done = flash.done(session, room, ref, fait, me, at) if fait else None
        return pages.render(request, f"living/{room.kind}.html", done=done, **context)

    return page


def _past_day(room: Room, day: date | None, at: datetime) -> date | None:
    """An application can be looked at as it was on a day before today."""
    return day if day and room.kind == "application" and day < paris_day(at) else None


def _context(
    session: Session, room: Room, me: Viewer, ref: str, at: datetime, day: date | None = None
) -> dict[str, Any]:
    sight = look(session, me, room.kind, ref, at)
    if day:
        sight, at = past.look_back(session, me, sight, day), last_instant(day) - timedelta(microseconds=1)
    why = _why(sight, me, at)
    offices = acts.offices_named(sight.facts, at, why.conditions) | detail.offices_named(sight)
    names = names_for(session, me, sight, [*offices, *why.awaiting], at)
    mine, missing = ([], []) if day else acts.offered(room, sight.facts, me, names, at)
    stage = telling.stage_of(room.kind, sight.row["state"] if sight.veiled else sight.facts.state.value)
    return {
        "room": room,
        "sight": sight,
        "row": sight.row,
        "facts": sight.facts,
        "state": telling.state_label(room.kind, stage.state.value, me),
        "final": stage.final,
        "tone": telling.TONES[why.stuck.cause] if why.stuck else "",
        "stage": stage,
        "phases": [phase.label for phase in phases(stage)],
        "phase": phases(stage).index(stage.phase) + 1,
        **_waiting(sight, why, names, me, at),
        "acts": mine,
        "missing": missing,
        "paper": [] if day else acts.on_paper(room, sight.facts, me, names, at),
        "drawing": _way(sight, me, stuck=why.stuck is not None),
        "whole_drawings": whole_ways(room.kind, sight.row["state"] if sight.veiled else stage.state.value, me),
        "day": day,
        "happenings": happenings(sight, names, me),
        "mailings": mailings(sight, names),
        "pieces": pieces(sight, names),
        **follow_up.followed(session, me, room.kind, ref, at, past=bool(day)),
        "obligations": obligations.told(session, sight, names, me, at),
        **detail.of(session, sight, names, me, at),
    }


def _why(sight: Sight, me: Viewer, at: datetime) -> Diagnosis:
    """Why it waits; under the veil, only that a decision is to come."""
    why = diagnosis(sight.facts, at)
    return veil.drawn(why, sight.row["entered_at"]) if sight.veiled else why


def _waiting(sight: Sight, why: Diagnosis, names: Names, me: Viewer, at: datetime) -> dict[str, Any]:
    """Why it waits, for whom, since when, and what comes next."""
    return {
        "why": why,
        "whom": _awaited(sight, why, names),
        "late": telling.late_days(why.due, at),
        "since": telling.since(why.since, at),
        "next_act": _next_act(why, names) or (REMINDERS_TO_COME if sight.facts.telling else ""),
        "checks": _checks(why.conditions, sight, names, me),
        "last_letter": last_chaser(sight, names),
    }


def _awaited(sight: Sight, why: Diagnosis, names: Names) -> list[tuple[str, str]]:
    """Titles and holders of those awaited; that ministers are deciding against is not told before they have."""
    deciding: tuple[Any, ...] = getattr(sight.facts, "decisions", ())
    if deciding and not sight.whole:
        return [(names.title("dgesco_head"), "")]
    return [(names.title(one), names.holder(one) or _vacant(one, names)) for one in why.awaiting]


def _vacant(office: str, names: Names) -> str:
    return "vacant" if names.is_vacant(office) else ""


def _next_act(why: Diagnosis, names: Names) -> str:
    """What the service will do by itself, and when: the earliest of a transition and a reminder."""
    coming = []
    if why.next_timer:
        step, at = why.next_timer
        coming.append((at, f"{step.trigger.label}, le {typography.short_instant(at)}"))
    if why.next_rung:
        rung = why.next_rung
        coming.append(
            (rung.at, f"Rappel le {typography.short_instant(rung.at)}, adressé à : {names.title(rung.office)}")
        )
    return min(coming)[1] if coming else ""


def _elsewhere(condition: Condition, sight: Sight) -> dict[str, str]:
    """The other object on which the condition is lifted: where to go to free this one."""
    kinds = [lift.partition(".")[0] for lift in condition.guard.lifts if "." in lift]
    refs = ((kind, getattr(sight.facts, f"{kind}_ref", "")) for kind in kinds if kind != sight.kind)
    kind, ref = next(((kind, ref) for kind, ref in refs if ref), ("", ""))
    return {"path": BY_KIND[kind].page(ref), "where": ref} if ref else {}


def _checks(conditions: tuple[Condition, ...], sight: Sight, names: Names, me: Viewer) -> list[acts.Check]:
    """The conditions of the way forward; what the commission and the ministers weigh is theirs until they decide."""
    weighed = sight.kind == "application" and sight.row["session_ref"]
    if not sight.whole and (weighed or sight.kind != "application"):
        return []
    return [
        acts.Check(
            met=one.met,
            sentence=one.reason.sentence if one.met is False else once_met(one.reason.code),
            lifted_by=", ".join(names.title(office) for office in one.reason.lifted_by),
            **(_elsewhere(one, sight) if me.national else {}),
        )
        for one in conditions
    ]


def _way(sight: Sight, viewer: Viewer, *, stuck: bool) -> Any:
    moves = [(event["source"], event["target"]) for event in reversed(sight.events) if event["source"]]
    return way(sight.kind, sight.row["state"] if sight.veiled else sight.facts.state.value, moves, viewer, stuck=stuck)


for _room in ROOMS:
    router.add_api_route(f"{_room.path}/{{ref}}", _page_of(_room), methods=["GET"], name=f"page_{_room.kind}")

"""Answering what is asked of a file: missing pieces one by one with the clock shown, questions, reservations."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Engine
from starlette.datastructures import FormData

from api import errors
from api.applicants.dossier import ASKED, ROOM, Dossier, dossier
from api.applicants.surviving import CHANGED, claimed, is_stale, kept_for_log_in, typed
from api.console import asking, flash
from api.console.acting import Sent, light
from api.console.attempts import Attempt, attempt
from api.console.living import Ref
from api.console.uploads import received
from api.entry.identity import Db, Me, Now, Visitor
from api.showing import pages
from api.showing.fields import Field
from states.application.facts import ApplicationFacts
from states.application.words import State, Trigger
from states.refusals import NotYours, Reason, Refusal
from store import drafting
from store.board.sight import Sight
from store.board.viewer import Viewer
from store.desk import desk
from store.session import reading, transaction

router = APIRouter(include_in_schema=False)
PART, PIECE = "reponse", "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One missing piece: its name, when it came, and the form that brings it."""

    number: int
    name: str
    received_at: datetime | None
    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, when, until when; `days_left` of the examination, whose clock stands still meanwhile."""

    act: Trigger
    asked_at: datetime
    due: date | None
    lines: tuple[str, ...]
    days_left: int


@router.get("/dossiers/{ref}/reponses")
def show(
    request: Request,
    ref: Ref,
    me: Me,
    at: Now,
    db: Db,
    fait: Annotated[int, Query(ge=0, le=10**6)] = 0,
    garde: Annotated[str, Query(max_length=80)] = "",
) -> HTMLResponse:
    """What is asked, and the forms that answer it."""
    claimed(db, garde, ref, me)
    with reading(db) as session:
        opened = dossier(session, me, ref, at)
        kept = drafting.kept(session, ref, PART, me.person)
        done = flash.done(session, ROOM, ref, fait, me, at) if fait else None
    about = _about(db, opened, me, at)
    fields = about.asking.fields(about.step.asks) if about else ()
    if kept:
        fields = asking.refilled(fields, FormData(kept.body), {})
    return _page(request, opened, about, fields, done=done)


@router.post("/dossiers/{ref}/reponses", dependencies=[Depends(light)])
def take(request: Request, ref: Ref, visitor: Visitor, at: Now, db: Db, form: Sent) -> Response:
    """One answer; without a session, its text waits for the log-in."""
    if visitor is None:
        return kept_for_log_in(request, db, ref, PART, form, at)
    with reading(db) as session:
        opened = dossier(session, visitor, ref, at)
    about = _about(db, opened, visitor, at)
    if about is None:
        raise NotYours(Reason("acteur", "Répondre revient aux porteurs et à leurs services."))
    return _answer(request, db, opened, about, visitor, form, at)


def _answer(
    request: Request, db: Engine, opened: Dossier, about: Attempt, me: Viewer, form: FormData, at: datetime
) -> Response:
    fields = about.asking.fields(about.step.asks)
    if is_stale(request, form):
        reasons = [Reason("jeton", CHANGED)]
        return _page(request, opened, about, asking.refilled(fields, form, {}), reasons=reasons, status=403)
    known, wrong = received(db, form, fields, at)
    given = asking.answers(about.step.asks, form, known, opened.facts)
    wrong = asking.faults(about.step.asks, given, opened.facts) | wrong
    if wrong:
        told = asking.refilled(fields, form, wrong)
        return _page(request, opened, about, told, sent=str(form.get(PIECE, "")), wrong=wrong, status=422)
    try:
        return RedirectResponse(_act(db, opened, about, me, given, at), 303)
    except Refusal as refusal:
        _keep(db, opened, me, form, at)
        status = next(code for kind, code in errors.STATUS.items() if isinstance(refusal, kind))
        told = asking.refilled(fields, form, {})
        return _page(request, opened, about, told, reasons=list(refusal.reasons), status=status)


def _act(db: Engine, opened: Dossier, about: Attempt, me: Viewer, given: dict[str, object], at: datetime) -> str:
    ref, first = opened.sight.ref, opened.sight.row["seq"] + 1
    with transaction(db) as session:
        desk.act(
            session,
            "application",
            ref,
            about.step.trigger.value,
            person=me.person,
            office=about.office,
            at=at,
            payload=given,
        )
        drafting.let_go(session, ref, PART, me.person)
    return f"{opened.page}/reponses?fait={first}"


def _keep(db: Engine, opened: Dossier, me: Viewer, form: FormData, at: datetime) -> None:
    with transaction(db) as session:
        drafting.keep(session, opened.sight.ref, PART, typed(form), based_on=0, why="refused", person=me.person, at=at)


def _about(db: Engine, opened: Dossier, me: Viewer, at: datetime) -> Attempt | None:
    """The act that answers, when it is this person's."""
    if opened.facts.state not in ASKED:
        return None
    trigger = ASKED[opened.facts.state][0]
    try:
        with reading(db) as session:
            return attempt(session, ROOM, me, opened.sight.ref, trigger.value, "", at, on_paper=False)
    except NotYours:
        return None


def asked(sight: Sight) -> Question | None:
    """What is asked at this stage; None at the others."""
    facts: ApplicationFacts = sight.facts
    if facts.state not in ASKED:
        return None
    act, trigger, name = ASKED[facts.state]
    event = next((one for one in sight.events if one["trigger"] == trigger), None)
    texts = dict(sight.texts.get(event["id"], [])) if event else {}
    return Question(
        act=act,
        asked_at=event["at"] if event else facts.entered_at,
        due=_due(facts),
        lines=tuple((texts.get(name) or "").splitlines()),
        days_left=facts.completion.days_left if facts.completion and facts.state is State.INCOMPLETE else 0,
    )


def _due(facts: ApplicationFacts) -> date | None:
    held: Any = {
        State.INCOMPLETE: facts.completion,
        State.CLARIFICATION: facts.clarification,
        State.RESERVATIONS: facts.reservations,
    }[facts.state]
    return held.due if held else None


def _pieces(opened: Dossier, found: Question | None, sent: str, wrong: dict[str, str]) -> list[Piece]:
    facts = opened.facts
    if found is None or facts.state is not State.INCOMPLETE or facts.completion is None:
        return []
    return [
        Piece(
            number=item.number,
            name=found.lines[item.number - 1] if item.number <= len(found.lines) else f"Pièce n° {item.number}",
            received_at=item.received_at,
            field=Field(
                "document",
                "Document",
                "document",
                hint="PDF, 20 Mio au plus.",
                error=wrong.get("document", "") if sent == str(item.number) else "",
            ),
        )
        for item in facts.completion.items
    ]


def _page(
    request: Request,
    opened: Dossier,
    about: Attempt | None,
    fields: tuple[Field, ...],
    *,
    sent: str = "",
    wrong: dict[str, str] | None = None,
    reasons: list[Reason] | None = None,
    status: int = 200,
    done: Any = None,
) -> HTMLResponse:
    found = asked(opened.sight)
    return pages.render(
        request,
        "applicants/answers.html",
        status=status,
        opened=opened,
        asked=found,
        pieces=_pieces(opened, found, sent, wrong or {}),
        mine=about is not None,
        fields=fields,
        reasons=reasons or [],
        done=done,
    )

"""An outage of the platform over a closing: its window, the calls that it touched, and one later closing for them."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from api import errors
from api.console import asking
from api.console.acting import GUARDED, Sent
from api.entry.identity import Db, Me, Now
from api.operations.page import national
from api.showing import pages
from api.showing.fields import Field
from states.asks import read_payload
from states.declaration import Ask, AskKind
from states.refusals import NotYours, Reason, Refusal, Unknown
from states.roles import Role
from store.board.viewer import Viewer
from store.people import interruptions
from store.people.register import name_of
from store.session import reading, transaction

router = APIRouter(include_in_schema=False)
Number = Annotated[int, Path(ge=1, le=2**31)]
NEW, ONE = "/exploitation/indisponibilites/enregistrer", "/exploitation/indisponibilites/{number}"
WINDOW = (
    Ask("starts_at", "Début", AskKind.INSTANT),
    Ask("ends_at", "Fin", AskKind.INSTANT),
    Ask("reason", "Ce qui s’est passé", AskKind.LONG_TEXT, hint="Ce motif figurera dans les actes de report."),
)
CLOSING = (
    Ask("closes_at", "Nouvelle clôture des dossiers touchés", AskKind.INSTANT),
    Ask("day_off_reason", "Pourquoi un jour non ouvré, le cas échéant", AskKind.TEXT, required=False),
)
HEAD = Role.DGESCO_HEAD.value


def _fields(asks: tuple[Ask, ...]) -> tuple[Field, ...]:
    return tuple(Field(ask.name, ask.label, asking.KINDS[ask.kind], ask.required, ask.hint) for ask in asks)


def _allowed(me: Viewer) -> None:
    national(me)
    if not me.registers:
        raise NotYours(Reason("registre", "Une indisponibilité est enregistrée par la Dgesco ou l’administration."))


@router.get(NEW)
def ask(request: Request, me: Me) -> HTMLResponse:
    """The form."""
    _allowed(me)
    return _asking(request, _fields(WINDOW))


def _asking(
    request: Request, fields: tuple[Field, ...], reasons: tuple[Reason, ...] = (), status: int = 200
) -> HTMLResponse:
    return pages.render(request, "operations/interruption.html", fields=fields, reasons=reasons, status=status)


@router.post(NEW, dependencies=GUARDED)
def declare(request: Request, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """Keep the window; what it touched is shown next."""
    _allowed(me)
    given, wrong = _read(WINDOW, form)
    if wrong:
        return _asking(request, asking.refilled(_fields(WINDOW), form, wrong), status=422)
    try:
        with transaction(db) as session:
            number = interruptions.declare(
                session, given["starts_at"], given["ends_at"], given["reason"], at, me.person
            )
    except Refusal as refusal:
        return _asking(
            request, asking.refilled(_fields(WINDOW), form, {}), refusal.reasons, errors.STATUS[type(refusal)]
        )
    return RedirectResponse(ONE.format(number=number), 303)


def _read(asks: tuple[Ask, ...], form: FormData) -> tuple[dict[str, Any], Mapping[str, str]]:
    given = asking.answers(asks, form, {}, None)
    wrong = asking.faults(asks, given, None)
    return ({} if wrong else read_payload(asks, given, None)), wrong


@router.get(ONE)
def show(request: Request, me: Me, db: Db, number: Number) -> HTMLResponse:
    """The window, and what it touched."""
    national(me)
    return _page(request, me, db, number, _fields(CLOSING))


def _page(
    request: Request,
    me: Viewer,
    db: Any,
    number: int,
    fields: tuple[Field, ...],
    reasons: tuple[Reason, ...] = (),
    status: int = 200,
) -> HTMLResponse:
    with reading(db) as session:
        row = interruptions.declared(session, number)
        context: dict[str, Any] = {
            "outage": row,
            "reason": interruptions.reason(session, number),
            "by": name_of(session, row["person"]),
            "touched": interruptions.touched(session, row),
        }
    context |= {"fields": fields, "reasons": reasons, "may_extend": HEAD in me.offices}
    return pages.render(request, "operations/interrupted.html", status=status, **context)


@router.post(ONE, dependencies=GUARDED)
def extend(request: Request, me: Me, at: Now, db: Db, form: Sent, number: Number) -> Response:
    """One later closing for the files of every call that it touched."""
    national(me)
    given, wrong = _read(CLOSING, form)
    fields = _fields(CLOSING)
    if wrong:
        return _page(request, me, db, number, asking.refilled(fields, form, wrong), status=422)
    try:
        with transaction(db) as session:
            interruptions.extend(session, number, given["closes_at"], given["day_off_reason"], at, me.person)
    except Unknown:
        raise
    except Refusal as refusal:
        status = next(code for kind, code in errors.STATUS.items() if isinstance(refusal, kind))
        return _page(request, me, db, number, asking.refilled(fields, form, {}), refusal.reasons, status)
    return RedirectResponse(f"{ONE.format(number=number)}?fait=1", 303)

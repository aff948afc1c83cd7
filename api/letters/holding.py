"""Holds: what is kept back, by whom, why and until when; adding one, and ending one before its day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import RowMapping, func, select
from sqlmodel import Session
from starlette.datastructures import FormData

from api import errors
from api.console import asking
from api.console.acting import GUARDED, Sent
from api.entry.identity import Db, Me, Now
from api.letters.kinds import kind_label, kinds
from api.showing import pages
from api.showing.fields import Field, Kind, Option
from notifications.composing.batches import LETTER
from states.calendar import paris_day
from states.refusals import NotYours, Reason, Refusal
from store import holds
from store.board.names import names
from store.board.people import PERSON
from store.board.viewer import Viewer
from store.holds import Held, Scope
from store.session import reading, transaction
from store.tables.letters import LetterStatus

router = APIRouter(include_in_schema=False)
LIST = "/exploitation/retenues"
NEW, LIFT = f"{LIST}/nouvelle", f"{LIST}/{{number}}/lever"
Short = Annotated[str, Query(max_length=80)]
Number = Annotated[str, Path(pattern=r"^RET-[0-9]{4}-[0-9]{4,8}$")]
#: The field in which each scope names what it keeps back.
FIELD_OF = {Scope.PERSON: "personne", Scope.OBJECT: "objet", Scope.KIND: "sorte"}
#: The page's own fields, by the name under which the store refuses them.
REFUSED = {"Portée": "portee", "Personne": "personne", "Objet": "objet", "Sorte de courriel": "sorte"} | {
    "Motif": "motif",
    "Jusqu’au": "jusqu",
}
WHY = (Field("motif", "Motif", "textarea", required=False),)


@router.get(LIST)
def listing(request: Request, me: Me, at: Now, db: Db) -> HTMLResponse:
    """Holds in force, then those that are over."""
    _national(me)
    with reading(db) as session:
        open_, over = holds.listed(session, at)
        persons = {row["person"] for row in (*open_, *over)} | {r["target"] for r in (*open_, *over)}
        known = names(session, (), persons, paris_day(at))
        waiting = _waiting(session)
    told = [[_told(row, known.persons) for row in rows] for rows in (open_, over)]
    return pages.render(
        request, "letters/holds.html", open=told[0], over=told[1], waiting=waiting, registers=bool(me.registers)
    )


def _national(me: Viewer) -> None:
    if not me.national:
        raise HTTPException(404)


def _allowed(me: Viewer) -> None:
    _national(me)
    if not me.registers:
        raise NotYours(Reason("retenue", "Une retenue est posée ou levée par la Dgesco ou l’administration."))


def _waiting(session: Session) -> int:
    held = select(func.count()).select_from(LETTER).where(LETTER.c.status == LetterStatus.HELD.value)
    return int(session.execute(held).scalar_one())


def _told(row: RowMapping, persons: Any) -> dict[str, Any]:
    scope = Scope(row["scope"])
    given = {name: row[name] for name in ("id", "target", "reason", "ends_at")}
    return dict(row) | {
        "what": _what(scope, row["target"], persons),
        "until": Held(scope=scope, **given).until,
        "who": persons.get(row["person"], row["person"]),
    }


def _what(scope: Scope, target: str, persons: Any) -> str:
    told = {Scope.PERSON: persons.get(target, target), Scope.KIND: kind_label(target), Scope.OBJECT: target}
    return f"{scope.label.capitalize()} : {told[scope]}" if scope in told else scope.label.capitalize()


HINTS = {
    "personne": "Si vous retenez une personne : son adresse électronique.",
    "objet": "Si vous retenez un objet : sa référence, comme CMQ-2026-0012 ou 2026-1.",
    "sorte": "Si vous retenez une sorte de courriel.",
    "jusqu": "Ce jour compris ; un an au plus. Une retenue a toujours une fin.",
    "motif": "Il s’affiche auprès de chaque courriel retenu.",
}


def _fields(given: Mapping[str, str]) -> tuple[Field, ...]:
    scopes = tuple(Option(one.value, one.label.capitalize()) for one in Scope)
    asked: tuple[tuple[str, str, Kind, bool, tuple[Option, ...]], ...] = (
        ("portee", "Ce qui est retenu", "choice", True, scopes),
        ("personne", "Personne", "email", False, ()),
        ("objet", "Objet", "text", False, ()),
        ("sorte", "Sorte de courriel", "choice", False, kinds()),
        ("jusqu", "Jusqu’au", "date", True, ()),
        ("motif", "Motif", "textarea", True, ()),
    )
    return tuple(
        Field(name, label, kind, required, HINTS.get(name, ""), options, given.get(name, ""))
        for name, label, kind, required, options in asked
    )


@router.get(NEW)
def ask(request: Request, me: Me, portee: Short = "", objet: Short = "", sorte: Short = "") -> HTMLResponse:
    """The form, which a page may have begun to fill."""
    _allowed(me)
    return _page(request, _fields({"portee": portee, "objet": objet, "sorte": sorte}))


def _page(
    request: Request, fields: tuple[Field, ...], reasons: tuple[Reason, ...] = (), status: int = 200
) -> HTMLResponse:
    return pages.render(request, "letters/hold.html", status=status, fields=fields, reasons=reasons)


@router.post(NEW, dependencies=GUARDED)
def place(request: Request, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """Keep back from now on; letters already in a mail go."""
    _allowed(me)
    until, wrong = _day(form)
    try:
        if wrong or until is None:
            return _page(request, asking.refilled(_fields({}), form, wrong), status=422)
        with transaction(db) as session:
            _place(session, form, until, me, at)
    except Refusal as refusal:
        faults = {REFUSED[one.field]: one.sentence for one in refusal.reasons if one.field in REFUSED}
        others = tuple(one for one in refusal.reasons if one.field not in REFUSED)
        return _page(request, asking.refilled(_fields({}), form, faults), others, errors.STATUS[type(refusal)])
    return RedirectResponse(LIST, 303)


def _day(form: FormData) -> tuple[date | None, dict[str, str]]:
    try:
        return date.fromisoformat(str(form.get("jusqu", ""))), {}
    except ValueError:
        return None, {"jusqu": "indiquez une date : une retenue a toujours une fin."}


def _place(session: Session, form: FormData, until: date, me: Viewer, at: datetime) -> None:
    scope = str(form.get("portee", ""))
    named = {one.value: str(form.get(name, "")).strip() for one, name in FIELD_OF.items()}
    target = named.get(scope, "")
    holds.place(
        session,
        scope=scope,
        target=_person_at(session, target) if scope == Scope.PERSON.value else target,
        reason=str(form.get("motif", "")),
        until=until,
        person=me.person,
        at=at,
    )


def _person_at(session: Session, email: str) -> str:
    """Whose address that is; the address itself, which names nobody, when it is no one's."""
    found = session.execute(select(PERSON.id).where(func.lower(PERSON.email) == email.lower())).scalar()
    return str(found or email)[:80]


@router.get(LIFT)
def ask_why(request: Request, me: Me, at: Now, db: Db, number: Number) -> HTMLResponse:
    """The hold, and the question why it ends now."""
    _allowed(me)
    return _lifting(request, number, WHY)


def _lifting(
    request: Request, number: str, fields: tuple[Field, ...], reasons: tuple[Reason, ...] = (), status: int = 200
) -> HTMLResponse:
    return pages.render(request, "letters/lift.html", status=status, number=number, fields=fields, reasons=reasons)


@router.post(LIFT, dependencies=GUARDED)
def lift(request: Request, me: Me, at: Now, db: Db, number: Number, form: Sent) -> Response:
    """End it: what it kept back is composed at once, reminders checked again."""
    _allowed(me)
    try:
        with transaction(db) as session:
            holds.lift(session, number, reason=str(form.get("motif", "")), person=me.person, at=at)
    except Refusal as refusal:
        return _lifting(request, number, asking.refilled(WHY, form, {}), refusal.reasons, errors.STATUS[type(refusal)])
    return RedirectResponse(LIST, 303)

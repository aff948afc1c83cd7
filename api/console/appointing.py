"""Registering who takes an office, in full or as an interim: what frees an object that awaits a vacant one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import func, select
from sqlmodel import Session
from starlette.datastructures import FormData

from api import errors, pages
from api.console import asking
from api.console.acting import GUARDED, Sent
from api.fields import Field, Option
from api.identity import Db, Me, Now
from states.calendar import paris_day
from states.refusals import NotYours, Reason, Refusal, Unknown
from store.board.names import title_of
from store.board.people import PERSON
from store.board.viewer import Viewer
from store.people import appointments
from store.session import reading, transaction
from store.tables.people import Office

router = APIRouter(include_in_schema=False)
GENDERS = (Option("f", "Madame"), Option("m", "Monsieur"))
REQUIRED = ("civilite", "prenom", "nom", "courriel", "depuis")
Which = Annotated[str, Query(max_length=80)]


@router.get("/offices/nommer")
def show(request: Request, me: Me, at: Now, db: Db, office: Which = "") -> HTMLResponse:
    """The form for one office."""
    _check(me)
    with reading(db) as session:
        _known(session, office)
    return _page(request, office, _fields(paris_day(at)), at)


def _check(me: Viewer) -> None:
    if not me.registers:
        raise NotYours(Reason("registre", "Le registre des offices est tenu par la Dgesco."))


def _known(session: Session, office: str) -> None:
    if session.get(Office, office) is None:
        raise Unknown(Reason("office", "Cet office n’existe pas."))


def _fields(day: date) -> tuple[Field, ...]:
    return (
        Field("civilite", "Civilité", "choice", options=GENDERS),
        Field("prenom", "Prénom"),
        Field("nom", "Nom"),
        Field("courriel", "Courriel personnel", "email", hint="Une personne déjà connue est reconnue à son adresse."),
        Field("depuis", "En fonctions depuis le", "date", value=day.isoformat()),
        Field("jusqu", "Jusqu’au", "date", required=False),
        Field("interim", "Par intérim", "bool", required=False),
    )


def _page(
    request: Request,
    office: str,
    fields: tuple[Field, ...],
    at: datetime,
    reasons: tuple[Reason, ...] = (),
    status: int = 200,
) -> HTMLResponse:
    told = title_of(office, paris_day(at))
    return pages.render(
        request, "appoint.html", status=status, office=office, told=told, fields=fields, reasons=reasons
    )


@router.post("/offices/nommer", dependencies=GUARDED)
def take(request: Request, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """Write the person, if new, and the mandate; what awaits the office is looked at again."""
    _check(me)
    office, fields = str(form.get("office", ""))[:80], _fields(paris_day(at))
    wrong = _faults(form)
    if wrong:
        return _page(request, office, asking.refilled(fields, form, wrong), at, status=422)
    try:
        with transaction(db) as session:
            _known(session, office)
            _appoint(session, form, office, me, at)
    except Unknown:
        raise
    except Refusal as refusal:
        status = next(code for kind, code in errors.STATUS.items() if isinstance(refusal, kind))
        return _page(request, office, asking.refilled(fields, form, {}), at, refusal.reasons, status)
    return RedirectResponse(f"/offices?q={office}", 303)


def _faults(form: FormData) -> dict[str, str]:
    missing = {name: "à remplir." for name in REQUIRED if not str(form.get(name, "")).strip()}
    dates = {name: "indiquez une date." for name in ("depuis", "jusqu") if form.get(name) and not _day(form, name)}
    return dates | missing


def _day(form: FormData, name: str) -> date | None:
    try:
        return date.fromisoformat(str(form.get(name, "")))
    except ValueError:
        return None


def _appoint(session: Session, form: FormData, office: str, me: Viewer, at: datetime) -> None:
    given = {name: str(form.get(name, "")).strip() for name in REQUIRED}
    starts_on = _day(form, "depuis")
    assert starts_on is not None
    appointments.appoint(
        session,
        person=_person(session, given, me, at),
        office=office,
        starts_on=starts_on,
        ends_on=_day(form, "jusqu"),
        acting="interim" in form,
        at=at,
        by=me.person,
    )


def _person(session: Session, given: Mapping[str, str], me: Viewer, at: datetime) -> str:
    query = select(PERSON.id).where(func.lower(PERSON.email) == given["courriel"].lower())
    known: str | None = session.execute(query).scalar()
    return known or appointments.add_person(
        session,
        given_name=given["prenom"],
        family_name=given["nom"],
        gender=given["civilite"],
        email=given["courriel"],
        at=at,
        by=me.person,
    )

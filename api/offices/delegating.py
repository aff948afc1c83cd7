"""Delegations of signature: from whom to whom, for which acts, between which dates, and their end."""

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import RowMapping
from sqlmodel import Session
from starlette.datastructures import FormData

from api.console.acting import GUARDED, Sent
from api.console.past import trigger_label
from api.console.rooms import ROOMS
from api.entry.identity import Db, Me, Now
from api.offices.appointing import known_office, page_of
from api.offices.registering import Entry, Id, OfficeId, check, day, known_day, show, take, text
from api.showing.fields import Field, Option
from notifications.typography import short_day
from states.calendar import paris_day
from states.lifecycles import LIFECYCLES
from states.refusals import Reason, Unknown
from states.roles import Role, role_of
from store.board import offices, persons
from store.board.names import title_of
from store.people import appointments
from store.session import reading

router = APIRouter(include_in_schema=False)
CALLED = {"délégant": "delegant", "délégataire": "delegataire", "actes délégués": "actes", "début": "du", "fin": "au"}
CLOSE = "Les plus proches"
NAMES = {room.kind: room.one.capitalize() for room in ROOMS}
SURVIVES = "Elle survit au départ du délégant (directeur d’administration centrale, décret n° 2005-850)"


def signing() -> tuple[Option, ...]:
    """Every act by which one signs."""
    return tuple(
        Option(f"{kind}.{step.trigger.value}", f"{NAMES[kind]} : {step.trigger.label}")
        for kind, lifecycle in LIFECYCLES.items()
        for step in {step.trigger: step for step in lifecycle.steps if step.signs}.values()
    )


def chosen_from(rows: Sequence[RowMapping], key: str, near: str, today: date) -> tuple[Option, ...]:
    """People in office, those of the same territory or of the same service first."""
    scope = near.partition(":")[2] or near
    close = {row[key] for row in rows if (row["office"].partition(":")[2] or row["office"]) == scope}
    told = [Option(row[key], _named(row, today), CLOSE) for row in rows if row[key] in close]
    order = list(Role)
    others = sorted((r for r in rows if r[key] not in close), key=lambda row: order.index(role_of(row["office"])))
    return (*told, *(Option(row[key], _named(row, today), role_of(row["office"]).label) for row in others))


def _named(row: RowMapping, today: date) -> str:
    return f"{row['given_name']} {row['family_name']}, {title_of(row['office'], today)}"


def _lending(session: Session, office: str, today: date) -> Entry:
    known_office(session, office)
    title = title_of(office, today)
    giving = [row for row in offices.mandates_of(session, office) if (row["ends_on"] or date.max) >= today]
    givers = {row["person"] for row in giving}
    lenders = tuple(Option(one["id"], _named(one, today)) for one in giving)
    takers = [row for row in persons.candidates(session, today) if row["person"] not in givers]
    return Entry(
        title="Déléguer la signature",
        lead=title,
        action=f"/offices/{office}/deleguer",
        back=page_of(office),
        back_to=title,
        submit="Enregistrer la délégation",
        fields=(
            Field("delegant", "Qui délègue", "choice", options=lenders, value=lenders[0].value if lenders else ""),
            Field("delegataire", "À qui", "choice", options=chosen_from(takers, "id", office, today)),
            Field("actes", "Pour quels actes", "choices", options=signing()),
            Field("du", "Du", "date", value=today.isoformat()),
            Field("au", "Au", "date", required=False, hint="Sans date, elle dure autant que les deux mandats."),
            Field("reference", "Référence de l’arrêté de délégation", required=False),
            Field("survit", SURVIVES, "bool", required=False),
        ),
        effects=(
            "Le délégataire signe « par délégation » pour cet office, et voit ce que cet office voit. La délégation"
            " tombe avec l’un ou l’autre mandat.",
        ),
        called=CALLED,
    )


@router.get("/offices/{office}/deleguer")
def show_lending(request: Request, office: OfficeId, me: Me, at: Now, db: Db) -> HTMLResponse:
    """To whom, for what, how long."""
    check(me)
    with reading(db) as session:
        return show(request, _lending(session, office, paris_day(at)))


@router.post("/offices/{office}/deleguer", dependencies=GUARDED)
def lend(request: Request, office: OfficeId, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """Write the delegation."""
    check(me)
    with reading(db) as session:
        entry = _lending(session, office, paris_day(at))

    def write(session: Session, form: FormData) -> str:
        found = appointments.delegate(
            session,
            delegator=text(form, "delegant"),
            delegate=text(form, "delegataire"),
            triggers=[str(one) for one in form.getlist("actes")],
            starts_on=known_day(form, "du"),
            ends_on=day(form, "au"),
            survives="survit" in form,
            reference=text(form, "reference"),
            at=at,
            by=me.person,
        )
        return page_of(office, f"delegation:{found}")

    return take(request, db, entry, form, write)


def _revoking(session: Session, delegation: str, today: date) -> tuple[Entry, str]:
    row = next((one for one in offices.delegations(session) if one["id"] == delegation), None)
    if row is None:
        raise Unknown(Reason("delegation", "Cette délégation n’existe pas."))
    title = title_of(row["giver"], today)
    acts = ", ".join(trigger_label(*name.split(".")) for name in row["triggers"].split())
    entry = Entry(
        title="Mettre fin à une délégation",
        lead=f"{title}, à : {title_of(row['taker'], today)}, depuis le {short_day(row['starts_on'])} ({acts})",
        action=f"/delegations/{delegation}/fin",
        back=page_of(row["giver"]),
        back_to=title,
        submit="Enregistrer la fin de la délégation",
        fields=(Field("au", "Dernier jour de la délégation", "date", value=today.isoformat()),),
        effects=("Ce qui a été signé reste signé ; rien ne peut plus l’être par délégation après ce jour.",),
        called=CALLED | {"début": "au"},
    )
    return entry, row["giver"]


@router.get("/delegations/{delegation}/fin")
def show_revoking(request: Request, delegation: Id, me: Me, at: Now, db: Db) -> HTMLResponse:
    """Until which day."""
    check(me)
    with reading(db) as session:
        entry, _ = _revoking(session, delegation, paris_day(at))
    return show(request, entry)


@router.post("/delegations/{delegation}/fin", dependencies=GUARDED)
def revoke(request: Request, delegation: Id, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """Write the last day."""
    check(me)
    with reading(db) as session:
        entry, office = _revoking(session, delegation, paris_day(at))

    def write(session: Session, form: FormData) -> str:
        appointments.revoke(session, delegation, known_day(form, "au"), at, by=me.person)
        return page_of(office, f"delegation:{delegation}")

    return take(request, db, entry, form, write)

"""Who takes an office, in full or as an interim, who leaves it, and where it is written to."""

from datetime import date, datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import RowMapping, func, select
from sqlmodel import Session
from starlette.datastructures import FormData

from api.console.acting import GUARDED, Sent
from api.console.acting import Office as Which
from api.entry.identity import Db, Me, Now
from api.offices.registering import Entry, Id, OfficeId, check, day, is_exact, known_day, show, take, text
from api.showing.fields import Field, Option
from notifications.typography import short_day
from states.calendar import paris_day
from states.refusals import Reason, Unknown
from store.board import offices
from store.board.names import title_of
from store.board.people import PERSON
from store.board.viewer import Viewer
from store.people import appointments, directory
from store.people.register import MANDATE
from store.session import reading

router = APIRouter(include_in_schema=False)
GENDERS = (Option("f", "Madame"), Option("m", "Monsieur"))
CALLED = {"civilité": "civilite", "prénom": "prenom", "début": "depuis", "fin": "jusqu"}
AGAIN = "Les dossiers qui attendent cet office sont réexaminés aussitôt."


def known_office(session: Session, office: str) -> RowMapping:
    """The office of an address; Unknown when there is none."""
    found = offices.office_row(session, office)
    if found is None:
        raise Unknown(Reason("office", "Cet office n’existe pas."))
    return found


def page_of(office: str, done: str = "") -> str:
    """Where an office is; `done` is what has just been recorded."""
    return f"/offices/{office}{f'?fait={done}' if done else ''}"


def person_fields(row: RowMapping | None = None) -> tuple[Field, ...]:
    """Who someone is."""
    known = row or {"gender": "", "given_name": "", "family_name": "", "email": ""}
    return (
        Field("civilite", "Civilité", "choice", options=GENDERS, value=known["gender"]),
        Field("prenom", "Prénom", value=known["given_name"]),
        Field("nom", "Nom", value=known["family_name"]),
        Field(
            "courriel",
            "Courriel personnel",
            "email",
            hint="Jamais une boîte que d’autres lisent : il ouvre la console." if row else KNOWN,
            value=known["email"],
        ),
    )


KNOWN = "Une personne déjà connue est reconnue à son adresse."


def _appointing(office: str, today: date) -> Entry:
    title = title_of(office, today)
    return Entry(
        title="Enregistrer une nomination",
        lead=title,
        action="/offices/nommer",
        back=page_of(office),
        back_to=title,
        submit="Enregistrer la nomination",
        fields=(
            *person_fields(),
            Field("depuis", "En fonctions depuis le", "date", value=today.isoformat()),
            Field("jusqu", "Jusqu’au", "date", required=False),
            Field("interim", "Par intérim", "bool", required=False),
        ),
        effects=(AGAIN, "Un intérim en cours prend fin la veille."),
        hidden=(("office", office),),
        called=CALLED,
    )


@router.get("/offices/nommer")
def show_appointing(request: Request, me: Me, at: Now, db: Db, office: Which = "") -> HTMLResponse:
    """The form for one office."""
    check(me)
    with reading(db) as session:
        known_office(session, office)
    return show(request, _appointing(office, paris_day(at)))


@router.post("/offices/nommer", dependencies=GUARDED)
def appoint(request: Request, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """Write the person, if new, and the mandate; what awaits the office is looked at again."""
    check(me)
    office = text(form, "office")[:80]

    def write(session: Session, form: FormData) -> str:
        known_office(session, office)
        mandate = appointments.appoint(
            session,
            person=_person(session, form, me, at),
            office=office,
            starts_on=known_day(form, "depuis"),
            ends_on=day(form, "jusqu"),
            acting="interim" in form,
            at=at,
            by=me.person,
        )
        return page_of(office, f"mandate:{mandate}")

    return take(request, db, _appointing(office, paris_day(at)), form, write)


def _person(session: Session, form: FormData, me: Viewer, at: datetime) -> str:
    query = select(PERSON.id).where(func.lower(PERSON.email) == text(form, "courriel").lower())
    known: str | None = session.execute(query).scalar()
    return known or appointments.add_person(
        session,
        given_name=text(form, "prenom"),
        family_name=text(form, "nom"),
        gender=text(form, "civilite"),
        email=text(form, "courriel"),
        exact=is_exact(form, "courriel"),
        at=at,
        by=me.person,
    )


def _ending(session: Session, mandate: str, today: date) -> tuple[Entry, str]:
    query = offices.sitting_query().where(MANDATE.c.id == mandate)
    row = session.execute(query).mappings().first()
    if row is None:
        raise Unknown(Reason("mandat", "Ce mandat n’existe pas."))
    office, name = row["office"], f"{row['given_name']} {row['family_name']}"
    title = title_of(office, today, row["gender"])
    entry = Entry(
        title="Mettre fin à un mandat",
        lead=f"{name}, {title}, depuis le {short_day(row['starts_on'])}",
        action=f"/mandats/{mandate}/fin",
        back=page_of(office),
        back_to=title,
        submit="Enregistrer la fin du mandat",
        fields=(Field("jusqu", "Dernier jour en fonctions", "date", value=today.isoformat()),),
        effects=(
            "Les délégations données ou reçues par ce mandat tombent avec lui, sauf celles des directeurs"
            " d’administration centrale (décret n° 2005-850).",
            "Le lendemain, l’office est vacant si personne d’autre n’est nommé.",
            AGAIN,
        ),
        called=CALLED | {"début": "jusqu"},
    )
    return entry, office


@router.get("/mandats/{mandate}/fin")
def show_ending(request: Request, mandate: Id, me: Me, at: Now, db: Db) -> HTMLResponse:
    """Until which day."""
    check(me)
    with reading(db) as session:
        entry, _ = _ending(session, mandate, paris_day(at))
    return show(request, entry)


@router.post("/mandats/{mandate}/fin", dependencies=GUARDED)
def end(request: Request, mandate: Id, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """Write the last day; delegations through this mandate lapse with it."""
    check(me)
    with reading(db) as session:
        entry, office = _ending(session, mandate, paris_day(at))

    def write(session: Session, form: FormData) -> str:
        appointments.end_mandate(session, mandate, known_day(form, "jusqu"), at, by=me.person)
        return page_of(office, f"mandate:{mandate}")

    return take(request, db, entry, form, write)


def _mailbox(session: Session, office: str, today: date) -> Entry:
    row, title = known_office(session, office), title_of(office, today)
    hint = "Elle survit aux personnes ; les liens de connexion n’y partent jamais. Laissez vide s’il n’y en a pas."
    return Entry(
        title="Changer la boîte fonctionnelle",
        lead=title,
        action=f"/offices/{office}/boite",
        back=page_of(office),
        back_to=title,
        submit="Enregistrer la boîte",
        fields=(Field("boite", "Adresse de la boîte", "email", required=False, value=row["mailbox"], hint=hint),),
        effects=("Les courriels qui n’avaient pas d’adresse partent à celle-ci.", AGAIN),
        called={"boîte": "boite"},
    )


@router.get("/offices/{office}/boite")
def show_mailbox(request: Request, office: OfficeId, me: Me, at: Now, db: Db) -> HTMLResponse:
    """Where the office is written to."""
    check(me)
    with reading(db) as session:
        return show(request, _mailbox(session, office, paris_day(at)))


@router.post("/offices/{office}/boite", dependencies=GUARDED)
def set_mailbox(request: Request, office: OfficeId, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """Write it, or none."""
    check(me)
    with reading(db) as session:
        entry = _mailbox(session, office, paris_day(at))

    def write(session: Session, form: FormData) -> str:
        changed = directory.set_mailbox(
            session, office, text(form, "boite"), at, by=me.person, exact=is_exact(form, "boite")
        )
        return page_of(office, f"office:{office}" if changed else "")

    return take(request, db, entry, form, write)

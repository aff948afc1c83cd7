"""People: their names and addresses corrected; their absences, which hand all they hold to a substitute."""

from datetime import date

from fastapi import APIRouter, BackgroundTasks, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import RowMapping
from sqlmodel import Session
from starlette.datastructures import FormData

from api.console.acting import GUARDED, Sent
from api.entry.identity import Db, Me, Now
from api.offices.appointing import CALLED, person_fields
from api.offices.delegating import chosen_from
from api.offices.registering import Entry, Id, check, is_exact, known_day, show, take, text
from api.showing.fields import Field
from notifications.composing import handing
from notifications.posting.post import post_now
from notifications.typography import plural, short_day
from states.calendar import paris_day
from states.refusals import Reason, Unknown
from store.board import offices, persons
from store.board.names import title_of
from store.board.viewer import Viewer
from store.people import absences, directory
from store.session import reading
from store.tables.people import Absence

router = APIRouter(include_in_schema=False)
AWAY = {"du": "du", "au": "au", "suppléant": "suppleant", "fin": "au"}
COMES_BACK = (
    "Du premier au dernier jour, ces fonctions sont exercées par le suppléant ou la suppléante, « par intérim », et les"
    " courriels lui parviennent. Le lendemain, tout revient de soi-même.",
    "Les deux personnes en sont averties par courriel.",
)
PERSONAL = "Reste en propre, et se remplace dossier par dossier ou pour la commission : {}."


def known_person(session: Session, person: str) -> RowMapping:
    """The person of an address; Unknown when there is none."""
    found = persons.person_row(session, person)
    if found is None:
        raise Unknown(Reason("personne", "Cette personne n’est pas connue ici."))
    return found


def page_of(person: str, done: str = "") -> str:
    """Where a person is; `done` is what has just been recorded."""
    return f"/personnes/{person}{f'?fait={done}' if done else ''}"


def _name(row: RowMapping) -> str:
    return f"{row['given_name']} {row['family_name']}"


def _correcting(session: Session, person: str) -> Entry:
    row = known_person(session, person)
    return Entry(
        title="Corriger une fiche",
        lead=_name(row),
        action=f"/personnes/{person}/corriger",
        back=page_of(person),
        back_to=_name(row),
        submit="Enregistrer la correction",
        fields=person_fields(row),
        effects=(
            "Ce qui attend ses fonctions est réexaminé : un courriel sans adresse repart.",
            "L’ancien nom reste au journal.",
        ),
        called=CALLED,
    )


@router.get("/personnes/{person}/corriger")
def show_correcting(request: Request, person: Id, me: Me, db: Db) -> HTMLResponse:
    """Name, civility, address."""
    check(me)
    with reading(db) as session:
        return show(request, _correcting(session, person))


@router.post("/personnes/{person}/corriger", dependencies=GUARDED)
def correct(request: Request, person: Id, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """Write them as they should be."""
    check(me)
    with reading(db) as session:
        entry = _correcting(session, person)

    def write(session: Session, form: FormData) -> str:
        directory.correct_person(
            session,
            person,
            at,
            given_name=text(form, "prenom"),
            family_name=text(form, "nom"),
            gender=text(form, "civilite"),
            email=text(form, "courriel"),
            exact=is_exact(form, "courriel"),
            by=me.person,
        )
        return page_of(person, f"person:{person}")

    return take(request, db, entry, form, write)


def _handing(session: Session, person: str, me: Viewer, today: date) -> Entry:
    row = known_person(session, person)
    held = [
        one for one in persons.mandates(session, person) if one["starts_on"] <= today <= (one["ends_on"] or date.max)
    ]
    candidates = [one for one in persons.candidates(session, today) if one["person"] != person]
    unique = list({one["person"]: one for one in reversed(candidates)}.values())[::-1]
    near = held[0]["office"] if held else ""
    return Entry(
        title="Enregistrer une absence",
        lead=_name(row),
        action=f"/personnes/{person}/absence",
        back=page_of(person),
        back_to=_name(row),
        submit="Confier tout ce qui est tenu",
        fields=(
            Field("du", "Du", "date", value=today.isoformat()),
            Field("au", "Au", "date", hint="Dernier jour d’absence."),
            Field("suppleant", "Suppléé par", "choice", options=chosen_from(unique, "person", near, today)),
        ),
        effects=COMES_BACK,
        noted="Ce qui sera confié",
        notes=_held(session, me, held, today),
        called=AWAY,
    )


def _held(session: Session, me: Viewer, held: list[RowMapping], today: date) -> tuple[str, ...]:
    """What would be handed over, before the click: each office and what awaits it, and what stays."""
    personal = {role.value for role in absences.PERSONAL}
    own = [one["office"] for one in held if one["office"].partition(":")[0] in personal]
    given = [one["office"] for one in held if one["office"] not in own]
    told = [f"{title_of(office, today)} : {_awaited(session, me, office)}." for office in given]
    stays = [PERSONAL.format(", ".join(title_of(office, today) for office in own))] if own else []
    return (*told, *stays) or ("Aucune fonction en cours aujourd’hui : seules celles à venir seraient confiées.",)


def _awaited(session: Session, me: Viewer, office: str) -> str:
    refs = [row["ref"] for _, row in offices.awaiting(session, me, [office])]
    more = f" ({', '.join(refs[:3])}{'…' if len(refs) > 3 else ''})" if refs else ""
    return f"{plural(len(refs), 'objet l’attend', 'objets l’attendent')}{more}" if refs else "rien ne l’attend"


@router.get("/personnes/{person}/absence")
def show_handing(request: Request, person: Id, me: Me, at: Now, db: Db) -> HTMLResponse:
    """From when to when, and who stands in; above it, all that would be handed over."""
    check(me)
    with reading(db) as session:
        return show(request, _handing(session, person, me, paris_day(at)))


@router.post("/personnes/{person}/absence", dependencies=GUARDED)
def hand_over(request: Request, person: Id, me: Me, at: Now, db: Db, form: Sent, tasks: BackgroundTasks) -> Response:
    """Hand it over, in one act."""
    check(me)
    with reading(db) as session:
        entry = _handing(session, person, me, paris_day(at))

    def write(session: Session, form: FormData) -> str:
        found = absences.declare(
            session,
            person=person,
            substitute=text(form, "suppleant"),
            starts_on=known_day(form, "du"),
            ends_on=known_day(form, "au"),
            at=at,
            by=me.person,
        )
        tasks.add_task(post_now, handing.queue(session, found, at), at, on=db)
        return page_of(person, f"absence:{found}")

    return take(request, db, entry, form, write)


def _returning(session: Session, absence: str, today: date) -> tuple[Entry, str]:
    row = session.get(Absence, absence)
    if row is None:
        raise Unknown(Reason("absence", "Cette absence n’est pas connue ici."))
    who = known_person(session, row.person)
    hint = "La veille du premier jour annule l’absence."
    entry = Entry(
        title="Mettre fin à une absence",
        lead=f"{_name(who)}, du {short_day(row.starts_on)} au {short_day(row.ends_on)}",
        action=f"/absences/{absence}/fin",
        back=page_of(row.person),
        back_to=_name(who),
        submit="Enregistrer le retour",
        fields=(Field("au", "Dernier jour d’absence", "date", value=min(today, row.ends_on).isoformat(), hint=hint),),
        effects=("Dès le lendemain, tout ce qui avait été confié revient ; ce qui a été fait entre-temps reste fait.",),
        called={"dernier jour": "au"},
    )
    return entry, row.person


@router.get("/absences/{absence}/fin")
def show_returning(request: Request, absence: Id, me: Me, at: Now, db: Db) -> HTMLResponse:
    """Sooner than said."""
    check(me)
    with reading(db) as session:
        entry, _ = _returning(session, absence, paris_day(at))
    return show(request, entry)


@router.post("/absences/{absence}/fin", dependencies=GUARDED)
def come_back(request: Request, absence: Id, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """Write the last day of absence."""
    check(me)
    with reading(db) as session:
        entry, person = _returning(session, absence, paris_day(at))

    def write(session: Session, form: FormData) -> str:
        absences.come_back(session, absence, known_day(form, "au"), at, by=me.person)
        return page_of(person, f"absence:{absence}")

    return take(request, db, entry, form, write)

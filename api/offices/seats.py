"""Who sits where: the register of offices, one office, people, one person, and what was just recorded about them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import RowMapping
from sqlmodel import Session

from api.console import past, telling
from api.entry.identity import Db, Me, Now
from api.offices.appointing import known_office
from api.offices.leaving import known_person
from api.offices.registering import Id, OfficeId
from api.showing import pages
from api.showing.fields import Field, Option
from notifications.composing import handing
from notifications.typography import listing, plural, short_day
from states.calendar import paris_day
from states.refusals import Unknown
from states.roles import Role
from store.board import history, names, offices, persons
from store.board.names import title_of
from store.board.viewer import Viewer
from store.people import views
from store.people.chronicle import Deed
from store.session import reading

router = APIRouter(include_in_schema=False)
Short = Annotated[str, Query(max_length=80)]
Done = Annotated[str, Query(max_length=90, pattern=r"^$|^[a-z]{1,16}:[\w:.-]{1,72}$")]
NAMED = 3
RUNNING = "en cours"


@dataclass(frozen=True, slots=True)
class Flash:
    """What was recorded, and what it wakes."""

    title: str
    text: str


@router.get("/offices")
def seats(
    request: Request, me: Me, at: Now, db: Db, q: Short = "", role: Short = "", vacants: Short = ""
) -> HTMLResponse:
    """The offices of the day, vacant ones first; mailboxes are shown to the nation only."""
    day = paris_day(at)
    with reading(db) as session:
        found = offices.seats(session, me, day, q, role, vacant=bool(vacants))
        lent = _lent(session, offices.delegations(session, day), day)
        mine = views.mine(session, me.person, "/offices")
    return pages.render(
        request,
        "offices.html",
        seats=found,
        delegations=lent,
        fields=_filters(q, role, vacants),
        filtered=bool(q or role or vacants),
        views=mine,
        today=day,
    )


def _filters(q: str, role: str, vacants: str) -> tuple[Field, ...]:
    roles = tuple(Option(one.value, one.label) for one in Role if one is not Role.SYSTEM)
    return (
        Field("q", "Nom, fonction ou territoire", value=q, required=False),
        Field("role", "Fonction", "choice", required=False, options=roles, value=role),
        Field("vacants", "Titulaire", "choice", required=False, options=(Option("1", "Vacants"),), value=vacants),
    )


def _lent(session: Session, rows: Sequence[RowMapping], day: date) -> list[dict[str, Any]]:
    """Delegations as people read them."""
    known = names.names(session, (), [row[side] for row in rows for side in ("giving", "taking")], day)
    return [
        dict(row)
        | {
            "from": f"{title_of(row['giver'], day)} ({known.person(row['giving'])})",
            "to": f"{title_of(row['taker'], day)} ({known.person(row['taking'])})",
            "acts": ", ".join(past.trigger_label(*name.split(".")) for name in row["triggers"].split()),
            "over": row["ends_on"] is not None and row["ends_on"] < day,
        }
        for row in rows
    ]


@router.get("/offices/{office}")
def one_office(request: Request, office: OfficeId, me: Me, at: Now, db: Db, fait: Done = "") -> HTMLResponse:
    """One office: who holds, held and will hold it, who signs for it, what awaits it."""
    day = paris_day(at)
    with reading(db) as session:
        row = known_office(session, office)
        waiting = offices.awaiting(session, me, [office])
        context: dict[str, Any] = {
            "row": row,
            "mandates": _read(offices.mandates_of(session, office), day),
            "named": me.sees_inside or row["role"] != Role.RAPPORTEUR.value,
            "delegations": _lent(session, offices.delegations(session, offices=[office]), day),
            "lines": _lines(session, waiting, me, at),
            "done": _done(session, fait, [office], waiting),
        }
    title, above = title_of(office, day), row["superior"] and title_of(row["superior"], day)
    return pages.render(request, "office.html", title=title, above=above, today=day, **context)


def _read(rows: Iterable[RowMapping], day: date) -> list[dict[str, Any]]:
    """Mandates with whether they run; those called off before their first day are left out."""
    kept = [row for row in rows if row["ends_on"] is None or row["ends_on"] >= row["starts_on"]]
    away = {row.get("covers") for row in kept if _when(row, day) == RUNNING}
    return [dict(row) | {"title": title_of(row["office"], day)} | _standing(row, away, day) for row in kept]


def _standing(row: RowMapping, away: Collection[str | None], day: date) -> dict[str, Any]:
    when = _when(row, day)
    return {"when": when, "away": when == RUNNING and row["person"] in away}


def _when(row: RowMapping, day: date) -> str:
    if row["starts_on"] > day:
        return "à venir"
    return "passé" if row["ends_on"] and row["ends_on"] < day else RUNNING


def _lines(session: Session, waiting: Sequence[tuple[str, RowMapping]], me: Viewer, at: datetime) -> list[telling.Line]:
    rows = [row for _, row in waiting]
    known = names.names(session, telling.offices_of(rows), (), paris_day(at), anonymous=not me.sees_inside)
    return [telling.line(kind, row, me, known, at) for kind, row in waiting]


def _done(session: Session, fait: str, held: Sequence[str], waiting: Sequence[tuple[str, RowMapping]]) -> Flash | None:
    """What was recorded under that name, read back from the journal, and what it has woken."""
    kind, _, ref = fait.partition(":")
    event = history.last(session, kind, ref) if fait else None
    if event is None:
        return None
    label = past.trigger_label(kind, event["trigger"])
    return Flash(
        f"« {label} » : c’est enregistré", f"{_effective(event)} {_woken(held, waiting)}{_told(session, event)}"
    )


def _effective(event: RowMapping) -> str:
    return f"Date d’effet : {short_day(event['legal_date'])}."


def _woken(held: Sequence[str], waiting: Sequence[tuple[str, RowMapping]]) -> str:
    refs = [row["ref"] for _, row in waiting]
    if not refs:
        return "Rien n’attendait cet office." if len(held) == 1 else "Rien n’attendait ces fonctions."
    more = f" et {plural(len(refs) - NAMED, 'autre')}" if len(refs) > NAMED else ""
    named = listing(refs) if not more else ", ".join(refs[:NAMED]) + more
    return f"Réexaminé aussitôt : {named}."


def _told(session: Session, event: RowMapping) -> str:
    if event["trigger"] != Deed.AWAY.value:
        return ""
    told = handing.told(session, event["ref"])
    return f" Courriel envoyé à : {listing(told)}." if told else " Aucun courriel : ces personnes n’ont pas d’adresse."


@router.get("/personnes")
def people(request: Request, me: Me, at: Now, db: Db, q: Short = "") -> HTMLResponse:
    """Everyone known, for those who see the nation."""
    _national(me)
    with reading(db) as session:
        found, total = persons.listed(session, q, paris_day(at))
    fields = (Field("q", "Nom ou prénom", value=q, required=False),)
    return pages.render(request, "persons.html", found=found, total=total, fields=fields, filtered=bool(q))


def _national(me: Viewer) -> None:
    if not me.national:
        raise Unknown()


@router.get("/personnes/{person}")
def one_person(request: Request, person: Id, me: Me, at: Now, db: Db, fait: Done = "") -> HTMLResponse:
    """One person: what they hold, for whom they sign, when they are away and who stands in."""
    if person != me.person:
        _national(me)
    day = paris_day(at)
    with reading(db) as session:
        row = known_person(session, person)
        mandates = _read(persons.mandates(session, person), day)
        held = [one["office"] for one in mandates if one["when"] == RUNNING]
        waiting = offices.awaiting(session, me, held)
        context: dict[str, Any] = {
            "row": row,
            "mandates": mandates,
            "absences": _away(persons.absences(session, person), person, day),
            "delegations": _lent(session, persons.delegations(session, person), day),
            "lines": _lines(session, waiting, me, at),
            "done": _done(session, fait, held, waiting),
        }
    return pages.render(request, "person.html", today=day, **context)


def _away(rows: Iterable[RowMapping], person: str, day: date) -> list[dict[str, Any]]:
    return [
        dict(row)
        | {
            "theirs": row["person"] == person,
            "called_off": row["ends_on"] < row["starts_on"],
            "over": row["ends_on"] < day,
            "running": row["starts_on"] <= day <= row["ends_on"],
        }
        for row in rows
    ]

"""The public register, without log-in: labelled campuses in force today, and whether one label is."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.console.living import Ref
from api.entry.identity import Db, Now, Visitor
from api.showing import pages, sheets
from notifications import typography
from states.calendar import paris_day
from store.board import labels
from store.exporting import register as exporting
from store.reference.dating import Precision
from store.session import reading

router = APIRouter(include_in_schema=False)


@router.get("/registre")
def register(request: Request, at: Now, db: Db, visitor: Visitor) -> HTMLResponse:
    """The register as a page."""
    with reading(db) as session:
        entries = labels.register(session, paris_day(at))
    told = [(entry, known(entry.since, entry.precision)) for entry in entries]
    return pages.render(request, "register.html", entries=told, day=paris_day(at))


def known(day: date, precision: str) -> str:
    """As much of a date as the source gives."""
    if precision == Precision.YEAR.value:
        return str(day.year)
    if precision == Precision.MONTH.value:
        return f"{typography.MONTHS[day.month - 1]} {day.year}"
    return typography.short_day(day)


@router.get("/registre.csv")
def as_csv(at: Now, db: Db) -> Response:
    """For spreadsheets: semicolons, a byte order mark, and no formula."""
    with reading(db) as session:
        entries = labels.register(session, paris_day(at))
    return sheets.answer(exporting.sheet(entries), "csv")


@router.get("/registre.json")
def as_json(at: Now, db: Db) -> Response:
    """For programs."""
    with reading(db) as session:
        entries = labels.register(session, paris_day(at))
    return Response(exporting.as_json(entries, paris_day(at)), media_type="application/json")


@router.get("/verifier")
def ask(code: str = "") -> Response:
    """From the form to the address of one label."""
    wanted = "".join(c for c in code.strip().upper() if c.isalnum() or c == "-")[:40]
    return RedirectResponse(f"/verifier/{wanted}" if wanted else "/registre", 303)


@router.get("/verifier/{code}")
def verify(request: Request, code: Ref, at: Now, db: Db, visitor: Visitor) -> HTMLResponse:
    """Whether a label is in force today, by its dates."""
    with reading(db) as session:
        entry = labels.verified(session, code, paris_day(at))
    since = known(entry.since, entry.precision) if entry else ""
    status = 200 if entry else 404
    return pages.render(request, "verify.html", status=status, code=code, entry=entry, since=since, day=paris_day(at))

"""Any delay computed before one's eyes, day by day and with its article: what `campus deadline` prints, as a page."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.entry.identity import Me
from api.showing import pages
from api.showing.fields import Field
from states.calendar import Computation, Line, asked
from states.computation import answer, local_hour, question
from states.dates import french_day
from states.refusals import BadField

router = APIRouter(include_in_schema=False)
Short = Annotated[str, Query(max_length=40)]
#: Beyond, the middle of a working is left out: it repeats itself.
LONGEST = 120
#: The page's own fields, by the name under which the rules refuse them.
REFUSED = {"date": "depuis", "délai": "delai", "département": "departement"}


@router.get("/delais")
def delays(request: Request, me: Me, depuis: Short = "", delai: Short = "", departement: Short = "") -> HTMLResponse:
    """The form, and under it the working once something is asked."""
    given = {"depuis": depuis, "delai": delai, "departement": departement}
    if not (depuis or delai):
        return pages.render(request, "delays.html", fields=_fields(given), found=None)
    try:
        found = asked(depuis, delai, departement)
    except BadField as refusal:
        wrong = {REFUSED[reason.field]: refusal.remedy for reason in refusal.reasons}
        return pages.render(request, "delays.html", status=422, fields=_fields(given, wrong), found=None)
    return pages.render(request, "delays.html", fields=_fields(given), found=found, **_working(found))


def _fields(given: dict[str, str], wrong: dict[str, str] | None = None) -> tuple[Field, ...]:
    hints = {
        "delai": "Par exemple : 10 jours ouvrés, 15 jours, 15 jours francs, 2 mois francs, 48 mois, -5 jours ouvrés.",
        "departement": "Celui dont les jours fériés comptent : 57, 2A, 974… Sans réponse, la métropole.",
    }
    asks = (("depuis", "À compter du", "date"), ("delai", "Délai", "text"), ("departement", "Département", "text"))
    return tuple(
        Field(
            name,
            label,
            "date" if kind == "date" else "text",
            required=name != "departement",
            hint=hints.get(name, ""),
            value=given[name],
            error=(wrong or {}).get(name, ""),
        )
        for name, label, kind in asks
    )


def _working(found: Computation) -> dict[str, Any]:
    return {
        "question": question(found),
        "answer": answer(found),
        "local": local_hour(found),
        "weekday": french_day,
        "lines": _shortened(found.lines),
        "skipped": max(0, len(found.lines) - LONGEST),
    }


def _shortened(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    half = LONGEST // 2
    return lines if len(lines) <= LONGEST else (*lines[:half], *lines[-half:])

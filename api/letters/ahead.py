"""« Ce qui partira » : the letters of the days to come, day by day, with those that will not leave and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.console.rooms import BY_KIND
from api.entry.identity import Db, Me, Now
from api.letters.holding import NEW
from api.showing import pages
from api.showing.fields import Field, Option
from notifications.forecasting.forecast import DAYS, MOST_DAYS, forecast
from notifications.forecasting.lines import Fate, Line
from states.calendar import paris_day
from store.board.names import Names, names
from store.board.viewer import Viewer
from store.session import reading

router = APIRouter(include_in_schema=False)
Short = Annotated[str, Query(max_length=80)]
MOST = 300
SPANS = (7, DAYS, 30, 60, MOST_DAYS)
#: What one looks for: what leaves, what someone keeps back, what the rules keep back.
SORTS = {"partent": "partent", "retenus": "retenus", "tus": "ne partent pas"}
TONES = {Fate.LEAVES: "success", Fate.HELD: "warning", Fate.UNREACHED: "error"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A letter as people read it; the same one to several offices is told once: title, mailboxes, where to cancel."""

    line: Line
    to: tuple[tuple[str, str, str], ...]
    path: str
    tone: str
    holding: str


@router.get("/echeances/courriels")
def ahead(
    request: Request,
    me: Me,
    at: Now,
    db: Db,
    jours: Annotated[int, Query(ge=1, le=MOST_DAYS)] = DAYS,
    q: Short = "",
    etat: Short = "",
    objet: Short = "",
) -> HTMLResponse:
    """Computed from the facts as they stand: no act that someone may do in the meantime is guessed."""
    with reading(db) as session:
        found = forecast(session, me, at, jours)
        known = names(session, {line.office for line in found.lines}, (), paris_day(at), anonymous=not me.sees_inside)
    kept = [line for line in found.lines if _matches(line, q.strip().casefold(), objet, known)]
    shown = [line for line in kept if etat not in SORTS or _sort(line) == etat]
    told = [_told(alike, known, me) for alike in _alike(shown[:MOST])]
    return pages.render(
        request,
        "letters/ahead.html",
        days=[(day, list(group)) for day, group in groupby(told, key=lambda one: paris_day(one.line.at))],
        counters=_counters(request, kept, etat),
        fields=_fields(jours, q, objet),
        filtered=bool(q or objet or etat),
        until=paris_day(found.until - timedelta(seconds=1)),
        cut=found.cut or len(shown) > MOST,
        registers=bool(me.registers),
        mails=_mails(shown),
    )


def _matches(line: Line, words: str, kind: str, known: Names) -> bool:
    if kind and line.kind != kind:
        return False
    return words in f"{line.ref} {line.name} {known.full(line.office)} {' '.join(line.mailboxes)}".casefold()


def _alike(lines: Iterable[Line]) -> list[list[Line]]:
    """The same letter about the same object at the same instant, with the same fate, to several offices."""
    found: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        found.setdefault((line.at, line.letter, line.ref, line.days, line.fate, line.reason), []).append(line)
    return list(found.values())


def _told(alike: list[Line], known: Names, me: Viewer) -> Told:
    line = alike[0]
    return Told(
        line=line,
        to=tuple((known.full(one.office), _mailboxes(one, me), _cancelled_at(one, me)) for one in alike),
        path=BY_KIND[line.kind].page(line.ref),
        tone=TONES.get(line.fate, ""),
        holding=f"{NEW}?portee=object&objet={line.ref}" if me.registers and not line.held else "",
    )


def _mailboxes(line: Line, me: Viewer) -> str:
    return ", ".join(line.mailboxes) if me.national else ""


def _cancelled_at(line: Line, me: Viewer) -> str:
    return f"/echeances/courriels/{line.number}/annuler" if me.registers and line.number else ""


def _counters(request: Request, lines: Iterable[Line], chosen: str) -> list[tuple[int, str, str, bool]]:
    counts = Counter(map(_sort, lines))
    return [
        (counts[key], label, pages.query(request, etat=None if chosen == key else key), chosen == key)
        for key, label in SORTS.items()
    ]


def _sort(line: Line) -> str:
    if line.held:
        return "retenus"
    return "partent" if line.leaves else "tus"


def _fields(jours: int, words: str, kind: str) -> tuple[Field, ...]:
    spans = tuple(Option(str(one), f"{one} jours") for one in sorted({*SPANS, jours}))
    kinds = tuple(Option(one, BY_KIND[one].one.capitalize()) for one in BY_KIND)
    return (
        Field("q", "Référence, destinataire ou adresse", value=words, required=False),
        Field("objet", "Objet", "choice", required=False, options=kinds, value=kind),
        Field("jours", "Dans les", "choice", required=False, options=spans, value=str(jours)),
    )


def _mails(lines: Iterable[Line]) -> dict[date, int]:
    """How many mails leave each day: a mailbox has its reminders in one."""
    found: dict[date, set[tuple[str, str]]] = {}
    for line in (one for one in lines if one.leaves):
        for mailbox in line.mailboxes:
            found.setdefault(paris_day(line.at), set()).add((mailbox, line.key if line.days is None else ""))
    return {day: len(mails) for day, mails in found.items()}

"""The public register as open data: labelled campuses in force on a day, as CSV or as JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from states.refusals import BadField
from store.board.labels import Entry
from store.exporting.sheets import Cell, Sheet, as_csv

COLUMNS = (
    ("reference", "ref"),
    ("campus", "name"),
    ("categorie", "category"),
    ("secteur", "sector"),
    ("academies", "academies"),
    ("regions", "regions"),
    ("depuis_le", "since"),
    ("jusqu_au", "until"),
    ("precision_de_la_date", "precision"),
    ("arrete", "order"),
    ("fictif", "fictitious"),
)
FORMS = ("csv", "json")


def day_of(text: str) -> date:
    """The day asked for; BadField when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadField("day", text, "écrivez le jour sous la forme « 2026-09-30 ».") from None


def written(entries: Sequence[Entry], day: date, form: str) -> Iterator[bytes]:
    """The register in one of its forms; BadField for another."""
    if form not in FORMS:
        raise BadField("form", form, f"choisissez parmi : {', '.join(FORMS)}.")
    return as_csv(sheet(entries)) if form == "csv" else iter((as_json(entries, day),))


def sheet(entries: Sequence[Entry]) -> Sheet:
    """For spreadsheets: semicolons, a byte order mark, and no formula."""
    columns = [(name, False) for name, _ in COLUMNS]
    rows = [[_cell(getattr(entry, field)) for _, field in COLUMNS] for entry in entries]
    return Sheet(name="registre-des-campus", columns=columns, rows=rows)


def _cell(value: Any) -> Cell:
    """Dates as programs read them: the register is also open data."""
    return value.isoformat() if isinstance(value, date) else value


def as_json(entries: Sequence[Entry], day: date) -> bytes:
    """For programs."""
    told = {"date": day.isoformat(), "campus": [_plain(entry) for entry in entries]}
    return json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _plain(entry: Entry) -> dict[str, Any]:
    told = asdict(entry)
    dates = {name: told[name].isoformat() for name in ("since", "until")}
    return told | dates

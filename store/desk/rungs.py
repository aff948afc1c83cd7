"""Honouring rungs: each owed reminder becomes a row under its key and, when it is to be sent, a letter."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from states.agenda import Fate, Rung, rungs_owed
from states.calendar import office_hours
from store.desk.loading import Loaded
from store.desk.writing import LETTER, blank_letter
from store.tables import letters as tables

RUNG = tables.Rung.__table__  # type: ignore[attr-defined]


def honour(session: Session, loaded: Loaded, at: datetime) -> Any:
    """Honour what is owed of one object; returns the facts, which now know it."""
    owed = rungs_owed(loaded.facts, at)
    if not owed:
        return loaded.facts
    session.execute(insert(RUNG), [_rung(loaded, rung, at) for rung in owed])
    sent = [letter_of(loaded.kind, loaded.facts, rung, at) for rung in owed if rung.fate is Fate.SEND]
    if sent:
        session.execute(insert(LETTER), sent)
    return replace(loaded.facts, honoured=loaded.facts.honoured | {rung.key for rung in owed})


def _rung(loaded: Loaded, rung: Rung, at: datetime) -> dict[str, Any]:
    return {
        "key": rung.key,
        "kind": loaded.kind,
        "ref": loaded.facts.ref,
        "office": rung.office,
        "days": rung.days,
        "fate": rung.fate.value,
        "letter_key": rung.key if rung.fate is Fate.SEND else "",
        "at": rung.at,
        "honoured_at": at,
    }


def letter_of(kind: str, facts: Any, rung: Rung, at: datetime) -> dict[str, Any]:
    """The letter that a rung honoured at that instant owes, as a row."""
    return blank_letter() | {
        "key": rung.key,
        "letter": rung.letter,
        "kind": kind,
        "ref": facts.ref,
        "office": rung.office,
        "rung_days": rung.days,
        "concerns": rung.concerns,
        "due_at": rung.due,
        "owed_at": rung.at,
        "not_before": office_hours(at, facts.place(rung.office)),
    }

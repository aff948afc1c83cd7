"""Honouring rungs: each owed reminder becomes a row under its key and, when it is to be sent, a letter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from states.agenda import Fate, Rung, rungs_owed
from states.calendar import office_hours
from store.desk.loading import Loaded
from store.desk.writing import OWE, blank_letter
from store.tables import letters as tables

RUNG = tables.Rung.__table__  # type: ignore[attr-defined]
HONOURED = insert(RUNG)


def honour(session: Session, loaded: Loaded, at: datetime) -> Any:
    """Honour what is owed of one object; returns the facts, which now know it."""
    return honour_all(session, [loaded], at)[0]


def honour_all(session: Session, objects: Sequence[Loaded], at: datetime) -> list[Any]:
    """Honour what is owed of several; returns the facts of each."""
    owed = [(one, rungs_owed(one.facts, at)) for one in objects]
    rows = [_rung(one, rung, at) for one, rungs in owed for rung in rungs]
    sent = [letter_of(one.kind, one.facts, rung, at) for one, rungs in owed for rung in rungs if rung.fate is Fate.SEND]
    if rows:
        session.execute(HONOURED, rows)
    if sent:
        session.execute(OWE, sent)
    return [_knowing(one.facts, rungs) for one, rungs in owed]


def _knowing(facts: Any, rungs: Sequence[Rung]) -> Any:
    return replace(facts, honoured=facts.honoured | {rung.key for rung in rungs}) if rungs else facts


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

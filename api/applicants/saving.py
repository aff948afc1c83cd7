"""Saving one part of a file: written when nobody changed that part meanwhile, compared when somebody did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select

from api.applicants.parts import Part, payload, value_of
from states.refusals import Conflict
from store.board.viewer import Viewer
from store.desk import contents, desk
from store.desk.kinds import TABLES
from store.session import reading, transaction

ROW = TABLES["application"].c
#: Others may save other parts at the same moment: that is no reason to trouble anyone.
TRIES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Somebody saved another version of the same part: what both had read, what is saved now, by whom and when."""

    version: int
    base: Any
    theirs: Any
    office: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One part as someone wants it saved, for which office, from which version of the content they wrote it."""

    ref: str
    part: Part
    mine: Any
    based_on: int
    office: str


def save(db: Engine, me: Viewer, wanted: Attempt, at: datetime) -> Clash | None:
    """Save it; the clash when the part is no longer what its author had read. Raises a Refusal as the desk does."""
    for left in reversed(range(TRIES)):
        row, clash, same = _compared(db, wanted)
        if clash or same:
            return clash
        try:
            _write(db, me, wanted, row, at)
        except Conflict:
            if not left:
                raise
        else:
            return None
    return None


def _compared(db: Engine, wanted: Attempt) -> tuple[int, Clash | None, bool]:
    """The version of the row, the clash if there is one, and whether it is already saved as wanted."""
    with reading(db) as session:
        row = session.execute(select(ROW.version).where(ROW.ref == wanted.ref)).scalar_one()
        number, office, when = contents.written(session, wanted.ref)
        theirs = value_of(wanted.part, contents.version(session, wanted.ref, number))
        base = value_of(wanted.part, contents.version(session, wanted.ref, wanted.based_on))
    if theirs == wanted.mine:
        return row, None, True
    found = Clash(version=number, base=base, theirs=theirs, office=office, at=when) if theirs != base else None
    return row, found, False


def _write(db: Engine, me: Viewer, wanted: Attempt, version: int, at: datetime) -> None:
    with transaction(db) as session:
        desk.act(
            session,
            "application",
            wanted.ref,
            "edit",
            person=me.person,
            office=wanted.office,
            at=at,
            payload=payload(wanted.part, wanted.mine),
            version=version,
        )

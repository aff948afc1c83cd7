"""Technical obstacles: raised beside an object, which then says that it is stuck, and solved when they are gone."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session

from states.words import Word
from store.desk.kinds import TABLES
from store.tables.journal import TroubleRecord

TROUBLE = TroubleRecord.__table__  # type: ignore[attr-defined]


class Code(Word):
    """What stands in the way."""

    SWEEP_ERROR = "sweep_error", "erreur d’un traitement automatique"
    ADDRESS_UNKNOWN = "address_unknown", "adresse inconnue"
    OFFICE_VACANT = "office_vacant", "fonction vacante"
    LETTER_REFUSED = "letter_refused", "adresse refusée"
    LETTER_FAILED = "letter_failed", "courriel impossible à composer"


OPEN = select(TROUBLE.c.code, TROUBLE.c.office, TROUBLE.c.since).where(
    TROUBLE.c.kind == bindparam("of_kind"),
    TROUBLE.c.ref == bindparam("of"),
    TROUBLE.c.code.in_([code.value for code in Code]),
    TROUBLE.c.solved_at.is_(None),
)


def trouble(session: Session, kind: str, ref: str, code: Code, office: str, words: str, at: datetime) -> None:
    """Say what is wrong, once for each code and office, and have the object looked at again."""
    mine = _open(kind, ref, (code,)) & (TROUBLE.c.office == office)
    known = session.execute(update(TROUBLE).where(mine).values(words=words))
    if not known.rowcount:  # type: ignore[attr-defined]
        row = {"kind": kind, "ref": ref, "code": code.value, "office": office, "since": at, "words": words}
        session.execute(insert(TROUBLE), row)
    _mark(session, kind, ref, True, at)


def solve(session: Session, kind: str, ref: str, codes: Collection[Code], at: datetime, office: str = "") -> bool:
    """Close those troubles, of one office when it is named; returns whether there was any."""
    mine = _open(kind, ref, codes)
    if office:
        mine &= TROUBLE.c.office == office
    closed = session.execute(update(TROUBLE).where(mine).values(solved_at=at))
    if not closed.rowcount:  # type: ignore[attr-defined]
        return False
    _mark(session, kind, ref, bool(open_troubles(session, kind, ref)), at)
    return True


def open_troubles(session: Session, kind: str, ref: str) -> list[tuple[str, str, datetime]]:
    """Code, office and beginning of each trouble that is still there."""
    return [(code, office, since) for code, office, since in session.execute(OPEN, {"of_kind": kind, "of": ref})]


def _open(kind: str, ref: str, codes: Collection[Code]) -> Any:
    named = TROUBLE.c.code.in_([code.value for code in codes])
    return (TROUBLE.c.kind == kind) & (TROUBLE.c.ref == ref) & named & TROUBLE.c.solved_at.is_(None)


def _mark(session: Session, kind: str, ref: str, troubled: bool, at: datetime) -> None:
    table = TABLES[kind]
    session.execute(update(table).where(table.c.ref == ref).values(troubled=troubled, wake_at=at))

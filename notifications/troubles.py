"""Technical obstacles: raised beside an object, which then says that it is stuck, and solved when they are gone."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Update, and_, bindparam, insert, or_, select, update
from sqlmodel import Session

from states.words import Word
from store.desk.kinds import TABLES
from store.tables.journal import TroubleRecord
from store.tables.types import Instant

TROUBLE = TroubleRecord.__table__  # type: ignore[attr-defined]


class Code(Word):
    """What stands in the way."""

    SWEEP_ERROR = "sweep_error", "erreur d’un traitement automatique"
    ADDRESS_UNKNOWN = "address_unknown", "adresse inconnue"
    OFFICE_VACANT = "office_vacant", "fonction vacante"
    LETTER_REFUSED = "letter_refused", "adresse refusée"
    LETTER_FAILED = "letter_failed", "courriel impossible à composer"


ANYONE = "*"
_NAMED = and_(
    TROUBLE.c.kind == bindparam("of_kind"),
    TROUBLE.c.ref == bindparam("of"),
    TROUBLE.c.code.in_(bindparam("codes", expanding=True)),
    TROUBLE.c.solved_at.is_(None),
)
SAY = update(TROUBLE).where(_NAMED, TROUBLE.c.office == bindparam("to")).values(words=bindparam("told"))
SOLVE = update(TROUBLE).where(_NAMED, or_(bindparam("to") == ANYONE, TROUBLE.c.office == bindparam("to")))
SOLVE = SOLVE.values(solved_at=bindparam("now", type_=Instant))
RAISE = insert(TROUBLE)
OPEN = select(TROUBLE.c.code, TROUBLE.c.office, TROUBLE.c.since).where(
    TROUBLE.c.kind == bindparam("of_kind"),
    TROUBLE.c.ref == bindparam("of"),
    TROUBLE.c.code.in_([code.value for code in Code]),
    TROUBLE.c.solved_at.is_(None),
)


def trouble(session: Session, kind: str, ref: str, code: Code, office: str, words: str, at: datetime) -> None:
    """Say what is wrong, once for each code and office, and have the object looked at again."""
    known = session.execute(SAY, _named(kind, ref, (code,), office) | {"told": words})
    if not known.rowcount:  # type: ignore[attr-defined]
        row = {"kind": kind, "ref": ref, "code": code.value, "office": office, "since": at, "words": words}
        session.execute(RAISE, row)
    _mark(session, kind, ref, True, at)


def solve(session: Session, kind: str, ref: str, codes: Collection[Code], at: datetime, office: str = "") -> bool:
    """Close those troubles, of one office when it is named; returns whether there was any."""
    closed = session.execute(SOLVE, _named(kind, ref, codes, office or ANYONE) | {"now": at})
    if not closed.rowcount:  # type: ignore[attr-defined]
        return False
    _mark(session, kind, ref, bool(open_troubles(session, kind, ref)), at)
    return True


def open_troubles(session: Session, kind: str, ref: str) -> list[tuple[str, str, datetime]]:
    """Code, office and beginning of each trouble that is still there."""
    return [(code, office, since) for code, office, since in session.execute(OPEN, {"of_kind": kind, "of": ref})]


def _named(kind: str, ref: str, codes: Collection[Code], office: str) -> dict[str, Any]:
    given = {"of_kind": kind, "of": ref, "codes": [code.value for code in codes]}
    return given | {"to": office}


def _mark(session: Session, kind: str, ref: str, troubled: bool, at: datetime) -> None:
    session.execute(_marking(kind), {"of": ref, "is_troubled": troubled, "now": at})


@cache
def _marking(kind: str) -> Update:
    table = TABLES[kind]
    marked = {"troubled": bindparam("is_troubled", type_=Boolean), "wake_at": bindparam("now", type_=Instant)}
    return update(table).where(table.c.ref == bindparam("of")).values(marked)

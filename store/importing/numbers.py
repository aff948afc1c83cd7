"""References that a file may give: of the right shape, and never given again afterwards."""

from collections.abc import Callable

from sqlalchemy import insert, select, update
from sqlmodel import Session

from store.desk.references import PREFIXES, next_reference
from store.importing.lines import matching
from store.tables.objects import Counter

COUNTER = Counter.__table__  # type: ignore[attr-defined]


def reference_shape(kind: str) -> Callable[[str], str]:
    """« CMQ-2016-0042 »."""
    prefix = PREFIXES[kind]
    return matching(rf"{prefix}-\d{{4}}-\d{{4}}", f"écrivez une référence comme « {prefix}-2016-0042 ».")


def reference_of(session: Session, kind: str, given: str, year: int) -> str:
    """The reference given, from which numbering then goes on, or the next one."""
    if not given:
        return next_reference(session, kind, year)
    prefix, _, number = given.rpartition("-")
    last = session.execute(select(COUNTER.c.last).where(COUNTER.c.prefix == prefix).with_for_update()).scalar()
    if last is None:
        session.execute(insert(COUNTER).values(prefix=prefix, last=int(number)))
    elif last < int(number):
        session.execute(update(COUNTER).where(COUNTER.c.prefix == prefix).values(last=int(number)))
    return given

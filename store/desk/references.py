"""Numbers of objects: `CMQ-2016-0042`, `LAB-2017-0013`, `ARR-2017-0002`, given in order under a lock."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session

from store.dialects import dialect_of, insertion
from store.tables.objects import Counter

COUNTER = Counter.__table__  # type: ignore[attr-defined]
PREFIXES = {"application": "CMQ", "label": "LAB", "order": "ARR", "session": "SEA"}


def next_reference(session: Session, kind: str, year: int) -> str:
    """The next number of that kind for that year."""
    return numbered(session, f"{PREFIXES[kind]}-{year}")


def numbered(session: Session, prefix: str) -> str:
    """The next number under a prefix; whoever asks next waits for the end of this transaction."""
    number = session.execute(_counting(dialect_of(session)), {"of": prefix}).scalar_one()
    return f"{prefix}-{number:04d}"


@cache
def _counting(dialect: str) -> Any:
    first = insertion(dialect, COUNTER).values(prefix=bindparam("of"), last=1)
    query = first.on_conflict_do_update(index_elements=["prefix"], set_={"last": COUNTER.c.last + 1})
    return query.returning(COUNTER.c.last)

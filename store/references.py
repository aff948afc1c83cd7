"""Numbers of objects: `CMQ-2016-0042`, `LAB-2017-0013`, `ARR-2017-0002`, given in order under a lock."""

from sqlmodel import Session

from store.dialects import insert_into
from store.tables.objects import Counter

COUNTER = Counter.__table__  # type: ignore[attr-defined]
PREFIXES = {"application": "CMQ", "label": "LAB", "order": "ARR", "session": "SEA"}


def next_reference(session: Session, kind: str, year: int) -> str:
    """The next number of that kind for that year."""
    return numbered(session, f"{PREFIXES[kind]}-{year}")


def numbered(session: Session, prefix: str) -> str:
    """The next number under a prefix; whoever asks next waits for the end of this transaction."""
    first = insert_into(session, COUNTER).values(prefix=prefix, last=1)
    query = first.on_conflict_do_update(index_elements=["prefix"], set_={"last": COUNTER.c.last + 1})
    return f"{prefix}-{session.execute(query.returning(COUNTER.c.last)).scalar_one():04d}"

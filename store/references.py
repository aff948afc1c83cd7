"""Numbers of objects: `CMQ-2016-0042`, `LAB-2017-0013`, `ARR-2017-0002`, given in order under a lock."""

from sqlalchemy import insert, select, update
from sqlmodel import Session

from store.tables.objects import Counter

PREFIXES = {"application": "CMQ", "label": "LAB", "order": "ARR", "session": "SEA"}


def next_reference(session: Session, kind: str, year: int) -> str:
    """The next number of that kind for that year."""
    return numbered(session, f"{PREFIXES[kind]}-{year}")


def numbered(session: Session, prefix: str) -> str:
    """The next number under a prefix."""
    counter = Counter.__table__  # type: ignore[attr-defined]
    found = session.execute(select(counter.c.last).where(counter.c.prefix == prefix).with_for_update()).scalar()
    if found is None:
        session.execute(insert(counter).values(prefix=prefix, last=1))
        return f"{prefix}-{1:04d}"
    session.execute(update(counter).where(counter.c.prefix == prefix).values(last=found + 1))
    return f"{prefix}-{found + 1:04d}"

"""When someone last looked at what is stuck, so that what is new can be told from what they have already seen."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from store.dialects import insert_into
from store.tables.tending import LastVisit

VISIT = LastVisit.__table__  # type: ignore[attr-defined]
#: Looking again within half an hour is the same visit.
SAME = timedelta(minutes=30)
#: A visit under way is noted no more often than this: a list that is read must not be a list that writes.
NOTED = timedelta(minutes=5)


def before(session: Session, person: str, at: datetime) -> tuple[datetime | None, bool]:
    """The end of the visit before this one, None for the first; and whether this one is to be noted."""
    row = session.execute(select(VISIT.c.before, VISIT.c.seen_at).where(VISIT.c.person == person)).first()
    if row is None:
        return None, True
    known: datetime | None = row.before
    seen: datetime = row.seen_at
    return (seen if at - seen >= SAME else known), at - seen >= NOTED


def note(session: Session, person: str, before: datetime | None, at: datetime) -> None:
    """This visit lasts until now."""
    values = {"before": before, "seen_at": at}
    statement = insert_into(session, VISIT).values(person=person, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["person"], set_=values))

"""What a new database knows: the offices of the reference data, and for a furnished one its mailboxes and campuses."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from store.desk.snapshots import digest
from store.people.chronicle import Deed, record
from store.reference import catalogue, records
from store.tables.objects import Campus, Meta
from store.tables.people import Office

OFFICE = Office.__table__  # type: ignore[attr-defined]
CAMPUS = Campus.__table__  # type: ignore[attr-defined]
FURNISHED = "furnished"
META = Meta.__table__.c  # type: ignore[attr-defined]
FURNISHED_SINCE = select(META.value).where(META.key == FURNISHED)


def seed(session: Session, at: datetime, *, furnished: bool = False) -> int:
    """Write the offices that are missing, dead ones too; returns how many. The mailboxes of the reference data are
    made up: only a furnished database, which writes to nobody, gets them, with the known campuses."""
    if furnished:
        mark_furnished(session, at)
        _seed_campuses(session)
    known = set(session.execute(select(OFFICE.c.id)).scalars())
    rows = [_office(one, furnished) for one in catalogue.every_office() if one.id not in known]
    if rows:
        session.execute(insert(OFFICE), rows)
    for row in rows:
        record(session, "office", row["id"], Deed.CREATE, office_facts(row), at=at)
    return len(rows)


def _office(one: records.Office, furnished: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "role": one.role,
        "scope": one.scope,
        "mailbox": one.mailbox if furnished else "",
        "superior": one.superior,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
    }


def office_facts(row: dict[str, Any]) -> dict[str, Any]:
    """What an event says of an office: its mailbox only by its hash."""
    plain = {name: row[name] for name in ("id", "role", "scope", "superior", "valid_from", "valid_to")}
    return plain | {"mailbox": digest(row["mailbox"]) if row["mailbox"] else ""}


def _seed_campuses(session: Session) -> None:
    known = set(session.execute(select(CAMPUS.c.code)).scalars())
    rows = [_campus(one) for one in catalogue.campuses() if one.code not in known]
    if rows:
        session.execute(insert(CAMPUS), rows)


def _campus(one: records.Campus) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "sector": one.sector,
        "support": one.support,
        "site": one.site,
        "fictitious": False,
        "note": " ".join(part for part in (_sentence(one.note), *_honesty(one)) if part),
    }


def _sentence(note: str) -> str:
    return f"{note[0].upper()}{note[1:]}." if note else ""


def _honesty(one: records.Campus) -> tuple[str, ...]:
    supposed = ", ".join(sorted(one.assumed))
    return (
        f"Confiance {one.confidence.label}, date {one.labelled.precision.label}.",
        f"Champs supposés : {supposed}." if supposed else "",
        f"Sources : {', '.join(one.sources)}." if one.sources else "",
    )


def mark_furnished(session: Session, at: datetime) -> None:
    """Say once and for all that this database is made up: it will never write to anyone."""
    if not is_furnished(session):
        session.add(Meta(key=FURNISHED, value=at.isoformat()))
        session.flush()


def is_furnished(session: Session) -> bool:
    """Whether this database is made up."""
    return session.execute(FURNISHED_SINCE).first() is not None

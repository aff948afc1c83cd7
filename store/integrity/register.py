"""People, offices, mandates and delegations: each row says what the last event of its chain says."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Table, func, select
from sqlmodel import Session

from store.chain import EVENT
from store.integrity.findings import Finding
from store.seeding import office_facts
from store.snapshots import canonical
from store.tables.people import DelegationRecord, MandateRecord, Office, Person

Facts = Callable[[dict[str, Any]], Mapping[str, Any]]


def _person_facts(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("id", "gender", "fictitious")}


def _delegation_facts(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "reference"}


REGISTER: dict[str, tuple[Any, Facts]] = {
    "office": (Office, office_facts),
    "person": (Person, _person_facts),
    "mandate": (MandateRecord, dict),
    "delegation": (DelegationRecord, _delegation_facts),
}


def check(session: Session) -> Iterator[Finding]:
    """Every row against its last event, and every chain against its row."""
    for kind, (model, facts) in REGISTER.items():
        told = _last_facts(session, kind)
        yield from _rows(session, kind, model.__table__, facts, told)
        yield from (
            Finding("row_missing", kind, ref, "le journal en parle, mais la fiche n’existe plus.") for ref in told
        )


def _last_facts(session: Session, kind: str) -> dict[str, str]:
    last = select(func.max(EVENT.c.id)).where(EVENT.c.kind == kind).group_by(EVENT.c.ref)
    return dict(session.execute(select(EVENT.c.ref, EVENT.c.facts).where(EVENT.c.id.in_(last))).tuples().all())


def _rows(session: Session, kind: str, table: Table, facts: Facts, told: dict[str, str]) -> Iterator[Finding]:
    for row in session.execute(select(table)).mappings():
        known = told.pop(row["id"], None)
        if known is None:
            yield Finding("row_untold", kind, row["id"], "aucun événement ne dit d’où vient cette fiche.")
        elif known != canonical(facts(dict(row))):
            yield Finding("row_altered", kind, row["id"], "la fiche n’est plus celle du dernier événement.")

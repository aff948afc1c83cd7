"""People, offices, mandates and delegations: each row says what the last event of its chain says."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Table, func, select
from sqlmodel import Session

from store import holds
from store.desk.chain import EVENT, TEXT
from store.desk.snapshots import canonical
from store.integrity.findings import Finding
from store.people.appointments import person_facts
from store.people.seeding import office_facts
from store.tables.letters import Hold
from store.tables.people import Absence, DelegationRecord, MandateRecord, Office, Person

#: Free text of a row that stands beside its last event.
TEXTS = {"person": ("given_name", "family_name", "email"), "delegation": ("reference",)}
Facts = Callable[[dict[str, Any]], Mapping[str, Any]]


def _delegation_facts(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "reference"}


REGISTER: dict[str, tuple[Any, Facts]] = {
    "office": (Office, office_facts),
    "person": (Person, lambda row: person_facts(Person(**row))),
    "mandate": (MandateRecord, dict),
    "delegation": (DelegationRecord, _delegation_facts),
    "absence": (Absence, dict),
    "hold": (Hold, holds.facts_of),
}


def check(session: Session) -> Iterator[Finding]:
    """Every row against its last event, and every chain against its row."""
    for kind, (model, facts) in REGISTER.items():
        told = _last_facts(session, kind)
        yield from _rows(session, kind, model.__table__, facts, told)
        yield from _texts(session, kind, model.__table__)
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


def _texts(session: Session, kind: str, table: Table) -> Iterator[Finding]:
    """An address put in the place of another would open the console to someone else."""
    names = TEXTS.get(kind, ())
    last = select(func.max(EVENT.c.id)).where(EVENT.c.kind == kind).group_by(EVENT.c.ref)
    query = select(EVENT.c.ref, TEXT.c.name, TEXT.c.text).join(TEXT, TEXT.c.event == EVENT.c.id)
    told = {(ref, name): text for ref, name, text in session.execute(query.where(EVENT.c.id.in_(last)))}
    for row in session.execute(select(table)).mappings() if names else ():
        wrong = [name for name in names if told.get((row["id"], name), "") not in (None, row[name])]
        if wrong:
            yield Finding("text_differs", kind, row["id"], f"la fiche a changé hors du journal : {', '.join(wrong)}.")

"""What the proof of an object must hold: its own journal, those of what it only refers to, those of who acted."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Row, or_, select
from sqlmodel import Session

from states.refusals import BadField
from states.roles import SYSTEM
from store.desk.chain import EVENT, tip
from store.desk.kinds import TABLES
from store.tables.people import DelegationRecord, MandateRecord

LABEL = TABLES["label"].c
MANDATE = MandateRecord.__table__.c  # type: ignore[attr-defined]
DELEGATION = DelegationRecord.__table__.c  # type: ignore[attr-defined]
#: The fields of facts that name what carried or granted, and the kind that they name.
CARRIERS = {"wave_code": "wave", "session_ref": "session", "order_ref": "order", "order": "order"}


class Subject(NamedTuple):
    """The object that is proved, as its row says."""

    kind: str
    ref: str
    name: str
    fictitious: bool


class Chain(NamedTuple):
    """One journal of the proof, and where it ends: at the event of that number and that hash."""

    kind: str
    ref: str
    seq: int
    hash: str


Key = tuple[str, str]


def subject(session: Session, ref: str) -> Subject:
    """The object of that reference; BadField when there is none."""
    for kind, table in TABLES.items():
        row = session.execute(select(table.c.name, table.c.fictitious).where(table.c.ref == ref)).first()
        if row is not None:
            return Subject(kind, ref, row.name, bool(row.fictitious))
    remedy = "aucun dossier, label, arrêté, séance ou vague ne la porte : recopiez celle de sa page."
    raise BadField("référence", ref, remedy)


def chains(session: Session, found: Subject) -> tuple[Chain, ...]:
    """The journals of a proof: the subject's first, then what surrounds it, then who acted."""
    living = _living(session, found)
    events = [event for key in living for event in _events(session, key)]
    return (*(_row_tip(session, key) for key in living), *_acting(session, events))


def is_living(chain: Chain) -> bool:
    """Whether it is the journal of an object with a life, not of a person or a mandate."""
    return chain.kind in TABLES


def _living(session: Session, found: Subject) -> list[Key]:
    own = (found.kind, found.ref)
    if found.kind == "application":
        return list(dict.fromkeys([own, *_carriers(session, own), *_labels(session, found.ref)]))
    if found.kind == "label":
        source = session.execute(select(LABEL.application).where(LABEL.ref == found.ref)).scalar_one()
        above: list[Key] = [("application", source)] if source else []
        return list(dict.fromkeys([own, *above, *(key for one in (own, *above) for key in _carriers(session, one))]))
    return [own]


def _labels(session: Session, application: str) -> list[Key]:
    query = select(LABEL.ref).where(LABEL.application == application).order_by(LABEL.ref)
    return [
        key for ref in session.execute(query).scalars() for key in (("label", ref), *_carriers(session, ("label", ref)))
    ]


def _carriers(session: Session, key: Key) -> Iterator[Key]:
    """Every wave, session and order that has carried it, those of the past included; what exists no more is left to
    the checks."""
    for event in _events(session, key):
        facts = json.loads(event.facts)
        for name, kind in CARRIERS.items():
            ref = facts.get(name)
            if isinstance(ref, str) and ref and _exists(session, kind, ref):
                yield kind, ref


def _exists(session: Session, kind: str, ref: str) -> bool:
    table = TABLES[kind].c
    return session.execute(select(table.ref).where(table.ref == ref)).first() is not None


def _events(session: Session, key: Key) -> list[Row[Any]]:
    names = ("office", "person", "registrar", "delegation", "facts")
    query = select(*(EVENT.c[name] for name in names)).where(EVENT.c.kind == key[0], EVENT.c.ref == key[1])
    return list(session.execute(query.order_by(EVENT.c.seq)))


def _row_tip(session: Session, key: Key) -> Chain:
    """What the object's own row says of its journal: a tail that was cut is noticed."""
    table = TABLES[key[0]].c
    seq, hash_ = session.execute(select(table.seq, table.chain).where(table.ref == key[1])).one()
    return Chain(*key, seq, hash_)


def _acting(session: Session, events: list[Row[Any]]) -> Iterator[Chain]:
    """Who acted, by which mandate and which delegation: what gave them the right to."""
    persons = {person for event in events for person in (event.person, event.registrar)} - {"", SYSTEM}
    seats = {(event.office, event.person) for event in events} | {(event.office, event.registrar) for event in events}
    delegations = sorted({event.delegation for event in events} - {""})
    query = select(DELEGATION.delegator, DELEGATION.delegate).where(DELEGATION.id.in_(delegations))
    lent = {mandate for row in session.execute(query).tuples() for mandate in row}
    offices = sorted({office for office, _ in seats})
    held = select(MANDATE.id, MANDATE.office, MANDATE.person)
    held = held.where(or_(MANDATE.office.in_(offices), MANDATE.id.in_(sorted(lent)))).order_by(MANDATE.id)
    mandates = [row.id for row in session.execute(held) if row.id in lent or (row.office, row.person) in seats]
    keys = [("person", one) for one in sorted(persons)] + [("mandate", one) for one in mandates]
    for key in (*keys, *(("delegation", one) for one in delegations)):
        seq, hash_ = tip(session, *key)
        if seq:
            yield Chain(*key, seq, hash_)

"""What each kind of object is lent by others: an application by what it is in, a label by its renewals, and so on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select, union_all
from sqlmodel import Session

from states.application.effects.succession import presidents_offices
from states.application.steps.exceptions import FILED
from states.application.words import State as ApplicationState
from states.calendar import paris_day
from states.facts import Glance
from states.mandates import Mandate
from states.order.words import State as OrderState
from store.desk import snapshots
from store.desk.kinds import FINALS, TABLES, is_final
from store.desk.owned import Owned, among, given
from store.reference.places import PLACES, called_on, heirs_on
from store.tables.letters import Rung
from store.tables.objects import ApplicationParent, LabelPredecessor
from store.tables.people import MandateRecord

APPLICATION, LABEL, ORDER = TABLES["application"].c, TABLES["label"].c, TABLES["order"].c
PARENT_OF = ApplicationParent.__table__  # type: ignore[attr-defined]
PREDECESSOR_OF = LabelPredecessor.__table__  # type: ignore[attr-defined]
PARENT, PREDECESSOR = PARENT_OF.c, PREDECESSOR_OF.c
RUNG = Rung.__table__.c  # type: ignore[attr-defined]
MANDATE = MandateRecord.__table__.c  # type: ignore[attr-defined]
HONOURED_SINCE = (RUNG.kind == bindparam("of_kind"), RUNG.honoured_at >= bindparam("since"))
HONOURED = Owned(RUNG.ref, select(RUNG.key).where(*HONOURED_SINCE))
RENEWALS = Owned(
    PARENT.label,
    select(APPLICATION.ref, APPLICATION.state, APPLICATION.submitted_at, APPLICATION.kind)
    .join_from(PARENT_OF, TABLES["application"], PARENT.application == APPLICATION.ref)
    .order_by(APPLICATION.ref.desc()),
)
SUCCESSORS = Owned(
    PREDECESSOR.predecessor,
    select(LABEL.ref, LABEL.state, LABEL.starts_on, APPLICATION.kind)
    .join_from(PREDECESSOR_OF, TABLES["label"], PREDECESSOR.label == LABEL.ref)
    .outerjoin(TABLES["application"], APPLICATION.ref == LABEL.application)
    .order_by(LABEL.ref),
)
PRESIDENCIES = Owned(
    MANDATE.office,
    select(MANDATE.id, MANDATE.person, MANDATE.starts_on, MANDATE.ends_on)
    .where(~MANDATE.acting)
    .order_by(MANDATE.starts_on),
)
GRANTED = Owned(LABEL.order_ref, select(LABEL.ref, LABEL.state).order_by(LABEL.ref))
ORDERS = Owned(ORDER.ref, select(ORDER.facts))
#: The states in which an act on an order asks what became of its labels.
GRANTING = frozenset({OrderState.PUBLISHED, OrderState.CORRECTED})
COUNTS = Owned(
    APPLICATION.wave_ref, select(APPLICATION.state, func.count()).group_by(APPLICATION.wave_ref, APPLICATION.state)
)
Found = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asking:
    """An object that borrows: its own facts, and since when its reminders count, if its stage has a ladder."""

    facts: Any
    since: datetime | None


Around = Mapping[tuple[str, str], Any]
Keys = Mapping[str, Sequence[str]]
_ABOVE: Mapping[str, Callable[[Any], Sequence[str]]] = {
    "wave": lambda facts: (facts.wave_code,),
    "order": lambda facts: (facts.order_ref,),
    "session": lambda facts: (facts.session_ref,),
    "label": lambda facts: facts.parent_refs,
}


def _applications(session: Session, asking: Sequence[Asking], at: datetime) -> list[Found]:
    around, keys = _around(session, asking)
    presiding = _presidencies(session, asking, at)
    return [
        _application(session, one.facts, around, at) | presiding.get(one.facts.ref, {}) | _reminded(one, keys)
        for one in asking
    ]


def _presidencies(session: Session, asking: Sequence[Asking], at: datetime) -> dict[str, Found]:
    """Who has presided and will preside the regions that signed what is examined; interims do not preside."""
    heirs = heirs_on(paris_day(at))
    examined = (replace(one.facts, heirs=heirs) for one in asking if one.facts.state in FILED)
    signed = {facts.ref: presidents_offices(facts) for facts in examined}
    offices = {office for mine in signed.values() for office in mine}
    rows = PRESIDENCIES.read(session, offices) if offices else {}
    return {
        ref: {"presidencies": tuple(_mandate(office, row) for office in mine for row in rows.get(office, ()))}
        for ref, mine in signed.items()
    }


def _mandate(office: str, row: tuple[Any, ...]) -> Mandate:
    id_, person, starts_on, ends_on = row
    return Mandate(id=id_, office=office, person=person, starts_on=starts_on, ends_on=ends_on)


def _application(session: Session, facts: Any, around: Around, at: datetime) -> Found:
    wave, order = around.get(("wave", facts.wave_code)), around.get(("order", facts.order_ref))
    edition = wave.rules(at).code if wave and facts.state.value not in FINALS["application"] else facts.edition
    return {
        "wave": wave,
        "edition": edition,
        "order": replace(order, places=PLACES) if order else None,
        "session": around.get(("session", facts.session_ref)),
        "parents": tuple(_parents(session, facts, around)),
    }


def _around(session: Session, asking: Sequence[Asking]) -> tuple[Around, Keys]:
    """Others' own facts, unborrowed, by kind and reference; and the keys of honoured reminders, by application."""
    wanted = {kind: {ref for one in asking for ref in above(one.facts) if ref} for kind, above in _ABOVE.items()}
    since = {one.facts.ref: one.since for one in asking if one.since}
    asked = {kind: refs for kind, refs in {**wanted, "rung": set(since)}.items() if refs}
    others: dict[tuple[str, str], Any] = {}
    keys: dict[str, list[str]] = {}
    if not asked:
        return others, keys
    values = {kind: given(refs) for kind, refs in asked.items()}
    values |= {"of_kind": "application", "since": min(since.values())} if since else {}
    shape = tuple((kind, len(refs) == 1) for kind, refs in asked.items())
    for kind, ref, text in session.execute(_reading_around(shape), values):
        if kind == "rung":
            keys.setdefault(ref, []).append(text)
        else:
            others[kind, ref] = snapshots.load(kind, text)
    return others, keys


@cache
def _reading_around(shape: Sequence[tuple[str, bool]]) -> Any:
    """In one statement what nearly every step of an application reads, and nothing that it is not in."""
    parts = []
    for kind, one in shape:
        table = TABLES[kind].c if kind in TABLES else RUNG
        what = (table.ref, table.facts) if kind in TABLES else (RUNG.ref, RUNG.key)
        which = () if kind in TABLES else HONOURED_SINCE
        parts.append(select(literal_column(f"'{kind}'"), *what).where(among(table.ref, kind, one=one), *which))
    return union_all(*parts)


def _parents(session: Session, facts: Any, around: Around) -> Iterator[Any]:
    """The labels above; whether one is already being renewed matters only to an application not yet created."""
    for ref in facts.parent_refs:
        label = around.get(("label", ref))
        if label and facts.state is ApplicationState.NOWHERE:
            renewals = _renewals(RENEWALS.read(session, {ref}).get(ref, ()))
            label = replace(label, renewal=next((one for one in renewals if not one.final), None))
        if label:
            yield label


def _renewals(rows: Sequence[tuple[Any, ...]]) -> list[Glance]:
    return [
        Glance(
            ref=ref,
            state=state,
            final=is_final("application", state),
            on=paris_day(at) if at else None,
            nature=nature,
        )
        for ref, state, at, nature in rows
    ]


def _labels(session: Session, asking: Sequence[Asking], at: datetime) -> list[Found]:
    refs, keys = _refs(asking), _honoured(session, "label", asking)
    renewals, successors = RENEWALS.read(session, refs), SUCCESSORS.read(session, refs)
    orders = ORDERS.read(session, {one.facts.order for one in asking})
    return [
        _renewal(renewals.get(one.facts.ref, ()))
        | _successor(successors.get(one.facts.ref, ()))
        | _struck(one.facts, orders.get(one.facts.order, ()))
        | _reminded(one, keys)
        for one in asking
    ]


def _struck(label: Any, rows: Sequence[tuple[Any, ...]]) -> Found:
    """Whether a court annulled the order for this label."""
    orders = (snapshots.load("order", text) for (text,) in rows)
    return {"struck": any(label.application in order.struck for order in orders)}


def _renewal(rows: Sequence[tuple[Any, ...]]) -> Found:
    renewals = _renewals(rows)
    return {"renewal": next((one for one in renewals if not one.final), renewals[0] if renewals else None)}


def _successor(rows: Sequence[tuple[Any, ...]]) -> Found:
    found = tuple(Glance(ref=ref, state=state, on=day, nature=nature or "") for ref, state, day, nature in rows)
    return {"successor": found[0], "successors": found, "kind_of_successor": found[0].nature} if found else {}


def _carriers(kind: str, column: Any) -> Any:
    wanted = select(APPLICATION.ref, APPLICATION.state, APPLICATION.disputed)
    carried = Owned(column, wanted.order_by(APPLICATION.ref))

    def lend(session: Session, asking: Sequence[Asking], at: datetime) -> list[Found]:
        rows, keys = carried.read(session, _refs(asking)), _honoured(session, kind, asking)
        return [{"items": _items(rows.get(one.facts.ref, ()))} | _reminded(one, keys) for one in asking]

    return lend


_items_of_orders = _carriers("order", APPLICATION.order_ref)


def _orders(session: Session, asking: Sequence[Asking], at: datetime) -> list[Found]:
    published = {one.facts.ref for one in asking if one.facts.state in GRANTING}
    granted = GRANTED.read(session, published) if published else {}
    return [
        found | {"labels": _granted(granted.get(one.facts.ref, ()))}
        for one, found in zip(asking, _items_of_orders(session, asking, at), strict=True)
    ]


def _granted(rows: Sequence[tuple[Any, ...]]) -> tuple[Glance, ...]:
    return tuple(Glance(ref=ref, state=state, final=is_final("label", state)) for ref, state in rows)


def _items(rows: Sequence[tuple[Any, ...]]) -> tuple[Glance, ...]:
    return tuple(
        Glance(ref=ref, state=state, final=is_final("application", state), disputed=disputed)
        for ref, state, disputed in rows
    )


def _waves(session: Session, asking: Sequence[Asking], at: datetime) -> list[Found]:
    rows, keys = COUNTS.read(session, _refs(asking)), _honoured(session, "wave", asking)
    called = {"territories": called_on(paris_day(at))}
    return [_wave(dict(rows.get(one.facts.ref, ()))) | called | _reminded(one, keys) for one in asking]


def _wave(counts: dict[str, int]) -> Found:
    pending = sum(number for state, number in counts.items() if not is_final("application", state))
    return {"counts": counts, "pending": pending}


def _refs(asking: Sequence[Asking]) -> set[str]:
    return {one.facts.ref for one in asking}


def _honoured(session: Session, kind: str, asking: Sequence[Asking]) -> Keys:
    """Keys of the reminders of the present stages, for those that have a ladder."""
    since = {one.facts.ref: one.since for one in asking if one.since}
    if not since:
        return {}
    rows = HONOURED.read(session, set(since), of_kind=kind, since=min(since.values()))
    return {ref: [key for (key,) in keys] for ref, keys in rows.items()}


def _reminded(one: Asking, keys: Keys) -> Found:
    return {"honoured": frozenset(keys.get(one.facts.ref, ()))} if one.since else {}


LENDERS: dict[str, Callable[[Session, Sequence[Asking], datetime], list[Found]]] = {
    "application": _applications,
    "label": _labels,
    "order": _orders,
    "session": _carriers("session", APPLICATION.session_ref),
    "wave": _waves,
}

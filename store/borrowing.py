"""What an object's facts read of others, in a handful of statements."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlmodel import Session

from states.application.words import State as ApplicationState
from states.calendar import paris_day
from states.facts import Glance, Trouble
from states.lifecycles import LIFECYCLES
from store import snapshots
from store.kinds import FINALS, TABLES, is_final
from store.places import PLACES, active_on, called_on, heirs_on
from store.tables.journal import TroubleRecord
from store.tables.letters import Rung
from store.tables.objects import ApplicationParent, ApplicationTerritory, LabelPredecessor
from store.tables.people import Tie

APPLICATION = TABLES["application"].c
PARENT = ApplicationParent.__table__.c  # type: ignore[attr-defined]
TERRITORY = ApplicationTerritory.__table__.c  # type: ignore[attr-defined]
PREDECESSOR = LabelPredecessor.__table__.c  # type: ignore[attr-defined]
RUNG = Rung.__table__.c  # type: ignore[attr-defined]
TROUBLE = TroubleRecord.__table__.c  # type: ignore[attr-defined]
TIE = Tie.__table__.c  # type: ignore[attr-defined]
# Built once: they run with every act.
FACTS_OF = {kind: select(table.c.facts).where(table.c.ref == bindparam("of")) for kind, table in TABLES.items()}
HONOURED = select(RUNG.key).where(
    RUNG.ref == bindparam("of"), RUNG.kind == bindparam("of_kind"), RUNG.honoured_at >= bindparam("since")
)


def borrow(
    session: Session, kind: str, facts: Any, row: Mapping[str, Any], at: datetime, *, choices: bool = True
) -> Any:
    """Fill in what the facts read of others."""
    found = _BORROWERS[kind](session, facts, at)
    if choices and kind == "application" and facts.state in _BY_STATE:
        found |= _BY_STATE[facts.state](session, facts, at)
    return replace(facts, **surroundings(at), **_follow_up(session, kind, facts, row), **found)


def surroundings(at: datetime) -> dict[str, Any]:
    """What all facts read of the world at an instant."""
    return {"places": PLACES, "heirs": heirs_on(paris_day(at))}


def _follow_up(session: Session, kind: str, facts: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "telling": row["telling"],
        "told_at": row["told_at"],
        "troubles": _troubles(session, kind, facts.ref) if row["troubled"] else (),
        "honoured": _honoured(session, kind, facts),
    }


def _troubles(session: Session, kind: str, ref: str) -> tuple[Trouble, ...]:
    query = select(TROUBLE.code, TROUBLE.office, TROUBLE.since, TROUBLE.words).where(
        TROUBLE.kind == kind, TROUBLE.ref == ref, TROUBLE.solved_at.is_(None)
    )
    return tuple(Trouble(code=c, office=o, since=s, words=w) for c, o, s, w in session.execute(query))


def _honoured(session: Session, kind: str, facts: Any) -> frozenset[str]:
    if LIFECYCLES[kind].stage_of[facts.state].ladder is None:
        return frozenset()
    given = {"of": facts.ref, "of_kind": kind, "since": facts.entered_at}
    return frozenset(session.execute(HONOURED, given).scalars())


def _row(session: Session, kind: str, ref: str) -> Any:
    """Another object's own facts, unborrowed; None when there is none."""
    if not ref:
        return None
    text = session.execute(FACTS_OF[kind], {"of": ref}).scalar()
    return snapshots.load(kind, text) if text else None


def _application(session: Session, facts: Any, at: datetime) -> dict[str, Any]:
    wave = _row(session, "wave", facts.wave_code)
    order = _row(session, "order", facts.order_ref)
    edition = wave.rules(at).code if wave and facts.state.value not in FINALS["application"] else facts.edition
    return {
        "wave": wave,
        "edition": edition,
        "order": replace(order, places=PLACES) if order else None,
        "session": _row(session, "session", facts.session_ref),
        "parents": tuple(p for p in (_parent(session, facts, ref) for ref in facts.parent_refs) if p),
    }


def _parent(session: Session, facts: Any, ref: str) -> Any:
    label = _row(session, "label", ref)
    others = _renewals(session, ref, besides=facts.ref)
    living = next((glance for glance in others if not glance.final), None)
    return replace(label, renewal=living) if label else None


def _renewals(session: Session, label: str, besides: str = "") -> list[Glance]:
    query = (
        select(APPLICATION.ref, APPLICATION.state, APPLICATION.submitted_at)
        .join_from(ApplicationParent, TABLES["application"], PARENT.application == APPLICATION.ref)
        .where(PARENT.label == label, APPLICATION.ref != besides)
        .order_by(APPLICATION.ref.desc())
    )
    return [
        Glance(ref=ref, state=state, final=is_final("application", state), on=paris_day(at) if at else None)
        for ref, state, at in session.execute(query)
    ]


def _before_filing(session: Session, facts: Any, at: datetime) -> dict[str, Any]:
    query = (
        select(APPLICATION.ref, APPLICATION.state)
        .distinct()
        .join_from(ApplicationTerritory, TABLES["application"], TERRITORY.application == APPLICATION.ref)
        .where(
            APPLICATION.wave_ref == facts.wave_code,
            TERRITORY.territory.in_([f"academie:{code}" for code in facts.academies]),
            APPLICATION.state.not_in(("withdrawn", "lapsed", "closed_without_action")),
            APPLICATION.ref != facts.ref,
        )
    )
    rows = session.execute(query) if facts.wave_code else ()
    siblings = tuple(Glance(ref=ref, state=state) for ref, state in rows)
    return {"siblings": siblings, "active_territories": active_on(paris_day(at))}


def _ties(session: Session, facts: Any, at: datetime) -> dict[str, Any]:
    ties: dict[str, set[str]] = {}
    for office, territory in session.execute(select(TIE.office, TIE.territory)):
        ties.setdefault(office, set()).add(territory)
    return {"ties": {office: frozenset(territories) for office, territories in ties.items()}}


def _open(kind: str, states: tuple[str, ...], name: str) -> Any:
    def borrow_open(session: Session, facts: Any, at: datetime) -> dict[str, Any]:
        table = TABLES[kind].c
        rows = session.execute(select(table.facts).where(table.state.in_(states)).order_by(table.ref)).scalars()
        return {name: tuple(snapshots.load(kind, text) for text in rows)}

    return borrow_open


_sessions = _open("session", ("planned", "summoned"), "open_sessions")
_BY_STATE = {
    ApplicationState.NOWHERE: _before_filing,
    ApplicationState.DRAFT: _before_filing,
    ApplicationState.ADMISSIBLE: _ties,
    ApplicationState.UNDER_REVIEW: _ties,
    ApplicationState.IN_SESSION: _ties,
    ApplicationState.REVIEWED: _sessions,
    ApplicationState.ADJOURNED: _sessions,
    ApplicationState.PROPOSED: _open("order", ("drafting",), "open_orders"),
}


def _label(session: Session, facts: Any, at: datetime) -> dict[str, Any]:
    renewals = _renewals(session, facts.ref)
    chosen = next((glance for glance in renewals if not glance.final), renewals[0] if renewals else None)
    return {"renewal": chosen} | _successor(session, facts.ref)


def _successor(session: Session, ref: str) -> dict[str, Any]:
    label = TABLES["label"].c
    query = (
        select(label.ref, label.state, label.starts_on, APPLICATION.kind)
        .join_from(LabelPredecessor, TABLES["label"], PREDECESSOR.label == label.ref)
        .outerjoin(TABLES["application"], APPLICATION.ref == label.application)
        .where(PREDECESSOR.predecessor == ref)
    )
    found = session.execute(query).first()
    if found is None:
        return {}
    return {"successor": Glance(ref=found[0], state=found[1], on=found[2]), "kind_of_successor": found[3] or ""}


def _carried(column: Any) -> Any:
    def items(session: Session, facts: Any, at: datetime) -> dict[str, Any]:
        query = select(APPLICATION.ref, APPLICATION.state).where(column == facts.ref).order_by(APPLICATION.ref)
        rows = session.execute(query)
        return {
            "items": tuple(Glance(ref=r, state=s, final=is_final("application", s)) for r, s in rows),
        }

    return items


def _wave(session: Session, facts: Any, at: datetime) -> dict[str, Any]:
    query: Select[Any] = (
        select(APPLICATION.state, func.count()).where(APPLICATION.wave_ref == facts.ref).group_by(APPLICATION.state)
    )
    counts: dict[str, int] = dict(session.execute(query).tuples().all())
    pending = sum(number for state, number in counts.items() if not is_final("application", state))
    return {"counts": counts, "pending": pending, "territories": called_on(paris_day(at))}


_BORROWERS: dict[str, Any] = {
    "application": _application,
    "label": _label,
    "order": _carried(APPLICATION.order_ref),
    "session": _carried(APPLICATION.session_ref),
    "wave": _wave,
}

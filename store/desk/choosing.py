"""What is read only for someone who acts: what an act may choose from, and whom it must tell."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from states.application.words import State as ApplicationState
from states.calendar import paris_day
from states.facts import Glance
from states.label.facts import ENDED
from states.wave.words import State as WaveState
from store.desk import snapshots
from store.desk.kinds import TABLES
from store.reference.places import active_on
from store.tables.letters import COMPOSED, Letter
from store.tables.objects import ApplicationTerritory
from store.tables.people import Tie
from store.tables.types import Instant

APPLICATION, LABEL = TABLES["application"].c, TABLES["label"].c
TERRITORY_OF = ApplicationTerritory.__table__  # type: ignore[attr-defined]
TERRITORY = TERRITORY_OF.c
LETTER = Letter.__table__.c  # type: ignore[attr-defined]
TIE = Tie.__table__.c  # type: ignore[attr-defined]
SIBLINGS = (
    select(APPLICATION.ref, APPLICATION.state)
    .distinct()
    .join_from(TERRITORY_OF, TABLES["application"], TERRITORY.application == APPLICATION.ref)
    .where(
        APPLICATION.wave_ref == bindparam("of"),
        TERRITORY.territory.in_(bindparam("territories", expanding=True)),
        APPLICATION.state.not_in(("withdrawn", "lapsed", "closed_without_action")),
        APPLICATION.ref != bindparam("besides"),
    )
)
CONCERNED = select(APPLICATION.ref).where(
    APPLICATION.wave_ref == bindparam("of"), APPLICATION.state.in_(("draft", "joint_signature", "lapsed"))
)
INFORMED = (
    select(LETTER.office)
    .distinct()
    .where(
        or_(LETTER.ref == bindparam("of"), LETTER.ref.in_(CONCERNED)),
        LETTER.due_at == bindparam("closing", type_=Instant),
        LETTER.status.in_(COMPOSED),
    )
    .order_by(LETTER.office)
)
STANDING = (
    select(LABEL.ref, LABEL.state)
    .where(LABEL.campus == bindparam("of"), LABEL.state.not_in([state.value for state in ENDED]))
    .order_by(LABEL.ref)
)
TIES = select(TIE.office, TIE.territory)


def _before_filing(session: Session, facts: Any, at: datetime) -> dict[str, Any]:
    academies = [f"academie:{code}" for code in facts.academies]
    given = {"of": facts.wave_code, "territories": academies, "besides": facts.ref}
    rows = session.execute(SIBLINGS, given) if facts.wave_code else ()
    siblings = tuple(Glance(ref=ref, state=state) for ref, state in rows)
    return {"siblings": siblings, "active_territories": active_on(paris_day(at))}


def _before_creation(session: Session, facts: Any, at: datetime) -> dict[str, Any]:
    """Also the labels that its campus holds, by which a first application would not be one."""
    held = session.execute(STANDING, {"of": facts.campus})
    standing = tuple(Glance(ref=ref, state=state) for ref, state in held)
    return _before_filing(session, facts, at) | {"standing": standing}


def _ties(session: Session, facts: Any, at: datetime) -> dict[str, Any]:
    ties: dict[str, set[str]] = {}
    for office, territory in session.execute(TIES):
        ties.setdefault(office, set()).add(territory)
    return {"ties": {office: frozenset(territories) for office, territories in ties.items()}}


def _open(kind: str, states: tuple[str, ...], name: str) -> Any:
    table = TABLES[kind].c
    query = select(table.facts).where(table.state.in_(states)).order_by(table.ref)

    def borrow_open(session: Session, facts: Any, at: datetime) -> dict[str, Any]:
        rows = session.execute(query).scalars()
        return {name: tuple(snapshots.load(kind, text) for text in rows)}

    return borrow_open


_sessions = _open("session", ("planned", "summoned"), "open_sessions")
_OF_APPLICATION = {
    ApplicationState.NOWHERE: _before_creation,
    ApplicationState.DRAFT: _before_filing,
    ApplicationState.ADMISSIBLE: _ties,
    ApplicationState.UNDER_REVIEW: _ties,
    ApplicationState.IN_SESSION: _ties,
    ApplicationState.REVIEWED: _sessions,
    ApplicationState.ADJOURNED: _sessions,
    ApplicationState.PROPOSED: _open("order", ("drafting",), "open_orders"),
}


def _informed(session: Session, facts: Any, at: datetime) -> dict[str, Any]:
    """Offices to which the closing of the call has been written, about it or about a file that it concerns."""
    written = session.execute(INFORMED, {"of": facts.ref, "closing": facts.closes_at}).scalars()
    return {"informed": tuple(written)}


BY_STATE: dict[str, dict[Any, Any]] = {
    "application": _OF_APPLICATION,
    "wave": dict.fromkeys((WaveState.PUBLISHED, WaveState.OPEN, WaveState.CLOSED), _informed),
}

"""A wave as a whole: how far its applications have come, where, and what is still a draft."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from sqlalchemy import Row, RowMapping, func, select
from sqlmodel import Session

from states.application.words import State
from store.board import veil
from store.board.labels import in_force
from store.board.scope import APPLICATION, LABELLED, PLACED, WAVE, seen
from store.board.viewer import Viewer
from store.desk.chain import EVENT
from store.desk.kinds import FINALS, TABLES
from store.reference.places import heirs_on

#: More would be no choice; any other wave is found by its code, and leads to its applications.
CHOICES = 50
#: How far an application has come, by the states that it must have entered.
FUNNEL = (
    ("Créés", (State.DRAFT,), True),
    ("Mis à la signature des porteurs", (State.JOINT_SIGNATURE,), True),
    ("Déposés", (State.SUBMITTED,), True),
    ("Recevables", (State.ADMISSIBLE,), True),
    ("Expertisés", (State.REVIEWED,), True),
    ("Avis de la commission rendu", (State.OPINION_RENDERED,), True),
    ("Proposés aux ministres", (State.PROPOSED,), False),
    ("Labellisés", (State.LABELLED,), True),
)
LABEL = TABLES["label"].c


@dataclass(frozen=True, slots=True)
class Stay:
    """Applications of a wave that are in one state: how many, for how long, how many stuck."""

    state: str
    count: int
    median_days: int
    longest_days: int
    stuck: int


def codes(session: Session, viewer: Viewer) -> tuple[str, ...]:
    """The waves in scope to choose from, the latest first: their codes begin with the year."""
    query = select(WAVE.ref).where(seen("wave", viewer)).order_by(WAVE.ref.desc()).limit(CHOICES)
    return tuple(session.execute(query).scalars())


def funnel(session: Session, viewer: Viewer, wave: str) -> list[tuple[str, int]]:
    """Applications in scope that have reached each stage, whatever became of them."""
    mine = select(APPLICATION.ref).where(APPLICATION.wave_ref == wave, seen("application", viewer))
    query = (
        select(EVENT.c.target, func.count(EVENT.c.ref.distinct()))
        .where(EVENT.c.kind == "application", EVENT.c.ref.in_(mine))
        .group_by(EVENT.c.target)
    )
    reached: Mapping[str, int] = dict(session.execute(query).tuples().all())
    shown = [(label, states) for label, states, public in FUNNEL if public or viewer.national]
    return [(label, sum(reached.get(state.value, 0) for state in states)) for label, states in shown]


def stays(session: Session, viewer: Viewer, wave: str, at: datetime) -> list[Stay]:
    """Time spent in the present state, by state, in the order of the procedure."""
    query = select(*(veil.column("application", name, viewer) for name in ("state", "entered_at", "stuck_cause")))
    rows = session.execute(query.where(APPLICATION.wave_ref == wave, seen("application", viewer)))
    ages: dict[str, list[int]] = defaultdict(list)
    stuck: dict[str, int] = defaultdict(int)
    for state, entered_at, cause in rows:
        ages[state].append((at - entered_at).days)
        stuck[state] += cause is not None
    return [
        Stay(state, len(ages[state]), round(median(ages[state])), max(ages[state]), stuck[state])
        for state in (word.value for word in State)
        if state in ages
    ]


def drafts(session: Session, viewer: Viewer, wave: str) -> Sequence[RowMapping]:
    """Applications not yet filed."""
    states = (State.DRAFT.value, State.JOINT_SIGNATURE.value)
    query = select(*veil.columns("application", viewer)).where(
        APPLICATION.wave_ref == wave, APPLICATION.state.in_(states), seen("application", viewer)
    )
    return session.execute(query.order_by(APPLICATION.ref).limit(100)).mappings().all()


def coverage(session: Session, viewer: Viewer, wave: str, day: date) -> tuple[dict[str, int], dict[str, int]]:
    """Labels in force, then applications of the wave under way, by académie; dead ones count for their heirs."""
    labelled = select(LABELLED.territory, func.count()).join(TABLES["label"], LABEL.ref == LABELLED.label)
    labelled = labelled.where(in_force(day)).group_by(LABELLED.territory)
    pending = select(PLACED.territory, func.count()).join(TABLES["application"], APPLICATION.ref == PLACED.application)
    pending = pending.where(
        APPLICATION.wave_ref == wave,
        APPLICATION.state.not_in(FINALS["application"]),
        seen("application", viewer),
    ).group_by(PLACED.territory)
    return _by_heir(session.execute(labelled).all(), day), _by_heir(session.execute(pending).all(), day)


def _by_heir(rows: Sequence[Row[tuple[str, int]]], day: date) -> dict[str, int]:
    heirs, found = heirs_on(day), defaultdict[str, int](int)
    for territory, count in rows:
        side, _, code = heirs.get(territory, territory).partition(":")
        if side == "academie":
            found[code] += count
    return dict(found)

"""How long the stages usually last, as applicants know them: measured on the applications decided last."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from statistics import median

from sqlalchemy import select
from sqlmodel import Session

from states.application.lifecycle import APPLICATION as LIFECYCLE
from states.application.words import State
from store.desk.chain import EVENT
from store.desk.kinds import TABLES

ROW = TABLES["application"].c
DECIDED = (State.LABELLED.value, State.REFUSED.value)
#: The last campaigns say more of the next one than those of ten years ago.
MOST = 200


@dataclass(frozen=True, slots=True)
class Pace:
    """Days that a stage lasted for half of the applications, and for nine in ten, out of how many."""

    median: int
    ninetieth: int
    count: int


def paces(session: Session) -> Mapping[str, Pace]:
    """By the public name of a stage, then from the filing to the decision under the empty name."""
    lasted: dict[str, list[float]] = defaultdict(list)
    for _, rows in groupby(_moves(session), lambda row: row[0]):
        for name, days in _lengths([(public(target), at) for _, target, at in rows]):
            lasted[name].append(days)
    return {name: _pace(days) for name, days in lasted.items()}


def public(state: str) -> str:
    """What applicants call a state."""
    stage = LIFECYCLE.stage_of[State(state)]
    return str(stage.public or stage.state.label)


def _moves(session: Session) -> Iterable[tuple[str, str, datetime]]:
    latest = select(ROW.ref).where(ROW.state.in_(DECIDED)).order_by(ROW.entered_at.desc()).limit(MOST)
    refs = list(session.execute(latest).scalars())
    query = select(EVENT.c.ref, EVENT.c.target, EVENT.c.at).where(
        EVENT.c.kind == "application", EVENT.c.ref.in_(refs), EVENT.c.source != EVENT.c.target
    )
    return session.execute(query.order_by(EVENT.c.ref, EVENT.c.seq)).tuples()


def _lengths(stays: list[tuple[str, datetime]]) -> Iterable[tuple[str, float]]:
    """Each stage once, all its visits together; and the whole way from the filing."""
    total: dict[str, float] = defaultdict(float)
    for (name, begun), (_, ended) in pairwise(stays):
        total[name] += (ended - begun).total_seconds() / 86400
    filed = next((at for name, at in stays if name == public(State.SUBMITTED.value)), None)
    if filed is not None:
        total[""] = (stays[-1][1] - filed).total_seconds() / 86400
    return total.items()


def _pace(days: list[float]) -> Pace:
    ordered = sorted(days)
    return Pace(round(median(ordered)), round(ordered[min(len(ordered) - 1, (9 * len(ordered)) // 10)]), len(ordered))

"""How long the applications of a wave stayed in each stage, and who held them meanwhile, from what happened to them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, pairwise
from math import ceil
from statistics import median
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from states.application.words import State
from states.deadlines import awaited
from store.board.scope import APPLICATION, seen
from store.board.viewer import Viewer
from store.desk import snapshots
from store.desk.chain import EVENT
from store.desk.kinds import TABLES, is_final

#: Who held what is read from snapshots: on a very large wave, from the first files only, and the page says so.
MOST_FILES = 120
DAY = 86_400
Journey = Sequence[tuple[datetime, Any]]
ORDER = [state.value for state in State]


@dataclass(frozen=True, slots=True)
class Span:
    """Stays in one stage, ended or not, in days: how many, half of them at most, nine in ten at most, the longest."""

    state: str
    count: int
    under_way: int
    median_days: int
    p90_days: int
    longest_days: int
    stuck: int


@dataclass(frozen=True, slots=True)
class Hold:
    """One office: how many files it held, and for how many days in all."""

    office: str
    files: int
    days: int


@dataclass(frozen=True, slots=True)
class Holds:
    """Every office that held a file, the longest first, and how many files were read of how many."""

    rows: Sequence[Hold]
    read: int
    files: int


def spans(session: Session, viewer: Viewer, wave: str, at: datetime) -> list[Span]:
    """Time spent in each stage, whatever became of the application; suspensions count as a stage of their own."""
    stays, under_way = defaultdict[str, list[float]](list), defaultdict[str, int](int)
    for state, began, ended in _stays(session, viewer, wave):
        if not is_final("application", state):
            stays[state].append(((ended or at) - began).total_seconds() / DAY)
            under_way[state] += ended is None
    stuck = _stuck(session, viewer, wave)
    return [_span(state, stays[state], under_way[state], stuck.get(state, 0)) for state in ORDER if state in stays]


def _span(state: str, days: list[float], under_way: int, stuck: int) -> Span:
    days.sort()
    ninth = days[ceil(0.9 * len(days)) - 1]
    return Span(state, len(days), under_way, round(median(days)), round(ninth), round(days[-1]), stuck)


def _stays(session: Session, viewer: Viewer, wave: str) -> Iterator[tuple[str, datetime, datetime | None]]:
    """(state, from, to): `to` None while it is still there."""
    query = select(EVENT.c.ref, EVENT.c.target, EVENT.c.at).where(EVENT.c.source != EVENT.c.target)
    rows = session.execute(_of_wave(query, viewer, wave)).all()
    for _, found in groupby(rows, key=lambda row: row.ref):
        moves = list(found)
        ends: list[datetime | None] = [*(move.at for move in moves[1:]), None]
        yield from ((move.target, move.at, end) for move, end in zip(moves, ends, strict=True))


def _of_wave(query: Any, viewer: Viewer, wave: str) -> Any:
    joined = query.join(TABLES["application"], APPLICATION.ref == EVENT.c.ref)
    mine = joined.where(EVENT.c.kind == "application", APPLICATION.wave_ref == wave, seen("application", viewer))
    return mine.order_by(EVENT.c.ref, EVENT.c.seq)


def _stuck(session: Session, viewer: Viewer, wave: str) -> dict[str, int]:
    query = select(APPLICATION.state).where(APPLICATION.wave_ref == wave, APPLICATION.stuck_cause.is_not(None))
    found = defaultdict[str, int](int)
    for state in session.execute(query.where(seen("application", viewer))).scalars():
        found[state] += 1
    return found


def holds(session: Session, viewer: Viewer, wave: str, at: datetime) -> Holds:
    """Days during which each office was awaited, by the facts that each event left."""
    refs = select(APPLICATION.ref, APPLICATION.order_ref).where(APPLICATION.wave_ref == wave)
    files = session.execute(refs.where(seen("application", viewer)).order_by(APPLICATION.ref)).all()
    read = files[:MOST_FILES]
    orders = _journeys(session, "order", sorted({file.order_ref for file in read} - {""}))
    seconds, held = defaultdict[str, float](float), defaultdict[str, set[str]](set)
    for ref, journey in _journeys(session, "application", [file.ref for file in read]).items():
        for offices, length in _held(journey, orders, at):
            for office in offices:
                seconds[office] += length
                held[office].add(ref)
    rows = sorted(seconds, key=lambda office: (-seconds[office], office))
    return Holds([Hold(one, len(held[one]), round(seconds[one] / DAY)) for one in rows], len(read), len(files))


def _journeys(session: Session, kind: str, refs: Sequence[str]) -> dict[str, Journey]:
    """The facts after each event of some objects, in order."""
    query = select(EVENT.c.ref, EVENT.c.at, EVENT.c.facts).where(EVENT.c.kind == kind, EVENT.c.ref.in_(refs))
    rows = session.execute(query.order_by(EVENT.c.ref, EVENT.c.seq))
    return {
        ref: [(row.at, snapshots.load(kind, row.facts)) for row in found]
        for ref, found in groupby(rows, key=lambda row: row.ref)
    }


def _held(journey: Journey, orders: Mapping[str, Journey], at: datetime) -> Iterator[tuple[tuple[str, ...], float]]:
    """Who was awaited after each event, until the next; of an order at signature, until each minister has signed."""
    for (began, facts), end in zip(journey, [*(when for when, _ in journey[1:]), at], strict=True):
        if is_final("application", facts.state.value) or end <= began:
            continue
        order = orders.get(facts.order_ref, [])
        cuts = [began, *(when for when, _ in order if began < when < end), end]
        for start, stop in pairwise(cuts):
            then = next((found for when, found in reversed(order) if when <= start), None)
            yield awaited(replace(facts, order=then)), (stop - start).total_seconds()

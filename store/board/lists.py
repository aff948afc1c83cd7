"""Lists of objects in scope: filtered, counted, sorted and cut into pages, by a constant number of statements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, exists, func, select
from sqlmodel import Session

from store.board import finding, veil
from store.board.chasing import reminders
from store.board.following import Glance, condition
from store.board.scope import APPLICATION, LABELLED, PLACED, seen
from store.board.viewer import Viewer
from store.desk.kinds import FINALS, TABLES

PER_PAGE, PER_PART = 20, 500
#: Filters whose choices say how many they would leave, and the column that each reads.
COUNTED = {"cause": "stuck_cause", "holder": "holder", "state": "state"}
Group = tuple[Mapping[str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address of a list says. `cause`: one cause of blockage; `living`: ended objects left out; `day`: that of
    the offices of whoever is looked for by name."""

    words: str = ""
    day: date | None = None
    holder: str = ""
    state: str = ""
    academie: str = ""
    wave: str = ""
    cause: str = ""
    stuck: bool = False
    living: bool = False
    glance: Glance | None = None
    refs: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, and what the filters count."""

    rows: Sequence[RowMapping]
    total: int
    causes: Mapping[str, int]
    holders: Mapping[str, int]
    states: Mapping[str, int]
    reminders: Mapping[str, int]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def listing(session: Session, kind: str, viewer: Viewer, asked: Asked) -> Listing:
    """The page asked for; each filter counts what the other ones leave."""
    rows = _rows(session, kind, viewer, asked)
    groups = _groups(session, kind, viewer, asked)
    return Listing(
        rows=rows,
        total=sum(count for told, count in groups if _is_asked(told, asked)),
        causes=_counts(groups, "cause", asked),
        holders=_counts(groups, "holder", asked),
        states=_counts(groups, "state", asked),
        reminders=reminders(session, kind, rows),
    )


def _rows(session: Session, kind: str, viewer: Viewer, asked: Asked) -> Sequence[RowMapping]:
    query = _all(kind, viewer, asked).limit(PER_PAGE).offset(PER_PAGE * (asked.page - 1))
    return session.execute(query).mappings().all()


def everything(session: Session, kind: str, viewer: Viewer, asked: Asked) -> Iterator[Sequence[RowMapping]]:
    """Every row of the list, whatever the page, by parts: one read, of which little is in memory at a time."""
    query = _all(kind, viewer, asked).execution_options(yield_per=PER_PART)
    yield from session.execute(query).mappings().partitions()


def _all(kind: str, viewer: Viewer, asked: Asked) -> Select[Any]:
    return (
        select(*veil.columns(kind, viewer)).where(_wanted(kind, viewer, asked)).order_by(*_order(kind, viewer, asked))
    )


def _order(kind: str, viewer: Viewer, asked: Asked) -> Sequence[ColumnElement[Any]]:
    table = TABLES[kind].c
    if asked.sort == "anciennete":
        since, entered = (veil.column(kind, name, viewer) for name in ("stuck_since", "entered_at"))
        return (func.coalesce(since, entered), table.ref)
    if asked.sort == "retard":
        due = veil.column(kind, "due_at", viewer)
        return (due.is_(None), due, table.ref)
    return (table.ref.desc(),)


def _groups(session: Session, kind: str, viewer: Viewer, asked: Asked) -> list[Group]:
    """How many there are of each cause, holder and state together: one read answers for every filter."""
    columns = [veil.column(kind, column, viewer).label(f"counted_{name}") for name, column in COUNTED.items()]
    query: Select[Any] = select(*columns, func.count()).where(_outside(kind, viewer, asked))
    rows = session.execute(query.group_by(*(column.name for column in columns)))
    return [({name: value or "" for name, value in zip(COUNTED, row[:-1], strict=True)}, row[-1]) for row in rows]


def _counts(groups: Sequence[Group], name: str, asked: Asked) -> dict[str, int]:
    found: dict[str, int] = {}
    for told, count in groups:
        if _is_asked(told, asked, besides=name):
            found[told[name]] = found.get(told[name], 0) + count
    return found


def _is_asked(told: Mapping[str, str], asked: Asked, besides: str = "") -> bool:
    return all(getattr(asked, name) in ("", value) for name, value in told.items() if name != besides)


def _wanted(kind: str, viewer: Viewer, asked: Asked) -> ColumnElement[bool]:
    chosen = {name: getattr(asked, name) for name in COUNTED if getattr(asked, name)}
    found = [veil.column(kind, COUNTED[name], viewer) == value for name, value in chosen.items()]
    return and_(_outside(kind, viewer, asked), *found)


def _outside(kind: str, viewer: Viewer, asked: Asked) -> ColumnElement[bool]:
    """What is asked besides the filters that are counted."""
    found: list[ColumnElement[bool]] = []
    if asked.stuck:
        # A range, not « is not null »: SQLite then reads the few that are stuck from their index.
        found.append(veil.column(kind, "stuck_cause", viewer) > "")
    if asked.living:
        found.append(TABLES[kind].c.state.not_in(FINALS[kind]))
    if asked.glance and kind == "application":
        found.append(condition(asked.glance, asked.glance.basket))
    return and_(seen(kind, viewer), *found, *finding.found(kind, viewer, asked.words, asked.day), *_about(kind, asked))


def _about(kind: str, asked: Asked) -> list[ColumnElement[bool]]:
    table, found = TABLES[kind].c, list[ColumnElement[bool]]()
    if asked.refs:
        found.append(table.ref.in_(asked.refs))
    if asked.wave and kind == "application":
        found.append(APPLICATION.wave_ref == asked.wave)
    if asked.academie and kind in _PLACED:
        column, territory = _PLACED[kind]
        found.append(exists().where(column == table.ref, territory == f"academie:{asked.academie}"))
    return found


_PLACED = {
    "application": (PLACED.application, PLACED.territory),
    "label": (LABELLED.label, LABELLED.territory),
}


def stuck_elsewhere(session: Session, viewer: Viewer) -> dict[str, int]:
    """How many objects of the other kinds are stuck."""
    kinds = [kind for kind in TABLES if kind != "application"]
    return {kind: _stuck(session, kind, viewer) for kind in kinds}


def _stuck(session: Session, kind: str, viewer: Viewer) -> int:
    query = select(func.count()).select_from(TABLES[kind])
    found: int = session.execute(query.where(TABLES[kind].c.stuck_cause > "", seen(kind, viewer))).scalar_one()
    return found

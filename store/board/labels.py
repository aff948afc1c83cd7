"""The public register: labels in force on a day, by their dates, whatever a late timer has not yet written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, RowMapping, and_, func, select
from sqlmodel import Session

from states.editions import Category
from states.label.facts import ENDED
from states.label.words import State
from store.board.scope import LABELLED
from store.desk.kinds import TABLES
from store.reference import catalogue
from store.reference.records import Kind
from store.tables.objects import Campus

LABEL = TABLES["label"].c
CAMPUS = Campus.__table__.c  # type: ignore[attr-defined]
#: States that end a label whatever its dates say.
OVER = tuple(state.value for state in (*(ENDED - {State.EXPIRED, State.SUPERSEDED}), State.SUSPENDED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A labelled campus as the public reads of it; `until` is the last day covered."""

    ref: str
    name: str
    campus: str
    category: str
    academies: tuple[str, ...]
    regions: tuple[str, ...]
    since: date
    until: date
    precision: str
    order: str
    sector: str
    fictitious: bool
    in_force: bool


def in_force(day: date) -> ColumnElement[bool]:
    """The condition under which a label covers a day; the same as `LabelFacts.in_force`."""
    ends = func.coalesce(LABEL.extended_until, LABEL.expires_on)
    return and_(LABEL.state.not_in(OVER), LABEL.starts_on <= day, ends > day)


def register(session: Session, day: date) -> list[Entry]:
    """Every labelled campus in force that day, by name."""
    return _entries(session, day, in_force(day))


def verified(session: Session, ref: str, day: date) -> Entry | None:
    """One label, in force or not; None when there is none."""
    return next(iter(_entries(session, day, LABEL.ref == ref)), None)


def _entries(session: Session, day: date, wanted: ColumnElement[bool]) -> list[Entry]:
    columns = [column for column in TABLES["label"].c if column.name != "facts"]
    query = select(*columns, in_force(day).label("covers"), CAMPUS.sector).where(wanted)
    query = query.outerjoin(CAMPUS.code.table, CAMPUS.code == LABEL.campus).order_by(LABEL.name, LABEL.ref)
    rows = session.execute(query).mappings().all()
    places = _places(session, wanted)
    return [_entry(row, places.get(row["ref"], ())) for row in rows]


def _places(session: Session, wanted: ColumnElement[bool]) -> dict[str, tuple[str, ...]]:
    query = select(LABELLED.label, LABELLED.territory).join(TABLES["label"], LABEL.ref == LABELLED.label)
    found: dict[str, tuple[str, ...]] = {}
    for ref, territory in session.execute(query.where(wanted).order_by(LABELLED.territory)):
        found[ref] = (*found.get(ref, ()), territory)
    return found


def _entry(row: RowMapping, territories: Sequence[str]) -> Entry:
    return Entry(
        ref=row["ref"],
        name=row["name"],
        campus=row["campus"],
        category=Category(row["category"]).label,
        academies=_named(territories, Kind.ACADEMIE),
        regions=_named(territories, Kind.REGION),
        since=row["starts_on"],
        until=(row["extended_until"] or row["expires_on"]) - timedelta(days=1),
        precision=row["precision"],
        order=row["order_ref"],
        sector=catalogue.sector_label(row["sector"] or ""),
        fictitious=row["fictitious"],
        in_force=bool(row["covers"]),
    )


def _named(territories: Sequence[str], side: Kind) -> tuple[str, ...]:
    return tuple(catalogue.territory(one).name for one in territories if one.startswith(f"{side.value}:"))

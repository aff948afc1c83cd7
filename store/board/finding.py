"""What someone looks for: a reference, a title, a place, or the name of a person who is awaited or answers there."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, or_, select, union

from states.roles import SIDES, Role
from store.board import veil
from store.board.scope import APPLICATION, LABELLED, PLACED
from store.board.viewer import Viewer
from store.desk.kinds import TABLES
from store.searching import phrases, says
from store.tables.objects import Awaiting
from store.tables.people import MandateRecord, Office, Person

AWAITING = Awaiting.__table__.c  # type: ignore[attr-defined]
MANDATE = MandateRecord.__table__.c  # type: ignore[attr-defined]
OFFICE = Office.__table__  # type: ignore[attr-defined]
PERSON = Person.__table__.c  # type: ignore[attr-defined]
TERRITORY = case(
    *((OFFICE.c.role == role.value, f"{side}:" + OFFICE.c.scope) for role, side in SIDES.items()), else_=""
)
WHERE = {"application": (PLACED.application, PLACED.territory), "label": (LABELLED.label, LABELLED.territory)}


def found(kind: str, viewer: Viewer, words: str, day: date | None) -> list[ColumnElement[bool]]:
    """The condition under which a row answers every word; people are those in office on that day.

    All words in the text of the row, or at least one in the name of someone: two questions that two indexes answer,
    where « or » between them for each word would have every row read.
    """
    said, table = phrases(words), TABLES[kind].c
    if not said:
        return []
    people = {phrase: table.ref.in_(_of_someone(kind, viewer, phrase, day)) for phrase in said}
    in_text = {phrase: says(table.search, phrase) for phrase in said}
    ways = [select(table.ref).where(*in_text.values())]
    for phrase in said:
        others = [or_(in_text[other], people[other]) for other in said if other != phrase]
        ways.append(select(table.ref).where(people[phrase], *others))
    return [table.ref.in_(union(*ways))]


def _of_someone(kind: str, viewer: Viewer, phrase: str, day: date | None) -> Any:
    """Objects that await someone of that name, or that belong to their territory."""
    awaited = select(AWAITING.ref).where(AWAITING.kind == kind, _held(AWAITING.office, viewer, phrase, day))
    if kind == "application" and not viewer.national:
        awaited = awaited.where(AWAITING.ref.not_in(select(APPLICATION.ref).where(veil.hidden(viewer))))
    if kind not in WHERE:
        return awaited
    column, territory = WHERE[kind]
    return union(awaited, select(column).where(territory.in_(_of_people(TERRITORY, viewer, phrase, day))))


def _held(office: Any, viewer: Viewer, phrase: str, day: date | None) -> ColumnElement[bool]:
    found: ColumnElement[bool] = office.in_(_of_people(OFFICE.c.id, viewer, phrase, day))
    return found


def _of_people(column: Any, viewer: Viewer, phrase: str, day: date | None) -> Select[Any]:
    """Something of the offices held by those whose name holds the phrase."""
    query = select(column).select_from(OFFICE).join(MANDATE.office.table, MANDATE.office == OFFICE.c.id)
    query = query.join(PERSON.id.table, PERSON.id == MANDATE.person).where(says(PERSON.search, phrase))
    if day:
        query = query.where(MANDATE.starts_on <= day, or_(MANDATE.ends_on.is_(None), MANDATE.ends_on >= day))
    # Whoever finds an application by the name of its rapporteur learns who judges it.
    return query if viewer.sees_inside else query.where(OFFICE.c.role != Role.RAPPORTEUR.value)

"""Rows read for one object or for many at once, by the object that they belong to."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam
from sqlmodel import Session

Rows = Mapping[str, list[tuple[Any, ...]]]


def among(column: Any, name: str, *, one: bool) -> ColumnElement[bool]:
    """Whether a column is the reference given under a name, or one of those given."""
    same: ColumnElement[bool] = column == bindparam(name)
    return same if one else column.in_(bindparam(name, expanding=True))


def given(refs: Collection[str]) -> Any:
    """What `among` compares with: the only one, or the list."""
    return next(iter(refs)) if len(refs) == 1 else sorted(refs)


class Owned:
    """A statement whose rows belong to objects named in a column, built once for one object and once for many.

    It runs with every act, for which a list of one would cost as much again as the reading.
    """

    def __init__(self, owner: Any, statement: Select[Any]) -> None:
        selected = statement.add_columns(owner)
        self._statements = {one: selected.where(among(owner, "of", one=one)) for one in (True, False)}

    def read(self, session: Session, refs: Collection[str], **values: Any) -> Rows:
        """Rows by owner, in the statement's order; owners without any are left out when iterating."""
        found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for *row, owner in session.execute(self._statements[len(refs) == 1], {"of": given(refs), **values}):
            found[owner].append(tuple(row))
        return found

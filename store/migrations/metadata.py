"""All tables at once, and how their columns are written in a revision, which must not depend on today's code."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Literal

from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from store import tables
from store.tables.types import Instant

for module in iter_modules(tables.__path__):
    import_module(f"{tables.__name__}.{module.name}")
METADATA = SQLModel.metadata


def is_declared(name: str | None, kind: str, parents: object) -> bool:
    """Whether the tables declare it: not the indexes of searching, which differ with what the database brings."""
    return kind != "index" or not str(name).endswith("_searching")


def render_item(kind: str, item: Any, context: Any) -> str | Literal[False]:
    """Our own column types as the plain ones that they are in the database."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String({item.length})" if item.length else "sa.String()"
    return False

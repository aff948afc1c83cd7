"""A campus that changes its name while its label runs: the register says the new one, the old one still finds it."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from states.label.words import Trigger
from states.machine import Outcome
from store import searching
from store.desk.kinds import TABLES
from store.tables.objects import Campus

LABEL = TABLES["label"]
CAMPUS = Campus.__table__  # type: ignore[attr-defined]


def rename(session: Session, kind: str, outcomes: Sequence[Outcome]) -> None:
    """Write the name that an amendment gives."""
    for facts, name in _renamed(kind, outcomes):
        known = session.execute(select(LABEL.c.search).where(LABEL.c.ref == facts.ref)).scalar_one()
        found = f"{searching.text_of(facts.ref, name, facts)} {known}"
        session.execute(update(LABEL).where(LABEL.c.ref == facts.ref).values(name=name, search=found))
        session.execute(update(CAMPUS).where(CAMPUS.c.code == facts.campus).values(name=name))


def _renamed(kind: str, outcomes: Sequence[Outcome]) -> Iterator[tuple[Any, str]]:
    if kind == "label":
        amendments = (one for one in outcomes if one.step.trigger is Trigger.AMEND)
        yield from ((one.after, str(one.payload["name"])) for one in amendments if one.payload["name"])

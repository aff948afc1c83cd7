"""Texts that could not be saved and wait for their author; visits, and what has changed since the last one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session

from store.dialects import insert_into
from store.tables.drafting import KeptText, Visit

KEPT = KeptText.__table__  # type: ignore[attr-defined]
VISIT = Visit.__table__  # type: ignore[attr-defined]
#: A text waits a month for its author; one that nobody has claimed, a day, and there are never many of those.
KEPT_FOR, UNCLAIMED_FOR, UNCLAIMED = timedelta(days=30), timedelta(days=1), 200
#: Pages read within this time of one another are one visit.
SITTING = timedelta(minutes=30)
#: Within a visit, what is written of it at most so often.
BEAT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A text that waits: as the form gave it, on which version of the content, and why it was not saved."""

    id: int
    based_on: int
    body: Any
    why: str
    at: datetime


def keep(
    session: Session, application: str, part: str, body: Any, *, based_on: int, why: str, person: str, at: datetime
) -> None:
    """Keep what someone sent, until they save it or throw it away."""
    _forget_old(session, at)
    session.execute(insert(KEPT).values(_row(application, part, body, based_on, why, at) | {"person": person}))


def keep_unclaimed(session: Session, application: str, part: str, body: Any, *, based_on: int, at: datetime) -> str:
    """Keep what came without a session: the token that claims it after the log-in; empty when too many wait."""
    _forget_old(session, at)
    waiting = session.execute(select(func.count()).select_from(KEPT).where(KEPT.c.person == "")).scalar_one()
    if waiting >= UNCLAIMED:
        return ""
    token = token_urlsafe(24)
    row = _row(application, part, body, based_on, "session", at)
    session.execute(insert(KEPT).values(row | {"person": "", "token_hash": _hashed(token)}))
    return token


def claim(session: Session, token: str, application: str, person: str) -> None:
    """Whoever shows the token, once logged in, is the author."""
    mine = update(KEPT).where(KEPT.c.token_hash == _hashed(token), KEPT.c.application == application)
    session.execute(mine.where(KEPT.c.person == "").values(person=person, token_hash=""))


def kept(session: Session, application: str, part: str, person: str) -> Kept | None:
    """The last text that waits for its author in this part of the file."""
    query = select(KEPT).where(_of(application, part, person)).order_by(KEPT.c.id.desc()).limit(1)
    row = session.execute(query).mappings().first()
    if row is None:
        return None
    return Kept(id=row["id"], based_on=row["based_on"], body=json.loads(row["body"]), why=row["why"], at=row["at"])


def waiting(session: Session, application: str, person: str) -> Mapping[str, datetime]:
    """Parts of a file where a text waits, and since when."""
    query = select(KEPT.c.part, KEPT.c.at).where(KEPT.c.application == application, KEPT.c.person == person)
    return dict(session.execute(query.order_by(KEPT.c.id)).tuples().all())


def let_go(session: Session, application: str, part: str, person: str) -> None:
    """It has been saved, or its author threw it away."""
    session.execute(delete(KEPT).where(_of(application, part, person)))


def _of(application: str, part: str, person: str) -> Any:
    return (KEPT.c.application == application) & (KEPT.c.part == part) & (KEPT.c.person == person)


def _row(application: str, part: str, body: Any, based_on: int, why: str, at: datetime) -> dict[str, Any]:
    text = json.dumps(body, ensure_ascii=False)
    return {"application": application, "part": part, "body": text, "based_on": based_on, "why": why, "at": at}


def _forget_old(session: Session, at: datetime) -> None:
    session.execute(delete(KEPT).where(KEPT.c.at <= at - KEPT_FOR))
    session.execute(delete(KEPT).where(KEPT.c.person == "", KEPT.c.at <= at - UNCLAIMED_FOR))


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def is_new(found: Visit | None, *, seq: int, version: int, at: datetime) -> bool:
    """Whether a reading says something that the last one did not: that is worth a write."""
    if found is None or at - found.last_at >= BEAT:
        return True
    return (found.last_seq, found.last_version) != (seq, version)


def visit(session: Session, application: str, person: str, *, seq: int, version: int, at: datetime) -> None:
    """Note that someone reads a file as it stands; after a while without reading, another visit begins."""
    found = session.get(Visit, (person, application))
    if found is None:
        _first(session, application, person, seq, version, at)
        return
    before = {"before_at": found.last_at, "before_seq": found.last_seq, "before_version": found.last_version}
    now = {"last_at": at, "last_seq": seq, "last_version": version}
    now |= before if at - found.last_at >= SITTING else {}
    session.execute(update(VISIT).where(VISIT.c.person == person, VISIT.c.application == application).values(now))


def _first(session: Session, application: str, person: str, seq: int, version: int, at: datetime) -> None:
    row = {"person": person, "application": application, "first_at": at}
    row |= {"last_at": at, "last_seq": seq, "last_version": version, "before_seq": 0, "before_version": 0}
    session.execute(insert_into(session, VISIT).values(row).on_conflict_do_nothing())


def visited(session: Session, application: str, person: str) -> Visit | None:
    """The visits of someone to a file."""
    return session.get(Visit, (person, application))


def readers(session: Session, application: str) -> Mapping[str, datetime]:
    """Who has read a file, and when last."""
    query = select(VISIT.c.person, VISIT.c.last_at).where(VISIT.c.application == application)
    return dict(session.execute(query).tuples().all())

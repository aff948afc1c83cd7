"""What comes next and what is due already, read from the indexes: a simulated clock jumps from one to the next."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CompoundSelect, Engine, bindparam, func, literal, select, true, union_all
from sqlmodel import Session

from notifications.composing.compose import COMPOSABLE
from store.desk.kinds import TABLES
from store.session import reading
from store.tables.letters import Letter, LetterStatus, Mail
from store.tables.types import Instant

LETTER = Letter.__table__.c  # type: ignore[attr-defined]
MAIL = Mail.__table__.c  # type: ignore[attr-defined]
#: Which sweep drains which kind of object.
DRAINS = {"wave": "waves", "application": "deadlines", "label": "labels", "session": "sessions", "order": "sessions"}
POSTABLE = (LetterStatus.READY.value, LetterStatus.DEFERRED.value, LetterStatus.UNCERTAIN.value)
AT = bindparam("at", type_=Instant)


def _instants() -> Iterator[tuple[str, Any, Any]]:
    """Each sweep, the column that says when, and the rows that count."""
    for kind, sweep in DRAINS.items():
        yield sweep, TABLES[kind].c.wake_at, true()
    yield "compose", LETTER.not_before, LETTER.status.in_(COMPOSABLE)
    yield "post", MAIL.next_try_at, MAIL.status.in_(POSTABLE)
    yield "post", MAIL.lease_until, MAIL.status == LetterStatus.SENDING.value


def _first(*, beyond: bool) -> CompoundSelect[Any]:
    """The first instant of each sweep, after the one given or up to it."""
    return union_all(
        *(
            select(literal(sweep), func.min(when, type_=Instant)).where(when > AT if beyond else when <= AT, counts)
            for sweep, when, counts in _instants()
        )
    )


# Built once: a simulated clock asks both at every instant.
COMING, OWING = _first(beyond=True), _first(beyond=False)


def next_due(at: datetime, *, on: Engine | None = None) -> datetime | None:
    """The earliest instant after this one at which a sweep of every minute has something to do."""
    return min((moment for _, moment in _ask(COMING, at, on) if moment), default=None)


def owing(at: datetime, *, on: Engine | None = None) -> tuple[str, ...]:
    """Names of the sweeps of every minute that have something to do now."""
    return tuple(dict.fromkeys(sweep for sweep, moment in _ask(OWING, at, on) if moment))


def _ask(query: CompoundSelect[Any], at: datetime, on: Engine | None) -> list[Any]:
    with reading(on) as session:
        return list(session.execute(query, {"at": at}))


def fell_due(session: Session, since: Mapping[str, datetime], at: datetime) -> dict[str, datetime]:
    """For each sweep, the first instant up to `at`, and after its own of `since`, at which what still waits was due."""
    rows = session.execute(FELL_DUE, {"at": at} | {f"after_{name}": since.get(name, EVER) for name in SWEEPS})
    found = sorted((moment, sweep) for sweep, moment in rows if moment)
    return {sweep: moment for moment, sweep in reversed(found)}


EVER = datetime(1, 1, 2, tzinfo=UTC)
SWEEPS = tuple(dict.fromkeys(sweep for sweep, _, _ in _instants()))
FELL_DUE = union_all(
    *(
        select(literal(sweep), func.min(when, type_=Instant)).where(
            when <= AT, when > bindparam(f"after_{sweep}", type_=Instant), counts
        )
        for sweep, when, counts in _instants()
    )
)

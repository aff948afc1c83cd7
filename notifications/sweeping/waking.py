"""Objects whose instant has come are reminded and measured again together; those that move, each by itself."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import Engine, Select, bindparam, select, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from notifications.composing.reaching import reachable_again
from notifications.tally import Tally
from notifications.troubles import Code, open_troubles, solve, trouble
from states.diagnosis import Cause
from states.refusals import Unknown
from store.desk import desk
from store.desk.kinds import TABLES
from store.desk.together import MOST, Looked, look_again
from store.session import Busy, reading, transaction

#: An object that is still due after so many turns in one sweep waits for the next.
MOST_TURNS = 3
SOONEST, LATEST = timedelta(minutes=1), timedelta(hours=6)
# Locking one of these before the applications that it carries would cross the desk's order; the desk locks them itself.
CARRIERS = frozenset({"wave", "order", "session", "label"})


def drain(kind: str, at: datetime, on: Engine | None) -> Tally:
    """Everything due of one kind, in the order of the instants."""
    tally, turns = Tally(), Counter[str]()
    # Looked up first: most minutes nothing is due, and then nobody should wait for the right to write.
    while _due(kind, at, on):
        looked = _together(kind, at, on, [ref for ref, taken in turns.items() if taken >= MOST_TURNS])
        if not looked.seen and not looked.left:
            break
        turns.update((*looked.seen, *looked.left))
        for since in looked.seen.values():
            tally.did(since, at)
        for ref in looked.left:
            _attempt(kind, ref, at, on, tally, last=turns[ref] >= MOST_TURNS)
    return tally


def _together(kind: str, at: datetime, on: Engine | None, weary: Collection[str]) -> Looked:
    """A batch in one transaction; when one of them breaks it, each wants a turn of its own."""
    try:
        with transaction(on) as session:
            return look_again(session, kind, at, besides=weary)
    except Exception:
        return Looked(seen={}, left=_due(kind, at, on, weary))


def _due(kind: str, at: datetime, on: Engine | None, weary: Collection[str] = ()) -> tuple[str, ...]:
    table = TABLES[kind].c
    query = select(table.ref).where(table.wake_at <= at, table.ref.not_in(weary))
    with reading(on) as session:
        return tuple(session.execute(query.order_by(table.wake_at, table.ref).limit(MOST)).scalars())


def _attempt(kind: str, ref: str, at: datetime, on: Engine | None, tally: Tally, *, last: bool) -> None:
    try:
        with transaction(on) as session:
            since = _wake(session, kind, ref, at)
    except (Unknown, Busy):
        tally.skip()
    except OperationalError as error:
        # A deadlock or a lost connection is worth another turn before it is anyone's trouble.
        if last:
            _failed(kind, ref, at, on, tally, error)
    except Exception as error:
        _failed(kind, ref, at, on, tally, error)
    else:
        if since is not None:
            tally.did(since, at)


def _wake(session: Session, kind: str, ref: str, at: datetime) -> datetime | None:
    """Since when it was due; None when someone else has seen to it."""
    row = _claim(session, kind, ref, at)
    if row is None:
        return None
    if row.troubled:
        solve(session, kind, ref, (Code.SWEEP_ERROR,), at)
        reachable_again(session, kind, ref, at)
    desk.refresh(session, kind, ref, at)
    return cast(datetime, row.wake_at)


def _claim(session: Session, kind: str, ref: str, at: datetime) -> Any:
    """Its row while it is still due; None when another worker has it, or has done it."""
    return session.execute(_claiming(kind), {"of": ref, "now": at}).first()


@cache
def _claiming(kind: str) -> Select[tuple[datetime, bool]]:
    table = TABLES[kind].c
    mine = (table.ref == bindparam("of")) & (table.wake_at <= bindparam("now"))
    query = select(table.wake_at, table.troubled).where(mine)
    return query if kind in CARRIERS else query.with_for_update(skip_locked=True)


def _failed(kind: str, ref: str, at: datetime, on: Engine | None, tally: Tally, error: Exception) -> None:
    tally.failure(error, f"{kind} {ref}")
    with transaction(on) as session:
        _say(session, kind, ref, at, error)


def _say(session: Session, kind: str, ref: str, at: datetime, error: Exception) -> None:
    """The object is stuck and is tried again ever more rarely; its bearings are written here, as it cannot be read."""
    words = (
        f"Le traitement automatique a échoué ({type(error).__name__} : {error}). Il est repris régulièrement ; "
        "l’administration de l’application est prévenue."
    )[:1000]
    trouble(session, kind, ref, Code.SWEEP_ERROR, "", words, at)
    since = min(since for code, _, since in open_troubles(session, kind, ref) if code == Code.SWEEP_ERROR)
    bearings = {
        "stuck_cause": Cause.TECHNICAL.value,
        "stuck_since": since,
        "stuck_sentence": words,
        "wake_at": at + min(max(at - since, SOONEST), LATEST),
    }
    table = TABLES[kind]
    session.execute(update(table).where(table.c.ref == ref).values(**bearings))

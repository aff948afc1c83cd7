"""Composing: owed letters become mails whose bytes no longer change, in transactions of their own."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, bindparam, select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from notifications.composing import catchup
from notifications.composing.batches import LETTER, Batch, OwedLetter
from notifications.composing.bundling import families, write_reminders
from notifications.composing.reaching import wait
from notifications.tally import Tally
from notifications.wording.drafting import alone
from notifications.wording.recipients import Directory
from states.calendar import paris_day
from store.session import Busy, reading, transaction
from store.tables.letters import LetterStatus

SIZE = 250
#: A letter held back is looked at again when its hold ends.
COMPOSABLE = (LetterStatus.OWED.value, LetterStatus.HELD.value)
IS_OWED = LETTER.c.status.in_(COMPOSABLE) & (LETTER.c.not_before <= bindparam("now"))
IN_ORDER = (LETTER.c.not_before, LETTER.c.id)
OWED = select(*(LETTER.c[name] for name in ("id", "office", "rung_days", "owed_at", "why")))
OWED = OWED.where(IS_OWED).order_by(*IN_ORDER)
LOCKING = (
    select(LETTER)
    .where(LETTER.c.id.in_(bindparam("ids", expanding=True)), IS_OWED)
    .order_by(*IN_ORDER)
    .with_for_update(skip_locked=True)
)
Write = Callable[[Batch, Sequence[OwedLetter]], None]


def compose(at: datetime, *, on: Engine | None = None) -> Tally:
    """Write every letter that is owed by now; returns what was done."""
    tally, (acts, bundled) = Tally(), _owed(at, on)
    for start in range(0, len(acts), SIZE):
        _attempt(acts[start : start + SIZE], write_acts, at, on, tally)
    for ids in bundled:
        _attempt(ids, write_reminders, at, on, tally)
    return tally


def _owed(at: datetime, on: Engine | None) -> tuple[list[int], list[list[int]]]:
    """Letters of acts, and reminders by bundles; what is behind has been put in order before."""
    with reading(on) as session:
        owed = session.execute(OWED, {"now": at}).all()
        if not catchup.is_behind(session, owed, at):
            return _parted(session, owed, at)
    catchup.gather(at, on)
    with reading(on) as session:
        return _parted(session, session.execute(OWED, {"now": at}).all(), at)


def _parted(session: Session, owed: Sequence[Any], at: datetime) -> tuple[list[int], list[list[int]]]:
    reminders = [(row.id, row.office) for row in owed if row.rung_days is not None]
    bundled = families(reminders, Directory(session, paris_day(at)), SIZE)
    return [row.id for row in owed if row.rung_days is None], list(bundled)


def _attempt(ids: Sequence[int], write: Write, at: datetime, on: Engine | None, tally: Tally) -> None:
    """A batch in one transaction; when it breaks, each letter in its own, so that one alone fails."""
    batch_tally = Tally()
    try:
        with transaction(on) as session:
            batch = Batch(session, at, batch_tally)
            letters = _locked(batch, ids)
            write(batch, letters)
            batch.keep()
    except (SQLAlchemyError, Busy) as error:
        _again(ids, write, at, on, tally, error)
    else:
        tally.add(batch_tally)


def _locked(batch: Batch, ids: Sequence[int]) -> list[OwedLetter]:
    """Those that no other worker holds or has written."""
    rows = batch.session.execute(LOCKING, {"now": batch.at, "ids": list(ids)}).mappings()
    letters: list[OwedLetter] = [dict(row) for row in rows]
    batch.read(letters)
    return letters


def _again(ids: Sequence[int], write: Write, at: datetime, on: Engine | None, tally: Tally, error: Exception) -> None:
    if len(ids) > 1:
        for one in ids:
            _attempt([one], write, at, on, tally)
    elif isinstance(error, Busy):
        tally.skip()
    else:
        tally.failure(error, f"courriel {ids[0]}")
        with transaction(on) as session:
            letter = session.execute(select(LETTER).where(LETTER.c.id == ids[0])).mappings().one()
            wait(session, dict(letter), f"{type(error).__name__} : {error}"[:1000], at)


def write_acts(batch: Batch, letters: Sequence[OwedLetter]) -> None:
    """Letters of acts: one mail each, as of the act, never checked away."""
    for letter in letters:
        with batch.guarding(letter):
            if batch.held(letter):
                continue
            subject = batch.gathering.of_act(letter["kind"], letter["ref"], letter["event"])
            addresses = batch.reached(letter, subject)
            drafts = [alone(letter, subject, address, batch.directory, batch.at) for address in addresses]
            if drafts:
                batch.drafts += drafts
                batch.written(letter)

"""Composing: owed letters become mails whose bytes no longer change, in transactions of their own."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine, bindparam, select
from sqlalchemy.exc import SQLAlchemyError

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
OWED = select(LETTER.c.id, LETTER.c.office, LETTER.c.rung_days).where(IS_OWED).order_by(*IN_ORDER)
LOCKING = (
    select(LETTER)
    .where(LETTER.c.id.in_(bindparam("ids", expanding=True)), IS_OWED)
    .order_by(*IN_ORDER)
    .with_for_update(skip_locked=True)
)
Write = Callable[[Batch, Sequence[OwedLetter]], None]


def compose(at: datetime, *, on: Engine | None = None) -> Tally:
    """Write every letter that is owed by now; returns what was done."""
    catchup.gather(at, on)
    tally = Tally()
    with reading(on) as session:
        owed = session.execute(OWED, {"now": at}).all()
        acts = [row.id for row in owed if row.rung_days is None]
        reminders = [(row.id, row.office) for row in owed if row.rung_days is not None]
        bundled = list(families(reminders, Directory(session, paris_day(at)), SIZE))
    for start in range(0, len(acts), SIZE):
        _attempt(acts[start : start + SIZE], write_acts, at, on, tally)
    for ids in bundled:
        _attempt(ids, write_reminders, at, on, tally)
    return tally


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

"""Saying what a sweep would do without doing it: the same rules on the same facts, in a transaction that only reads."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlmodel import Session

from notifications.sweeping.coming import DRAINS, LETTER, MAIL, POSTABLE
from notifications.typography import plural, short_instant
from states.agenda import Fate, rungs_owed
from states.settle import join, settle
from store.desk.kinds import TABLES
from store.desk.loading import from_row
from store.session import reading
from store.tables.letters import LetterStatus


def lines(name: str, at: datetime, on: Engine | None) -> tuple[str, ...]:
    """One line per thing that would be done."""
    with reading(on) as session:
        kinds = [kind for kind, sweep in DRAINS.items() if sweep == name]
        moves = tuple(line for kind in kinds for line in _objects(session, kind, at))
        return moves + tuple(_READERS[name](session, at) if name in _READERS else ())


def _objects(session: Session, kind: str, at: datetime) -> Iterator[str]:
    table = TABLES[kind]
    query = select(table).where(table.c.wake_at <= at).order_by(table.c.wake_at, table.c.ref)
    for row in session.execute(query).mappings().all():
        facts = from_row(session, kind, dict(row), at).facts
        done = settle(facts, at)
        done += join(done[-1].after if done else facts, at)
        yield from (f"{row['ref']} : {outcome.step.trigger.label} ({short_instant(outcome.at)})." for outcome in done)
        yield from _rungs(done[-1].after if done else facts, at)


def _rungs(facts: Any, at: datetime) -> Iterator[str]:
    for rung in rungs_owed(facts, at):
        fate = "rappel" if rung.fate is Fate.SEND else f"rappel {rung.fate.label}"
        yield f"{facts.ref} : {fate} « {rung.letter} » à {rung.office}, prévu le {short_instant(rung.at)}."


def _letters(session: Session, at: datetime) -> Iterator[str]:
    owed = (LETTER.status == LetterStatus.OWED.value) & (LETTER.not_before <= at)
    query = select(LETTER.letter, LETTER.ref, LETTER.office).where(owed).order_by(LETTER.not_before, LETTER.id)
    for letter, ref, office in session.execute(query):
        yield f"{ref} : courriel « {letter} » à {office}."


def _mails(session: Session, at: datetime) -> Iterator[str]:
    due = MAIL.status.in_(POSTABLE) & (MAIL.next_try_at <= at)
    query = select(MAIL.mailbox, MAIL.subject, MAIL.attempts).where(due).order_by(MAIL.next_try_at, MAIL.id)
    for mailbox, subject, attempts in session.execute(query):
        tried = f" ({plural(attempts, 'essai déjà fait', 'essais déjà faits')})" if attempts else ""
        yield f"{mailbox} : « {subject} »{tried}."


_READERS = {"compose": _letters, "post": _mails}

"""Saying what a sweep would do without doing it: the same rules on the same facts, in a transaction that only reads."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select
from sqlmodel import Session

from notifications.forecasting.forecast import DAYS, ahead
from notifications.forecasting.lines import Line
from notifications.sweeping import digests
from notifications.sweeping.coming import DRAINS, MAIL, POSTABLE
from notifications.typography import plural, short_instant
from states.agenda import Fate, rungs_owed
from states.calendar import last_instant, paris_day
from states.settle import moves
from store.desk.kinds import TABLES
from store.desk.loading import from_rows
from store.session import reading

NOTHING = "Rien à faire."


def lines(name: str, at: datetime, on: Engine | None) -> tuple[str, ...]:
    """One line per thing that would be done now, then one per letter of the days to come about the same objects."""
    with reading(on) as session:
        kinds = [kind for kind, sweep in DRAINS.items() if sweep == name]
        moved = tuple(line for kind in kinds for line in _objects(session, kind, at))
        now = moved + tuple(_READERS[name](session, at) if name in _READERS else ())
        return (now or (NOTHING,)) + (tuple(_ahead(session, kinds, at)) if kinds else ())


def _ahead(session: Session, kinds: list[str], at: datetime) -> Iterator[str]:
    found, cut = ahead(session, at, last_instant(paris_day(at) + timedelta(days=DAYS)), kinds=kinds)
    if found:
        yield f"Courriels des {DAYS} jours à venir :"
    yield from (f"{short_instant(line.at)} – {_told(line)}" for line in found)
    if cut:
        yield "Il y en a d’autres : trop d’objets ont une échéance dans ces jours pour être tous lus ici."


def _told(line: Line) -> str:
    """« CMQ-2026-0012 : Rappel 3 jours avant l’échéance, à recteur:14 (boîte@…) : part. Échéance : … »"""
    boxes = f" ({', '.join(line.mailboxes)})" if line.mailboxes else ""
    return f"{line.ref} : {line.title}, à {line.office}{boxes} : {line.fate.label}. {line.reason}".rstrip()


def _objects(session: Session, kind: str, at: datetime) -> Iterator[str]:
    table = TABLES[kind]
    query = select(table).where(table.c.wake_at <= at).order_by(table.c.wake_at, table.c.ref)
    rows = [dict(row) for row in session.execute(query).mappings()]
    for facts in (one.facts for one in from_rows(session, kind, rows, at, choices=False)):
        done = moves(facts, at)
        yield from (f"{facts.ref} : {outcome.step.trigger.label} ({short_instant(outcome.at)})." for outcome in done)
        yield from _rungs(done[-1].after if done else facts, at)


def _rungs(facts: Any, at: datetime) -> Iterator[str]:
    for rung in rungs_owed(facts, at):
        fate = "rappel" if rung.fate is Fate.SEND else f"rappel {rung.fate.label}"
        yield f"{facts.ref} : {fate} « {rung.letter} » à {rung.office}, prévu le {short_instant(rung.at)}."


def _letters(session: Session, at: datetime) -> Iterator[str]:
    """What is owed now, and what would become of it."""
    found, _ = ahead(session, at, at)
    yield from (f"{line.ref} : courriel {_told(line).removeprefix(f'{line.ref} : ')}" for line in found if line.number)


def _mails(session: Session, at: datetime) -> Iterator[str]:
    due = MAIL.status.in_(POSTABLE) & (MAIL.next_try_at <= at)
    query = select(MAIL.mailbox, MAIL.subject, MAIL.attempts).where(due).order_by(MAIL.next_try_at, MAIL.id)
    for mailbox, subject, attempts in session.execute(query):
        tried = f" ({plural(attempts, 'essai déjà fait', 'essais déjà faits')})" if attempts else ""
        yield f"{mailbox} : « {subject} »{tried}."


_READERS = {"compose": _letters, "post": _mails, "digests": digests.rehearse}

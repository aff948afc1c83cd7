"""Offices that could not be reached: the object says so, the letter waits, and both go on once someone is there."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from notifications.troubles import Code, open_troubles, solve, trouble
from notifications.wording.recipients import Directory, Lack
from states.calendar import paris_day
from store.desk.kinds import TABLES
from store.tables.letters import Letter, LetterStatus, Mail, MailLetter

LETTER = Letter.__table__  # type: ignore[attr-defined]
MAIL, CARRIES = Mail.__table__, MailLetter.__table__  # type: ignore[attr-defined]
UNREACHED = (Code.ADDRESS_UNKNOWN, Code.OFFICE_VACANT)
SOONEST, LATEST = timedelta(hours=1), timedelta(days=1)


def missing(session: Session, letter: Mapping[str, Any], lack: Lack, at: datetime) -> None:
    """Say beside the object why an office of its own cannot be reached."""
    trouble(session, letter["kind"], letter["ref"], lack.code, letter["office"], lack.words, at)


def wait(session: Session, letter: Mapping[str, Any], why: str, at: datetime) -> None:
    """Keep the letter owed, and try again later, ever more rarely."""
    again = later(letter["owed_at"], at)
    session.execute(update(LETTER).where(LETTER.c.id == letter["id"]).values(not_before=again, why=why))


def later(since: datetime, at: datetime) -> datetime:
    """The next try of a letter owed since then."""
    return at + min(max(at - since, SOONEST), LATEST)


def reachable_again(session: Session, kind: str, ref: str, at: datetime) -> None:
    """Close what is no longer missing; the letters that waited for it leave now, those refused await their own act."""
    directory = Directory(session, paris_day(at))
    missed = {office for code, office, _ in open_troubles(session, kind, ref) if code in UNREACHED}
    awaited = _awaited(session, kind, ref) if missed else frozenset()
    directory.meet(missed)
    for office in _refusing(session, kind, ref):
        if _reads_elsewhere(session, kind, ref, office, directory):
            solve(session, kind, ref, (Code.LETTER_REFUSED,), at, office)
    for office in sorted(missed):
        if directory.lack(office, office in awaited) is None:
            solve(session, kind, ref, UNREACHED, at, office)
            _release(session, kind, ref, office, at)


def _refusing(session: Session, kind: str, ref: str) -> list[str]:
    return sorted({office for code, office, _ in open_troubles(session, kind, ref) if code == Code.LETTER_REFUSED})


def _reads_elsewhere(session: Session, kind: str, ref: str, office: str, directory: Directory) -> bool:
    """Whether the office has an address by now that has refused nothing about this object."""
    query = select(MAIL.c.mailbox).join(CARRIES, CARRIES.c.mail == MAIL.c.id)
    query = query.join(LETTER, LETTER.c.id == CARRIES.c.letter)
    mine = (LETTER.c.kind == kind) & (LETTER.c.ref == ref) & (LETTER.c.office == office)
    refused = set(session.execute(query.where(mine, MAIL.c.status == LetterStatus.REFUSED.value)).scalars())
    return any(address.mailbox not in refused for address in directory.addresses(office))


def _awaited(session: Session, kind: str, ref: str) -> frozenset[str]:
    table = TABLES[kind].c
    return frozenset((session.execute(select(table.awaiting).where(table.ref == ref)).scalar() or "").split())


def _release(session: Session, kind: str, ref: str, office: str, at: datetime) -> None:
    mine = (LETTER.c.kind == kind) & (LETTER.c.ref == ref) & (LETTER.c.office == office)
    waiting = (LETTER.c.status == LetterStatus.OWED.value) & (LETTER.c.why != "") & LETTER.c.rung_days.is_(None)
    session.execute(update(LETTER).where(mine & waiting).values(not_before=at, why=""))

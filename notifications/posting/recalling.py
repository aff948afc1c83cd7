"""Reminders composed on facts that have moved since: taken apart and composed again, unless they were ever tried."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, bindparam, delete, select, union, update
from sqlmodel import Session

from notifications.composing.batches import CARRIES, LETTER, MAIL
from notifications.composing.compose import compose
from store.desk.kinds import TABLES
from store.session import transaction
from store.tables.letters import LetterStatus

UNTRIED = (MAIL.c.status == LetterStatus.READY.value) & (MAIL.c.attempts == 0)


def moved(session: Session, at: datetime) -> Sequence[int]:
    """Mails of reminders, due and never tried, of which an object has a newer version."""
    if session.execute(ANY_WAITING, {"now": at}).first() is None:
        return ()
    return sorted(session.execute(NEWER, {"now": at}).scalars())


def recall(mails: Sequence[int], at: datetime, on: Engine | None) -> None:
    """Compose them again."""
    with transaction(on) as session:
        for mail in mails:
            take_apart(session, mail)
    compose(at, on=on)


WAITING = UNTRIED & (MAIL.c.bundle_day != "") & (MAIL.c.next_try_at <= bindparam("now"))
ANY_WAITING = select(MAIL.c.id).where(WAITING).limit(1)


def _newer(kind: str) -> Any:
    table = TABLES[kind].c
    return (
        select(MAIL.c.id)
        .join(CARRIES, CARRIES.c.mail == MAIL.c.id)
        .join(LETTER, LETTER.c.id == CARRIES.c.letter)
        .join(TABLES[kind], table.ref == LETTER.c.ref)
        .where(WAITING, LETTER.c.kind == kind, table.version != CARRIES.c.version)
    )


NEWER = union(*(_newer(kind) for kind in TABLES))


def take_apart(session: Session, mail: int) -> bool:
    """Unmake a mail that was never tried, with those that share its letters; False when one of them was."""
    mails, letters = _bound(session, mail)
    locked = select(MAIL.c.id).where(MAIL.c.id.in_(mails), UNTRIED).with_for_update(skip_locked=True)
    # A letter of which one copy has been tried goes on as it is, to everyone.
    if len(session.execute(locked).all()) < len(mails):
        return False
    session.execute(delete(CARRIES).where(CARRIES.c.mail.in_(mails)))
    session.execute(delete(MAIL).where(MAIL.c.id.in_(mails)))
    session.execute(update(LETTER).where(LETTER.c.id.in_(letters)).values(status=LetterStatus.OWED.value))
    return True


def _bound(session: Session, mail: int) -> tuple[Collection[int], Collection[int]]:
    """Mails that share letters with this one, directly or not, and all their letters."""
    mails, letters = {mail}, set[int]()
    while True:
        found = set(session.execute(select(CARRIES.c.letter).where(CARRIES.c.mail.in_(mails))).scalars())
        others = set(session.execute(select(CARRIES.c.mail).where(CARRIES.c.letter.in_(found))).scalars())
        if found == letters and others <= mails:
            return mails, letters
        mails, letters = mails | others, found

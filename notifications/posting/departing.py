"""Mails to the own address of someone who has left the office since: never sent; whoever holds it now is written to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, bindparam, exists, or_, select, update
from sqlmodel import Session

from notifications.composing.batches import CARRIES, LETTER, MAIL
from notifications.composing.compose import compose
from notifications.posting.outcomes import mirror
from notifications.posting.recalling import UNTRIED, take_apart
from notifications.sweeping.coming import POSTABLE
from states.calendar import paris_day
from store.people.register import MANDATE
from store.session import transaction
from store.tables.letters import LetterStatus

LEFT = "N’exerce plus cette fonction : rien ne lui est plus envoyé."
WAITING = MAIL.c.status.in_(POSTABLE) & (MAIL.c.next_try_at <= bindparam("now"))
PERSONAL = WAITING & (MAIL.c.person != "") & (MAIL.c.office != "")
IN_OFFICE = exists().where(
    MANDATE.c.office == MAIL.c.office,
    MANDATE.c.person == MAIL.c.person,
    MANDATE.c.starts_on <= bindparam("day"),
    or_(MANDATE.c.ends_on.is_(None), MANDATE.c.ends_on >= bindparam("day")),
)
GONE = select(MAIL.c.id).where(PERSONAL, ~IN_OFFICE).order_by(MAIL.c.id)


def gone(session: Session, at: datetime) -> Sequence[int]:
    """What waits for someone who is no longer in office."""
    return session.execute(GONE, {"now": at, "day": paris_day(at)}).scalars().all()


def let_go(mails: Sequence[int], at: datetime, on: Engine | None) -> None:
    """Compose it anew, for those in office."""
    with transaction(on) as session:
        for mail in mails:
            _let_go(session, mail, at)
    compose(at, on=on)


def _let_go(session: Session, mail: int, at: datetime) -> None:
    if session.execute(select(MAIL.c.id).where(MAIL.c.id == mail, UNTRIED)).first() and take_apart(session, mail):
        return
    # A copy of the letter has been tried: this one ends here.
    ended = {"status": LetterStatus.CANCELLED.value, "server_words": LEFT, "settled_at": at, "lease_until": None}
    session.execute(update(MAIL).where(MAIL.c.id == mail, MAIL.c.status.in_(POSTABLE)).values(**ended))
    mirror(session, (mail,))
    owed = {"status": LetterStatus.OWED.value, "not_before": at, "why": LEFT}
    session.execute(update(LETTER).where(LETTER.c.id.in_(_alone(session, mail))).values(**owed))


def _alone(session: Session, mail: int) -> Sequence[Any]:
    """Its letters that no other mail carries."""
    other = CARRIES.alias()
    mine = select(CARRIES.c.letter).where(CARRIES.c.mail == mail)
    carried = exists().where(other.c.letter == CARRIES.c.letter, other.c.mail != mail)
    return session.execute(mine.where(~carried)).scalars().all()

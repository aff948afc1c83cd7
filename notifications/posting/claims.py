"""Mails that are due, taken under a lease by one process; an expired lease leaves a doubt."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, or_, select, update
from sqlmodel import Session

from notifications.addresses import is_usable
from notifications.composing.batches import MAIL
from notifications.posting.courier import Parcel
from notifications.sweeping.coming import POSTABLE
from states.refusals import BadField
from store.settings import settings
from store.tables.letters import LetterStatus

#: Half as many again may wait under a lease: few enough that it outlives a server that takes half a minute for each,
#: and that a killed process leaves few in doubt.
CLAIM = 80
#: What goes nowhere waits for no server.
DROPPED = 400
LEASE = timedelta(minutes=15)

WAITING = MAIL.c.status.in_(POSTABLE) & (MAIL.c.next_try_at <= bindparam("now"))
ABANDONED = (MAIL.c.status == LetterStatus.SENDING.value) & (MAIL.c.lease_until <= bindparam("now"))
DUE = select(MAIL.c.id).where(or_(WAITING, ABANDONED)).order_by(MAIL.c.next_try_at, MAIL.c.id)
# The bytes are read apart: sorting what is due would carry them along.
_NEEDED = ("id", "mailbox", "message_id", "content", "attempts", "status", "next_try_at")
DROPPABLE = DUE.add_columns(*(MAIL.c[name] for name in ("mailbox", "attempts", "status", "next_try_at"))).limit(DROPPED)
TAKEN = select(*(MAIL.c[name] for name in _NEEDED)).where(MAIL.c.id.in_(bindparam("ids", expanding=True)))
TAKEN = TAKEN.order_by(MAIL.c.next_try_at, MAIL.c.id)
LEASED = (
    update(MAIL)
    .where(MAIL.c.id.in_(bindparam("ids", expanding=True)))
    .values(status=LetterStatus.SENDING.value, lease_until=bindparam("lease"), attempts=MAIL.c.attempts + 1)
)


class Claimed(NamedTuple):
    """A mail to hand over, and since when it is due."""

    parcel: Parcel
    since: datetime


def among(only: Collection[int] | None) -> Select[Any]:
    """What is due, all or among some."""
    return DUE if only is None else DUE.where(MAIL.c.id.in_(only))


def claim(session: Session, at: datetime, lease: datetime, only: Collection[int] | None) -> list[Claimed]:
    """Some of what is due, under a lease until that instant; what another worker holds is passed over.

    Their letters keep their status until a server has spoken: to change it here too would write each twice.
    """
    query = among(only).limit(CLAIM).with_for_update(skip_locked=True)
    ids = session.execute(query, {"now": at}).scalars().all()
    if not ids:
        return []
    claimed = read(session, ids)
    session.execute(LEASED, {"ids": ids, "lease": lease})
    return claimed


def droppable(session: Session, at: datetime, only: Collection[int] | None) -> list[Claimed]:
    """Some of what is due, without what only a server reads."""
    query = DROPPABLE if only is None else DROPPABLE.where(MAIL.c.id.in_(only))
    return [Claimed(_parcel(row, "", b""), row.next_try_at) for row in session.execute(query, {"now": at})]


def read(session: Session, ids: Sequence[int]) -> list[Claimed]:
    """Mails as they are handed over."""
    rows = session.execute(TAKEN, {"ids": ids})
    return [Claimed(_parcel(row, return_path(row.id, row.message_id), row.content), row.next_try_at) for row in rows]


def _parcel(row: Any, sender: str, content: bytes) -> Parcel:
    doubtful = row.status in {LetterStatus.SENDING.value, LetterStatus.UNCERTAIN.value}
    return Parcel(
        id=row.id,
        sender=sender,
        mailbox=row.mailbox,
        content=content,
        attempts=row.attempts + 1,
        doubtful=doubtful,
    )


def return_path(mail: int, message_id: str) -> str:
    """Where a bounce of this mail goes: its number stands in the address (VERP), with a proof that we wrote it."""
    name, _, domain = bounce_address().partition("@")
    return f"{name}+{mail}-{proof(message_id)}@{domain}"


def proof(message_id: str) -> str:
    """A few digits that whoever has not read the mail would have to guess."""
    return sha256(message_id.encode()).hexdigest()[:8]


def bounce_address() -> str:
    """Where undelivered mail comes back; BadField when the setting is no address: no mail may leave without one."""
    return _address(settings().bounce_address)


@cache
def _address(given: str) -> str:
    address = parseaddr(given)[1]
    if not is_usable(address):
        raise BadField("CAMPUS_BOUNCE_ADDRESS", given, "écrivez une seule adresse, comme « retours@example.org ».")
    return address

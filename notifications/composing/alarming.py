"""Alarms: each raised once under its key, with one mail to those who run the service, and ended when it is over."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from notifications.composing.batches import BLANK, MAIL
from notifications.wording.context import Contact
from notifications.wording.drafting import mail
from notifications.wording.recipients import Address, Directory
from notifications.wording.rendering import rendered
from states.calendar import paris_day
from states.roles import Role
from states.words import Word
from store.dialects import insert_into
from store.settings import settings
from store.tables.watching import Alarm

ALARM = Alarm.__table__  # type: ignore[attr-defined]
ADMIN = (Role.ADMIN.value,)


class Code(Word):
    """What an alarm is about, as the subject of its mail says it."""

    SILENCE = "silence", "échéance passée, rien n’a tourné"
    MISSED_SWEEP = "missed_sweep", "un balayage attendu n’est pas passé"
    QUIET_KIND = "quiet_kind", "des courriels dus ne partent plus"
    PLAN = "plan", "des rappels en retard attendent votre accord"
    PLAN_LAPSED = "plan_lapsed", "un plan de reprise s’est appliqué de lui-même"


def sound(
    session: Session,
    code: Code,
    which: str,
    words: str,
    *,
    since: datetime,
    at: datetime,
    offices: Sequence[str] = ADMIN,
    path: str = "/exploitation",
) -> list[int]:
    """Raise it unless it has been raised already, whoever did; returns the mails that must be posted.

    `which` tells one from another of the same code; `path` is where one sees to it.
    """
    key = f"{code.value}:{which}"[:160]
    row = {"key": key, "code": code.value, "words": words, "since": since, "raised_at": at}
    fresh = insert_into(session, ALARM).values(**row).on_conflict_do_nothing().returning(ALARM.c.key)
    if session.execute(fresh).first() is None:
        return []
    told = {"title": code.label, "words": words, "url": f"{settings().public_url}{path}", "at": at}
    with suppress(LookupError):  # whom nobody can write to still reads it on the page
        return write(session, "alarm/now", key, told, at, offices)
    return []


def end(session: Session, code: Code, at: datetime, *, besides: Sequence[str] = (), which: str = "") -> None:
    """Say that it is over: one of them, or all of that code besides some (by what tells them apart)."""
    kept = [f"{code.value}:{one}"[:160] for one in besides]
    over = (ALARM.c.code == code.value) & ALARM.c.ended_at.is_(None) & ALARM.c.key.not_in(kept)
    if which:
        over &= ALARM.c.key == f"{code.value}:{which}"[:160]
    session.execute(update(ALARM).where(over).values(ended_at=at))


def write(
    session: Session, letter: str, key: str, told: Mapping[str, Any], at: datetime, offices: Sequence[str] = ADMIN
) -> list[int]:
    """One mail under that key to each mailbox of the offices that has not had it; LookupError when there is none."""
    directory = Directory(session, paris_day(at))
    addresses = {one.mailbox: one for office in offices for one in directory.addresses(office)}
    if not addresses:
        raise LookupError("aucune adresse pour l’administration de l’application")
    contact = directory.contact("")
    rows = [_mail(letter, key, told, address, contact, at) for address in addresses.values()]
    known = select(MAIL.c.message_id).where(MAIL.c.message_id.in_([row["message_id"] for row in rows]))
    already = set(session.execute(known).scalars())
    new = [BLANK | row for row in rows if row["message_id"] not in already]
    return list(session.execute(insert(MAIL).returning(MAIL.c.id), new).scalars()) if new else []


def _mail(
    letter: str, key: str, told: Mapping[str, Any], address: Address, contact: Contact, at: datetime
) -> dict[str, Any]:
    words = rendered(letter, {**told, "recipient": address.addressee, "contact": contact})
    return mail("alarme", f"{key} {address.mailbox}", words, (), contact, address, at)

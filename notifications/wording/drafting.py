"""One letter for one reader: its words, its facts, its bytes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from functools import cache
from typing import Any

from notifications.typography import capital, until
from notifications.wording import markup, messages
from notifications.wording.calendars import Deadline, calendar, uid, version
from notifications.wording.context import Contact, Item, LetterContext, variables
from notifications.wording.gathering import Subject
from notifications.wording.recipients import Address, Directory
from notifications.wording.rendering import Rendered, rendered
from states.application.secrecy import OUTSIDE
from states.lifecycles import LIFECYCLES
from states.roles import role_of
from store.settings import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mail ready to be kept, and the letters that it carries with the version of their objects."""

    columns: dict[str, Any]
    carried: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A letter in words for one reader; in a bundle, its text alone."""

    letter: Mapping[str, Any]
    told: LetterContext
    version: int
    words: Rendered
    address: Address


def part(
    letter: Mapping[str, Any], subject: Subject, address: Address, directory: Directory, bundled: bool = False
) -> Part:
    """A letter for one reader."""
    told = _context(letter, subject, address, directory)
    key = (letter["letter"], bundled, told.recipient, told.due, told.days, told.awaited)
    words = subject.words.get(key) or rendered(letter["letter"], variables(told), bundled=bundled)
    subject.words[key] = words
    return Part(letter=letter, told=told, version=subject.version, words=words, address=address)


def _context(letter: Mapping[str, Any], subject: Subject, address: Address, directory: Directory) -> LetterContext:
    reminder = letter["rung_days"] is not None
    return LetterContext(
        item=subject.item,
        facts=subject.facts,
        wave=subject.wave,
        rules=subject.rules,
        recipient=address.addressee,
        act=subject.act,
        due=letter["due_at"],
        days=letter["rung_days"],
        awaited=directory.title_of(letter["concerns"]) if reminder else "",
        awaiting=subject.awaiting,
        contact=directory.contact(subject.item.kind),
        title_of=directory.title_of,
    )


def alone(letter: Mapping[str, Any], subject: Subject, address: Address, directory: Directory, at: datetime) -> Draft:
    """A mail for one letter."""
    one = part(letter, subject, address, directory)
    return Draft(columns=_single("lettre", f"{letter['key']} {address.mailbox}", one, at), carried=_carried([one]))


def bundle(parts: Sequence[Part], day: str, at: datetime) -> Draft:
    """The reminders of one mailbox and one day in one mail; a single one keeps its own words."""
    first = parts[0]
    key = f"{day} {first.address.mailbox}"
    if len(parts) == 1:
        columns = _single("rappels", key, first, at)
    else:
        words = variables(first.told) | {"letters": [one.words for one in parts], "at": at}
        frame = rendered("bundle/reminders", words)
        columns = mail(
            "rappels", key, frame, (), first.told.contact, first.address, at, deadlines=_deadlines(parts, at)
        )
    return Draft(columns=columns | {"bundle_day": day}, carried=_carried(parts))


def _carried(parts: Sequence[Part]) -> tuple[tuple[int, int], ...]:
    return tuple((one.letter["id"], one.version) for one in parts)


def _single(kind: str, key: str, one: Part, at: datetime) -> dict[str, Any]:
    thread = f"{one.told.item.kind}/{one.told.item.ref}"
    rows, deadlines = _rows(one.told, one.address), _deadlines((one,), at)
    return mail(kind, key, one.words, rows, one.told.contact, one.address, at, thread, deadlines)


def _deadlines(parts: Iterable[Part], at: datetime) -> tuple[Deadline, ...]:
    """Those that letters announce and that are still to come, each once."""
    coming = (_deadline(one.told, one.told.due, at) for one in parts if one.told.due and one.told.due > at)
    return tuple({one.uid: one for one in coming}.values())


def _deadline(told: LetterContext, due: datetime, at: datetime) -> Deadline:
    item, facts = told.item, told.facts
    return Deadline(
        uid=uid(item.kind, item.ref, facts.state.value, facts.entered_at, messages.domain_of(_sender())),
        due=due,
        summary=f"Échéance : {item.public_state} – {_named(item)}",
        detail=f"{LIFECYCLES[item.kind].label} {_named(item)}\nÉtape : {item.public_state}\n{item.url}",
        url=item.url,
        changed_at=at,
        sequence=version(at),
    )


def _named(item: Item) -> str:
    return f"{item.ref} – {item.name}" if item.name and item.name != item.ref else item.ref


def mail(
    kind: str,
    key: str,
    words: Rendered,
    rows: tuple[tuple[str, str], ...],
    contact: Contact,
    address: Address,
    at: datetime,
    thread: str = "",
    deadlines: Sequence[Deadline] = (),
) -> dict[str, Any]:
    """The columns of a mail, its bytes frozen."""
    sender, footer = _sender(), _footer(contact.mailbox)
    message = messages.Message(
        message_id=messages.message_id(kind, key, sender),
        sender=sender,
        mailbox=address.mailbox,
        name=address.name,
        subject=words.subject,
        text=f"{words.text}\n\n-- \n{footer}\n",
        html=markup.page(words.subject, words.text, rows, footer),
        at=at,
        reply_to=contact.mailbox,
        reply_name=capital(contact.title),
        thread=messages.message_id("dossier", thread, sender) if thread else "",
        calendar=calendar(deadlines) if deadlines else b"",
    )
    return _columns(message, address, at)


def _columns(message: messages.Message, address: Address, at: datetime) -> dict[str, Any]:
    return {
        "mailbox": address.mailbox,
        "office": address.office,
        "person": address.person,
        "bundle_day": "",
        "subject": message.subject[:300],
        "message_id": message.message_id,
        "content": messages.frozen(message),
        "composed_at": at,
        "next_try_at": at,
    }


@cache
def _sender() -> str:
    return parseaddr(settings().mail_from)[1]


def _footer(mailbox: str) -> str:
    answer = f" Une réponse parvient à {mailbox}." if mailbox else " Il n’est pas lu de réponse à cette adresse."
    return f"Message automatique du suivi des campus des métiers et des qualifications.{answer}"


def _rows(told: LetterContext, address: Address) -> tuple[tuple[str, str], ...]:
    item, outside = told.item, role_of(address.office) in OUTSIDE
    rows = ((LIFECYCLES[item.kind].label, _named(item)), ("Étape", item.public_state if outside else item.state))
    return (*rows, ("Échéance", until(told.due))) if told.due else rows

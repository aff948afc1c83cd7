"""Letters to one person's own address, alone in their mail: the log-in link, which is worthless in minutes."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from secrets import token_hex
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from notifications.composing.batches import MAIL
from notifications.wording import markup, messages
from notifications.wording.rendering import rendered
from store.settings import settings
from store.tables.letters import LetterStatus
from store.tables.people import Person

GREETINGS = {"f": "Madame", "m": "Monsieur"}
FOOTER = "Message automatique : ne transmettez à personne le lien qu’il contient."


def queue(session: Session, person: Person, *, url: str, until: datetime, at: datetime) -> int:
    """A mail ready to be posted; returns its id."""
    given = {"url": url, "until": until}
    return write(session, person, "access/login_link", given, about=("connexion", token_hex(16)), footer=FOOTER, at=at)


def write(
    session: Session,
    person: Person,
    letter: str,
    given: Mapping[str, Any],
    *,
    about: tuple[str, str],
    footer: str,
    at: datetime,
) -> int:
    """A mail to someone's own address, about what its message identifier is made of; returns its id."""
    words = rendered(letter, {"greeting": GREETINGS.get(person.gender, "Madame, Monsieur")} | dict(given))
    sender = parseaddr(settings().mail_from)[1]
    message = messages.Message(
        message_id=messages.message_id(*about, sender),
        sender=sender,
        mailbox=person.email,
        name=f"{person.given_name} {person.family_name}",
        subject=words.subject,
        text=f"{words.text}\n\n-- \n{footer}\n",
        html=markup.page(words.subject, words.text, (), footer),
        at=at,
    )
    return _kept(session, message, person.id)


def _kept(session: Session, message: messages.Message, person: str) -> int:
    columns = {
        "mailbox": message.mailbox,
        "office": "",
        "person": person,
        "bundle_day": "",
        "subject": message.subject,
        "message_id": message.message_id,
        "content": messages.frozen(message),
        "status": LetterStatus.READY.value,
        "composed_at": message.at,
        "next_try_at": message.at,
        "attempts": 0,
        "server_words": "",
    }
    return int(session.execute(insert(MAIL).values(**columns).returning(MAIL.c.id)).scalar_one())

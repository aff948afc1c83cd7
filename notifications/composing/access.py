"""The letter that carries a log-in link: to one person's own address, alone in its mail, worthless in minutes."""

from datetime import datetime
from email.utils import parseaddr
from secrets import token_hex

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
    given = {"greeting": GREETINGS.get(person.gender, "Madame, Monsieur"), "url": url, "until": until}
    words = rendered("access/login_link", given)
    sender = parseaddr(settings().mail_from)[1]
    message = messages.Message(
        message_id=messages.message_id("connexion", token_hex(16), sender),
        sender=sender,
        mailbox=person.email,
        name=f"{person.given_name} {person.family_name}",
        subject=words.subject,
        text=f"{words.text}\n\n-- \n{FOOTER}\n",
        html=markup.page(words.subject, words.text, (), FOOTER),
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

"""The letter that carries a log-in link: to one person's own address, plain text, soon worthless."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from secrets import token_hex

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlmodel import Session

from notifications import typography
from store.tables.letters import Mail
from store.tables.people import Person

GREETINGS = {"f": "Madame", "m": "Monsieur"}


@cache
def _environment() -> Environment:
    # Plain text: escaping for HTML would spoil the address of the link.
    env = Environment(loader=PackageLoader("notifications"), undefined=StrictUndefined, autoescape=False)
    typography.register(env)
    return env


def queue(session: Session, person: Person, *, url: str, until: datetime, sender: str, at: datetime) -> int:
    """A mail ready to be posted; returns its id."""
    words = {"greeting": GREETINGS.get(person.gender, "Madame, Monsieur"), "url": url, "until": until}
    subject, body = (_rendered(f"access/login_link/{part}", words) for part in ("subject.txt", "body.md"))
    message_id = f"<{token_hex(16)}@{sender.rpartition('@')[2].rstrip('>')}>"
    message = _message(person.email, sender, subject, body, message_id, at)
    mail = Mail(
        mailbox=person.email,
        office="",
        person=person.id,
        subject=subject,
        message_id=message_id,
        content=message.as_bytes(),
        composed_at=at,
        next_try_at=at,
    )
    session.add(mail)
    session.flush()
    assert mail.id is not None
    return mail.id


def _rendered(template: str, words: dict[str, object]) -> str:
    return _environment().get_template(template).render(**words).strip()


def _message(to: str, sender: str, subject: str, body: str, message_id: str, at: datetime) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body + "\n")
    return message

"""Letters: owed with the act, composed from fresh facts, posted as frozen bytes."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from states.words import Word
from store.tables.types import Instant


class LetterStatus(Word):
    OWED = "owed", "à composer"
    READY = "ready", "prête"
    SENDING = "sending", "en cours"
    ACCEPTED = "accepted", "acceptée par le serveur"
    DEFERRED = "deferred", "différée"
    REFUSED = "refused", "refusée"
    UNCERTAIN = "uncertain", "incertaine"
    MOOT = "moot", "sans objet"
    HELD = "held", "retenue"
    CANCELLED = "cancelled", "annulée"


#: Once in a mail, a letter has been written to someone, whatever the server then says of it.
COMPOSED = ("ready", "sending", "accepted", "deferred", "refused", "uncertain")


class Letter(SQLModel, table=True):
    """One letter owed to one office, under a key that can exist only once."""

    __table_args__ = (Index("letter_status_not_before", "status", "not_before"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=200)
    letter: str = Field(max_length=80)
    kind: str = Field(max_length=16)
    ref: str = Field(max_length=40, index=True)
    office: str = Field(max_length=80, index=True)
    event: int | None = Field(default=None, index=True)
    rung_days: int | None = None
    concerns: str = Field(default="", max_length=80)
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    owed_at: datetime = Field(sa_type=Instant)
    not_before: datetime = Field(sa_type=Instant)
    status: str = Field(default=LetterStatus.OWED.value, max_length=16)
    why: str = Field(default="", sa_type=Text)


class Rung(SQLModel, table=True):
    """A rung that has been honoured, by the letter that carried it, or why it was not sent."""

    key: str = Field(primary_key=True, max_length=200)
    kind: str = Field(max_length=16)
    ref: str = Field(max_length=40, index=True)
    office: str = Field(default="", max_length=80)
    days: int = 0
    fate: str = Field(max_length=16)
    letter_key: str = Field(default="", max_length=200)
    at: datetime = Field(sa_type=Instant)
    honoured_at: datetime = Field(sa_type=Instant, index=True)


class Mail(SQLModel, table=True):
    """Bytes for one mailbox: one letter of an act, or the day's reminders in one bundle."""

    __table_args__ = (Index("mail_status_next", "status", "next_try_at"),)

    id: int | None = Field(default=None, primary_key=True)
    mailbox: str = Field(max_length=254)
    office: str = Field(max_length=80, index=True)
    person: str = Field(default="", max_length=40)
    bundle_day: str = Field(default="", max_length=10, index=True)
    subject: str = Field(max_length=300)
    message_id: str = Field(unique=True, max_length=200)
    content: bytes = Field(sa_type=LargeBinary)
    status: str = Field(default=LetterStatus.READY.value, max_length=16)
    composed_at: datetime = Field(sa_type=Instant)
    next_try_at: datetime = Field(sa_type=Instant)
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    attempts: int = 0
    server_words: str = Field(default="", sa_type=Text)
    settled_at: datetime | None = Field(default=None, sa_type=Instant, index=True)


class MailLetter(SQLModel, table=True):
    """Which letters a mail carries, and at which version of their objects it was composed."""

    mail: int = Field(primary_key=True, foreign_key="mail.id")
    letter: int = Field(primary_key=True, foreign_key="letter.id", index=True)
    version: int = 0


class Hold(SQLModel, table=True):
    """Letters kept back until a day: those to a person, about an object, of a kind, or all of them.

    `ends_at` is exclusive; `lifted_at` says that someone ended it before.
    """

    id: str = Field(primary_key=True, max_length=16)
    scope: str = Field(max_length=16)
    target: str = Field(default="", max_length=80)
    reason: str = Field(sa_type=Text)
    person: str = Field(max_length=40)
    office: str = Field(max_length=80)
    since: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant, index=True)
    lifted_at: datetime | None = Field(default=None, sa_type=Instant)
    lifted_by: str = Field(default="", max_length=40)

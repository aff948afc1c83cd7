"""How people come in: sessions of the console, log-in links, and what the identity provider calls them."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from store.tables.types import Instant


class WebSession(SQLModel, table=True):
    """A session of the console: only the hash of its identifier is stored; without its row it is over.

    `agent` is the browser as it names itself; `seen_as` whom an administrator looks as; `id_token` what the identity
    provider wants back at the log-out.
    """

    id_hash: str = Field(primary_key=True, max_length=64)
    person: str = Field(foreign_key="person.id", max_length=40, index=True)
    created_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    agent: str = Field(default="", max_length=300)
    seen_as: str | None = Field(default=None, foreign_key="person.id", max_length=40)
    id_token: str = Field(default="", sa_type=Text)


class LoginAsk(SQLModel, table=True):
    """Someone asked for a log-in link: what the limits of each address and each client are counted on."""

    id: int | None = Field(default=None, primary_key=True)
    address_hash: str = Field(max_length=64, index=True)
    client: str = Field(max_length=64, index=True)
    at: datetime = Field(sa_type=Instant, index=True)


class LoginLink(SQLModel, table=True):
    """A link sent by mail: the hash of its token, and of the browser that asked, the only one it opens."""

    token_hash: str = Field(primary_key=True, max_length=64)
    person: str = Field(foreign_key="person.id", max_length=40, index=True)
    browser_hash: str = Field(max_length=64)
    mail: int | None = Field(default=None, foreign_key="mail.id")
    asked_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class IdentityAsk(SQLModel, table=True):
    """Someone sent to the identity provider: what they must bring back, and the browser that must bring it."""

    state_hash: str = Field(primary_key=True, max_length=64)
    browser_hash: str = Field(max_length=64)
    nonce: str = Field(max_length=64)
    suite: str = Field(default="", max_length=500)
    asked_at: datetime = Field(sa_type=Instant)


class Identity(SQLModel, table=True):
    """The name by which an identity provider knows a person, whatever becomes of their address."""

    issuer: str = Field(primary_key=True, max_length=300)
    subject: str = Field(primary_key=True, max_length=255)
    person: str = Field(foreign_key="person.id", max_length=40, index=True)
    since: datetime = Field(sa_type=Instant)


class SavedView(SQLModel, table=True):
    """A list with its filters and its order, under the name that one person gave it."""

    __table_args__ = (UniqueConstraint("person", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(foreign_key="person.id", max_length=40)
    name: str = Field(max_length=80)
    path: str = Field(max_length=40)
    query: str = Field(default="", max_length=1000)
    at: datetime = Field(sa_type=Instant)

"""Offices, people, mandates and delegations."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from store.tables.types import Instant


class Office(SQLModel, table=True):
    """An office: who may hold it changes, it stays. `mailbox` is the functional one, which outlives people."""

    id: str = Field(primary_key=True, max_length=80)
    role: str = Field(max_length=32, index=True)
    scope: str = Field(default="", max_length=40)
    mailbox: str = Field(default="", max_length=254)
    superior: str = Field(default="", max_length=80)
    valid_from: date | None = None
    valid_to: date | None = None


class Person(SQLModel, table=True):
    """Someone. `gender` is "f" or "m", empty when not known."""

    id: str = Field(primary_key=True, max_length=40)
    given_name: str = Field(max_length=100)
    family_name: str = Field(max_length=100)
    gender: str = Field(default="", max_length=1)
    email: str = Field(default="", max_length=254, index=True)
    fictitious: bool = False


class MandateRecord(SQLModel, table=True):
    """A person in an office between two dates, both included."""

    __tablename__ = "mandate"

    id: str = Field(primary_key=True, max_length=40)
    office: str = Field(foreign_key="office.id", max_length=80, index=True)
    person: str = Field(foreign_key="person.id", max_length=40, index=True)
    starts_on: date
    ends_on: date | None = None
    acting: bool = False


class DelegationRecord(SQLModel, table=True):
    """A delegation of signature, from one mandate to another, for named triggers (`order.sign`)."""

    __tablename__ = "delegation"

    id: str = Field(primary_key=True, max_length=40)
    delegator: str = Field(foreign_key="mandate.id", max_length=40, index=True)
    delegate: str = Field(foreign_key="mandate.id", max_length=40, index=True)
    triggers: str = Field(max_length=500)
    starts_on: date
    ends_on: date | None = None
    survives: bool = False
    reference: str = Field(default="", max_length=200)


class Tie(SQLModel, table=True):
    """A link of a rapporteur or member to a territory, which excludes them from its applications."""

    office: str = Field(primary_key=True, foreign_key="office.id", max_length=80)
    territory: str = Field(primary_key=True, max_length=40)


class WebSession(SQLModel, table=True):
    """A session of the console: only the hash of its identifier is stored; without its row it is over."""

    id_hash: str = Field(primary_key=True, max_length=64)
    person: str = Field(foreign_key="person.id", max_length=40, index=True)
    created_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)


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

"""Offices, people, mandates, absences and delegations."""

from datetime import date

from sqlmodel import Field, SQLModel


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
    """Someone. `gender` is "f" or "m", empty when not known; `search` is the name as it is looked for."""

    id: str = Field(primary_key=True, max_length=40)
    given_name: str = Field(max_length=100)
    family_name: str = Field(max_length=100)
    gender: str = Field(default="", max_length=1)
    email: str = Field(default="", max_length=254, index=True)
    fictitious: bool = False
    search: str = Field(default="", max_length=250)


class Absence(SQLModel, table=True):
    """Someone away between two dates, both included, and who stands in for them meanwhile."""

    id: str = Field(primary_key=True, max_length=40)
    person: str = Field(foreign_key="person.id", max_length=40, index=True)
    substitute: str = Field(foreign_key="person.id", max_length=40, index=True)
    starts_on: date
    ends_on: date


class MandateRecord(SQLModel, table=True):
    """A person in an office between two dates, both included; `absence` is the one that an interim covers."""

    __tablename__ = "mandate"

    id: str = Field(primary_key=True, max_length=40)
    office: str = Field(foreign_key="office.id", max_length=80, index=True)
    person: str = Field(foreign_key="person.id", max_length=40, index=True)
    starts_on: date
    ends_on: date | None = None
    acting: bool = False
    absence: str | None = Field(default=None, foreign_key="absence.id", max_length=40, index=True)


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

"""Objects with a life: one row each, its facts as a document, its bearings as columns."""

from datetime import date, datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from store.tables.types import Instant

#: The few that are stuck, apart: with all that counters and sorts ask of them, so that their rows need not be read.
STUCK = text("stuck_cause IS NOT NULL")
ASKED = ("stuck_cause", "stuck_since", "holder", "state", "due_at", "ref")


def _stuck(table: str) -> Index:
    return Index(f"{table}_stuck", *ASKED, sqlite_where=STUCK, postgresql_where=STUCK)


class Living(SQLModel):
    """What every object with a life stores. `facts` is the canonical JSON of its rules facts; `name` is for people,
    `search` what it is looked for by (store.searching).

    `seq` and `chain` are the number and hash of its last event; `telling` and `told_at` follow the letter that
    started the clock of the stage (`entered_event`); the rest are its bearings.
    """

    ref: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=300)
    state: str = Field(max_length=32)
    version: int = 1
    facts: str = Field(sa_type=Text)
    fictitious: bool = False
    seq: int = 0
    chain: str = Field(default="", max_length=64)
    entered_at: datetime = Field(sa_type=Instant)
    entered_event: int | None = None
    telling: bool = False
    told_at: datetime | None = Field(default=None, sa_type=Instant)
    troubled: bool = False
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    wake_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    stuck_cause: str | None = Field(default=None, max_length=16)
    stuck_since: datetime | None = Field(default=None, sa_type=Instant)
    stuck_sentence: str = Field(default="", sa_type=Text)
    holder: str = Field(default="", max_length=80)
    awaiting: str = Field(default="", sa_type=Text)
    search: str = Field(default="", sa_type=Text)


class Application(Living, table=True):
    """An application."""

    __table_args__ = (
        _stuck("application"),
        Index("application_wave_state", "wave_ref", "state"),
    )

    kind: str = Field(max_length=16)
    campus: str = Field(max_length=40, index=True)
    wave_ref: str = Field(default="", max_length=40)
    session_ref: str = Field(default="", max_length=40, index=True)
    order_ref: str = Field(default="", max_length=40, index=True)
    sector: str = Field(default="", max_length=80)
    category: str = Field(default="", max_length=16)
    disputed: bool = False
    submitted_at: datetime | None = Field(default=None, sa_type=Instant)


class ApplicationTerritory(SQLModel, table=True):
    """The académies and régions of an application: its scope."""

    application: str = Field(primary_key=True, foreign_key="application.ref", max_length=40)
    territory: str = Field(primary_key=True, max_length=40, index=True)


class ApplicationParent(SQLModel, table=True):
    """The labels that an application renews, upgrades or merges."""

    application: str = Field(primary_key=True, foreign_key="application.ref", max_length=40)
    label: str = Field(primary_key=True, foreign_key="label.ref", max_length=40, index=True)


class Wave(Living, table=True):
    """A call for projects."""

    __table_args__ = (_stuck("wave"),)

    date_precision: str = Field(default="", max_length=200)
    opens_at: datetime = Field(sa_type=Instant)
    closes_at: datetime = Field(sa_type=Instant)


class Label(Living, table=True):
    """A label."""

    __table_args__ = (_stuck("label"),)

    campus: str = Field(max_length=40, index=True)
    application: str = Field(max_length=40, index=True)
    order_ref: str = Field(max_length=40, index=True)
    category: str = Field(max_length=16)
    starts_on: date
    expires_on: date
    extended_until: date | None = None
    precision: str = Field(default="day", max_length=16)


class LabelTerritory(SQLModel, table=True):
    """The académies and régions of a label: its scope."""

    label: str = Field(primary_key=True, foreign_key="label.ref", max_length=40)
    territory: str = Field(primary_key=True, max_length=40, index=True)


class LabelPredecessor(SQLModel, table=True):
    """The labels that a label follows."""

    label: str = Field(primary_key=True, foreign_key="label.ref", max_length=40)
    predecessor: str = Field(primary_key=True, foreign_key="label.ref", max_length=40, index=True)


class JointOrder(Living, table=True):
    """A joint order."""

    __table_args__ = (_stuck("order"),)


class CommissionSession(Living, table=True):
    """A session of the commission."""

    __table_args__ = (_stuck("session"),)

    held_at: datetime = Field(sa_type=Instant)


class Campus(SQLModel, table=True):
    """The campus itself, which outlives its labels."""

    code: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=300)
    sector: str = Field(default="", max_length=80)
    support: str = Field(default="", max_length=300)
    site: str = Field(default="", max_length=300)
    fictitious: bool = False
    note: str = Field(default="", sa_type=Text)


class Awaiting(SQLModel, table=True):
    """Whom an object awaits, since when and until when; derived, as the bearings are."""

    kind: str = Field(primary_key=True, max_length=16)
    ref: str = Field(primary_key=True, max_length=40)
    office: str = Field(primary_key=True, max_length=80, index=True)
    since: datetime = Field(sa_type=Instant)
    due_at: datetime | None = Field(default=None, sa_type=Instant)


class Counter(SQLModel, table=True):
    """The last number given under a prefix, as `CMQ-2016`."""

    prefix: str = Field(primary_key=True, max_length=40)
    last: int = 0


class Meta(SQLModel, table=True):
    """What is said of the database itself: whether it is furnished, and when it was made."""

    key: str = Field(primary_key=True, max_length=40)
    value: str = Field(sa_type=Text)

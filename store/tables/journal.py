"""The journal: what happened, append-only and chained, and the free text beside it."""

from datetime import date, datetime

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from store.tables.types import Instant

BY_THE_SYSTEM = text("person = 'system'")


class Event(SQLModel, table=True):
    """One thing that happened to one object, with the facts after it; never changed, chained by SHA-256 per object."""

    __table_args__ = (
        UniqueConstraint("kind", "ref", "seq", name="event_order"),
        Index("event_by_the_system", "recorded_at", sqlite_where=BY_THE_SYSTEM, postgresql_where=BY_THE_SYSTEM),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=16)
    ref: str = Field(max_length=80)
    seq: int
    trigger: str = Field(max_length=40)
    source: str = Field(max_length=32)
    target: str = Field(max_length=32)
    office: str = Field(max_length=80)
    person: str = Field(max_length=40)
    quality: str = Field(max_length=16)
    delegation: str = Field(default="", max_length=40)
    registrar: str = Field(default="", max_length=40)
    at: datetime = Field(sa_type=Instant, index=True)
    legal_date: date
    recorded_at: datetime = Field(sa_type=Instant)
    cause: int | None = None
    facts: str = Field(sa_type=Text)
    texts_hash: str = Field(default="", max_length=64)
    previous: str = Field(default="", max_length=64)
    hash: str = Field(max_length=64)


class EventText(SQLModel, table=True):
    """Free text given with an act; its salted hash is in the chain, so that retention may blank it."""

    event: int = Field(primary_key=True, foreign_key="event.id")
    name: str = Field(primary_key=True, max_length=40)
    text: str | None = Field(sa_type=Text)
    salt: str = Field(max_length=32)
    hash: str = Field(max_length=64)


class Digest(SQLModel, table=True):
    """The heads of all chains at the end of a day, in one hash: a tail that was cut no longer gives it.

    It covers the events up to `last_event`, so that it can be computed again when chains have grown.
    """

    id: int | None = Field(default=None, primary_key=True)
    taken_at: datetime = Field(sa_type=Instant)
    last_event: int
    chains: int
    previous: str = Field(default="", max_length=64)
    hash: str = Field(max_length=64)


class SignatureRecord(SQLModel, table=True):
    """One signature: unique per object, purpose, round and office."""

    __tablename__ = "signature"

    kind: str = Field(primary_key=True, max_length=16)
    ref: str = Field(primary_key=True, max_length=40)
    purpose: str = Field(primary_key=True, max_length=16)
    round: int = Field(primary_key=True)
    office: str = Field(primary_key=True, max_length=80)
    person: str = Field(max_length=40)
    quality: str = Field(max_length=16)
    content_hash: str = Field(max_length=64)
    at: datetime = Field(sa_type=Instant)
    legal_date: date
    on_paper: bool = False
    delegation: str = Field(default="", max_length=40)
    event: int


class SweepRun(SQLModel, table=True):
    """One run of a sweep: what was due, done, skipped, failed, and how late."""

    __table_args__ = (Index("sweep_run_of", "name", "started_at"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=24)
    started_at: datetime = Field(sa_type=Instant, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    due: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0
    lateness_p50: float | None = None
    lateness_p99: float | None = None
    lateness_max: float | None = None
    error: str = Field(default="", sa_type=Text)
    host: str = Field(default="", max_length=80)
    run_id: str = Field(default="", max_length=64)


class TroubleRecord(SQLModel, table=True):
    """A technical obstacle to an object, open until solved."""

    __tablename__ = "trouble"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=16)
    ref: str = Field(max_length=40, index=True)
    code: str = Field(max_length=24)
    office: str = Field(default="", max_length=80)
    since: datetime = Field(sa_type=Instant)
    words: str = Field(default="", sa_type=Text)
    solved_at: datetime | None = Field(default=None, sa_type=Instant)

"""What those who watch do beside the procedure: take charge, put off, act on many at once, come back and look."""

from datetime import date, datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from store.tables.types import Instant


class FollowUp(SQLModel, table=True):
    """How one object is followed: who took charge of it, and until when it is put off; its events are in the journal.

    The reason for putting off is the free text of the event `put_off_event`.
    """

    __tablename__ = "follow_up"

    kind: str = Field(primary_key=True, max_length=16)
    ref: str = Field(primary_key=True, max_length=40)
    taken_by: str = Field(default="", max_length=40, index=True)
    taken_at: datetime | None = Field(default=None, sa_type=Instant)
    put_off_until: date | None = Field(default=None, index=True)
    put_off_by: str = Field(default="", max_length=40)
    put_off_event: int | None = None


class LastVisit(SQLModel, table=True):
    """When a person last looked at what is stuck: `before` ended the visit before this one, `seen_at` is in it."""

    __tablename__ = "last_visit"

    person: str = Field(primary_key=True, foreign_key="person.id", max_length=40)
    before: datetime | None = Field(default=None, sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)


class Batch(SQLModel, table=True):
    """One act done on many objects at once. `given` is what was answered, as JSON without free text."""

    ref: str = Field(primary_key=True, max_length=40)
    trigger: str = Field(max_length=40)
    person: str = Field(max_length=40, index=True)
    at: datetime = Field(sa_type=Instant)
    given: str = Field(default="", sa_type=Text)
    replays: str = Field(default="", max_length=40)


class BatchItem(SQLModel, table=True):
    """What became of one object of a batch, and why it was stuck before: a later look tells whether it still is."""

    __tablename__ = "batch_item"

    batch: str = Field(primary_key=True, foreign_key="batch.ref", max_length=40)
    ref: str = Field(primary_key=True, max_length=40)
    done: bool = False
    why: str = Field(default="", sa_type=Text)
    event: int | None = None
    cause: str = Field(default="", max_length=16)
    cause_since: datetime | None = Field(default=None, sa_type=Instant)


class Question(SQLModel, table=True):
    """A question about a call, and its answer, read by all; both are free texts of their events."""

    ref: str = Field(primary_key=True, max_length=40)
    wave: str = Field(foreign_key="wave.ref", max_length=40, index=True)
    office: str = Field(max_length=80)
    asked_at: datetime = Field(sa_type=Instant)
    asked: int
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    answered: int | None = None

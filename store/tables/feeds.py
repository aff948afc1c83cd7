"""Calendars that people subscribe to: private addresses, and what each has said of every deadline."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from store.tables.types import Instant


class CalendarFeed(SQLModel, table=True):
    """A private address: only the hash of its token is stored. `about` is a wave or a territory, empty for oneself."""

    __tablename__ = "calendar_feed"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    person: str = Field(foreign_key="person.id", max_length=40, index=True)
    kind: str = Field(max_length=16)
    about: str = Field(default="", max_length=40)
    created_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


class CalendarEntry(SQLModel, table=True):
    """One deadline as a feed last said it: `sequence` grows with each change, `gone_at` once it no longer runs."""

    __tablename__ = "calendar_entry"

    feed: int = Field(primary_key=True, foreign_key="calendar_feed.id")
    uid: str = Field(primary_key=True, max_length=200)
    kind: str = Field(max_length=16)
    ref: str = Field(max_length=40)
    summary: str = Field(max_length=400)
    detail: str = Field(max_length=1000)
    due_at: datetime = Field(sa_type=Instant)
    sequence: int = 0
    changed_at: datetime = Field(sa_type=Instant)
    gone_at: datetime | None = Field(default=None, sa_type=Instant)

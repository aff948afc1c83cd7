"""What is known of the service itself: outages, plans to catch up after them, alarms, and weekly digests."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from store.tables.types import Instant


class Outage(SQLModel, table=True):
    """A time during which nothing ran (`declared` is false), or during which nobody could reach the platform."""

    id: int | None = Field(default=None, primary_key=True)
    starts_at: datetime = Field(sa_type=Instant, index=True)
    ends_at: datetime = Field(sa_type=Instant)
    declared: bool = False
    person: str = Field(default="", max_length=40)
    recorded_at: datetime = Field(sa_type=Instant)


class CatchupPlan(SQLModel, table=True):
    """Many late reminders that wait for a yes; without one the policy of their ladders applies at `applies_at`."""

    __tablename__ = "catchup_plan"

    id: int | None = Field(default=None, primary_key=True)
    made_at: datetime = Field(sa_type=Instant)
    applies_at: datetime = Field(sa_type=Instant)
    applied_at: datetime | None = Field(default=None, sa_type=Instant)
    person: str = Field(default="", max_length=40)


class PlannedRung(SQLModel, table=True):
    """A late reminder and the plan that it belongs to, once and for all."""

    __tablename__ = "planned_rung"

    key: str = Field(primary_key=True, max_length=200)
    plan: int = Field(foreign_key="catchup_plan.id", index=True)


class Alarm(SQLModel, table=True):
    """Something that whoever runs the service must know: raised once under its key, ended when it is over."""

    key: str = Field(primary_key=True, max_length=160)
    code: str = Field(max_length=24)
    words: str = Field(sa_type=Text)
    since: datetime = Field(sa_type=Instant)
    raised_at: datetime = Field(sa_type=Instant, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class WeeklyDigest(SQLModel, table=True):
    """What became of one person's digest of one ISO week (`2026-W48:person`), and the hash of its link to stop."""

    __tablename__ = "weekly_digest"

    key: str = Field(primary_key=True, max_length=60)
    person: str = Field(foreign_key="person.id", max_length=40, index=True)
    decided_at: datetime = Field(sa_type=Instant)
    mail: int | None = Field(default=None, foreign_key="mail.id")
    stop_hash: str | None = Field(default=None, unique=True, max_length=64)


class DigestChoice(SQLModel, table=True):
    """Whether a person wants the weekly digest; without a row their function decides."""

    __tablename__ = "digest_choice"

    person: str = Field(primary_key=True, foreign_key="person.id", max_length=40)
    wanted: bool
    chosen_at: datetime = Field(sa_type=Instant)

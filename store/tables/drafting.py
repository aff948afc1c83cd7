"""What surrounds the writing of a file: texts that could not be saved yet, and who read which file when."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from store.tables.types import Instant


class KeptText(SQLModel, table=True):
    """What someone sent and could not be saved, as the form gave it: `person` is empty until its `token` is shown.

    `based_on` is the version of the content that its author had read.
    """

    __tablename__ = "kept_text"
    __table_args__ = (Index("kept_text_of", "person", "application", "part"),)

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(default="", max_length=64, index=True)
    person: str = Field(default="", max_length=40)
    application: str = Field(max_length=40)
    part: str = Field(max_length=40)
    based_on: int
    body: str = Field(sa_type=Text)
    why: str = Field(max_length=16)
    at: datetime = Field(sa_type=Instant)


class Visit(SQLModel, table=True):
    """When someone last read a file, and where it stood then and at the visit before: what is new is counted so."""

    person: str = Field(primary_key=True, max_length=40)
    application: str = Field(primary_key=True, foreign_key="application.ref", max_length=40, index=True)
    first_at: datetime = Field(sa_type=Instant)
    last_at: datetime = Field(sa_type=Instant)
    last_seq: int
    last_version: int
    before_at: datetime | None = Field(default=None, sa_type=Instant)
    before_seq: int = 0
    before_version: int = 0

"""Documents: bytes in slices, named by their hash, attached to what they concern; and the content of applications."""

from datetime import datetime

from sqlalchemy import LargeBinary, Text
from sqlmodel import Field, SQLModel

from store.tables.types import Instant


class Document(SQLModel, table=True):
    """A file received, by its SHA-256."""

    sha256: str = Field(primary_key=True, max_length=64)
    media_type: str = Field(max_length=80)
    size: int
    received_at: datetime = Field(sa_type=Instant)


class DocumentSlice(SQLModel, table=True):
    """A part of its bytes."""

    sha256: str = Field(primary_key=True, foreign_key="document.sha256", max_length=64)
    number: int = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)


class Attachment(SQLModel, table=True):
    """A document attached to an object by an act, under the name it was given."""

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(foreign_key="document.sha256", max_length=64, index=True)
    kind: str = Field(max_length=16)
    ref: str = Field(max_length=80, index=True)
    event: int
    field: str = Field(max_length=40)
    name: str = Field(max_length=200)


class Content(SQLModel, table=True):
    """A version of an application's content, as canonical JSON, and its hash: what the sponsors sign."""

    application: str = Field(primary_key=True, foreign_key="application.ref", max_length=40)
    version: int = Field(primary_key=True)
    hash: str = Field(max_length=64)
    body: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)
    office: str = Field(max_length=80)

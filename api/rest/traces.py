"""The shapes of what happened, what was written, what will come, and what an act left."""

from datetime import date, datetime

from api.rest.shapes import Coming, OfficeTerm, Shape, Term


class Event(Shape):
    """Something that happened, as the journal keeps it."""

    id: int
    kind: str
    ref: str
    seq: int
    trigger: Term
    source: Term
    target: Term
    office: OfficeTerm
    person: str
    quality: Term
    on_paper: bool
    at: datetime
    legal_date: date
    recorded_at: datetime
    cause: int | None
    hash: str
    previous: str


class Letter(Shape):
    """A letter owed, and what became of it; `why` says what the status does not."""

    id: int
    letter: str
    kind: str
    ref: str
    office: OfficeTerm
    status: Term
    owed_at: datetime
    not_before: datetime
    due_at: datetime | None
    why: str
    mail: "Dispatch | None"


class Dispatch(Shape):
    """The mail that carries it."""

    subject: str
    composed_at: datetime
    status: Term
    attempts: int
    settled_at: datetime | None
    server_words: str


class Agenda(Shape):
    """What is owed by or to one object, and what will be."""

    kind: str
    ref: str
    name: str
    due_at: datetime | None
    awaiting: list[OfficeTerm]
    coming: list[Coming]


class Done(Shape):
    """What an act left: the new state and version, and every event it caused, in order."""

    kind: str
    ref: str
    state: Term
    version: int | None
    events: list[Event]


class Received(Shape):
    """A document received: acts name it by its hash."""

    sha256: str
    media_type: str
    size: int

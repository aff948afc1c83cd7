"""The shapes of what the interface answers; the OpenAPI document is made of them."""

from datetime import date, datetime
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue

CauseValue = Literal["technical", "deadline", "condition", "inactivity"]


class Shape(BaseModel):
    """What every shape has in common: nothing beyond what is declared."""

    model_config = ConfigDict(extra="forbid")


Each = TypeVar("Each")


class Page(Shape, Generic[Each]):
    """A part of a list; `next` is what to give as `after` for the one that follows, null at the end."""

    items: list[Each]
    next: str | None


class Term(Shape):
    """A word of the procedure, and how it is said in French to the person who asks."""

    value: str
    label: str


class OfficeTerm(Shape):
    """An office, by its identifier and its title."""

    id: Annotated[str, Field(examples=["recteur:14"])]
    title: str


class Blockage(Shape):
    """Why it is stuck, since when, and the sentence that pages and letters show too."""

    cause: CauseValue
    label: str
    since: datetime
    sentence: str


class Condition(Shape):
    """A condition of an act: met, not met, or (null) known only when someone acts."""

    code: str
    met: bool | None
    sentence: Annotated[str, Field(description="What is answered when it is not met.")]
    lifted_by: list[OfficeTerm]
    field: str


class AskedField(Shape):
    """A field that an act takes in `fields`; `options` are the values of a choice, with their labels."""

    name: str
    label: str
    kind: str
    required: bool
    hint: str
    options: dict[str, str]


class Offer(Shape):
    """An act open to offices of the person who asks; `possible` when no condition is unmet."""

    trigger: str
    label: str
    offices: list[OfficeTerm]
    possible: bool
    conditions: list[Condition]
    fields: list[AskedField]
    consequence: str
    law: str
    strength: Annotated[int, Field(description="From 1, mild, to 5, strong.", ge=1, le=5)]


class Coming(Shape):
    """What a date will do by itself: a transition (`timer`) or a letter (`reminder`)."""

    kind: Literal["timer", "reminder"]
    at: datetime
    label: str
    office: OfficeTerm | None = None
    due: datetime | None = None


class Diagnosis(Shape):
    """Why it waits or is stuck, who is awaited, what comes next, and which acts would move it on, mild ones first."""

    stuck: Blockage | None
    awaiting: list[OfficeTerm]
    since: datetime
    due: datetime | None
    next_timer: Coming | None
    next_reminder: Coming | None
    forward: Term | None
    conditions: list[Condition]
    frees: list[Offer]


class Item(Shape):
    """What every object with a life tells of itself."""

    kind: str
    ref: str
    name: str
    state: Term
    phase: Term
    final: bool
    version: Annotated[int, Field(description="To send back with an act, so that it is refused if someone was faster.")]
    fictitious: Annotated[bool, Field(description="Invented for a demonstration.")]
    entered_at: datetime
    due_at: datetime | None
    stuck: Blockage | None
    awaiting: list[OfficeTerm]
    page: Annotated[str, Field(description="Where people read it.")]


class Detail(Shape):
    """What is computed for one object at a time, for the person who asks."""

    diagnosis: Diagnosis
    offers: list[Offer]


class Application(Item):
    """An application."""

    application_kind: Term
    campus: str
    wave: str | None
    session: str | None
    order: str | None
    sector: str
    category: Term
    academies: list[str]
    regions: list[str]
    submitted_at: datetime | None


class Signature(Shape):
    """A signature of the present round on the present content."""

    office: OfficeTerm
    quality: Term
    at: datetime
    legal_date: date
    on_paper: bool


class Report(Shape):
    """A report or an opinion expected from an office; never shown to applicants before the decision is published."""

    office: OfficeTerm
    kind: Term
    state: Term
    due: date
    delivered_at: datetime | None
    score: int | None


class Opinion(Shape):
    """What the commission answered; never shown to applicants before the decision is published."""

    sense: Term
    category: Term
    months: int
    session: str
    votes_for: int
    votes_against: int
    abstentions: int


class ApplicationDetail(Application, Detail):
    """An application, whole. `reports` and `opinion` are null for those who may not see them yet."""

    round: int
    content_hash: str
    content: dict[str, JsonValue]
    signatures: list[Signature]
    reports: list[Report] | None
    opinion: Opinion | None


class Wave(Item):
    """A call for applications; whether it is open is a matter of dates."""

    edition: str
    opens_at: datetime
    closes_at: datetime
    open: bool


class WaveDetail(Wave, Detail):
    """A call, whole. `counts` of applications by state are for those who see the whole nation."""

    grace_minutes: int
    questions_close_at: datetime | None
    session_on: date | None
    target_decision_on: date | None
    nor: str
    bulletin: str
    published_on: date | None
    counts: dict[str, int] | None


class Label(Item):
    """A label; whether it is in force is a matter of dates."""

    campus: str
    application: str
    order: str
    category: Term
    academies: list[str]
    regions: list[str]
    starts_on: date
    expires_on: Annotated[date, Field(description="First day that the label no longer covers, extension left out.")]
    extended_until: date | None
    in_force: bool


class LabelDetail(Label, Detail):
    """A label, whole."""

    months: int
    edition: str
    predecessors: list[str]
    successor: str | None
    renewal: str | None


class Order(Item):
    """A joint order."""

    nor: str
    published_on: date | None
    effective_from: date | None


class OrderDetail(Order, Detail):
    """A joint order, whole."""

    ministers: list[OfficeTerm]
    signatures: list[Signature]
    content_hash: str
    journal: str
    items: list[str]


class Session(Item):
    """A session of the commission."""

    held_at: datetime


class SessionDetail(Session, Detail):
    """A session, whole."""

    members: list[OfficeTerm]
    present: list[OfficeTerm]
    quorum: int
    items: list[str]


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
    version: int
    events: list[Event]


class Received(Shape):
    """A document received: acts name it by its hash."""

    sha256: str
    media_type: str
    size: int


class Reason(Shape):
    """One reason for a refusal."""

    code: str
    sentence: str
    lifted_by: list[str]
    field: str


class Problem(Shape):
    """A refusal (RFC 9457), with every reason at once."""

    type: str
    title: str
    status: int
    detail: str
    reasons: list[Reason]

"""The shapes of what the interface answers; the OpenAPI document is made of them."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, JsonValue

from api.rest.shapes import Blockage, Diagnosis, Offer, OfficeTerm, Shape, Term


class Item(Shape):
    """What every object with a life tells of itself."""

    kind: str
    ref: str
    name: str
    state: Term
    phase: Term
    final: bool
    version: Annotated[
        int | None,
        Field(
            description="À redonner avec un acte, qui sera refusé si l’objet a changé ; nul pour les porteurs entre"
            " l’avis de la commission et la publication."
        ),
    ]
    fictitious: Annotated[bool, Field(description="Inventé pour une démonstration.")]
    entered_at: datetime
    due_at: datetime | None
    stuck: Blockage | None
    awaiting: list[OfficeTerm]
    page: Annotated[str, Field(description="Page où le lire.")]


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
    expires_on: Annotated[date, Field(description="Premier jour que le label ne couvre plus, hors prorogation.")]
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
    """A joint order, whole; `signatures` is null outside the ministry."""

    ministers: list[OfficeTerm]
    signatures: list[Signature] | None
    content_hash: str
    journal: str
    items: list[str]


class Session(Item):
    """A session of the commission."""

    held_at: datetime


class SessionDetail(Session, Detail):
    """A session, whole; `members` and `present` are null outside the ministry."""

    members: list[OfficeTerm] | None
    present: list[OfficeTerm] | None
    quorum: int
    items: list[str]

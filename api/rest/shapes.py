"""The shapes that every answer is made of: words, offices, causes, conditions, offers, pages."""

from datetime import datetime
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

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
    sentence: Annotated[str, Field(description="Ce qui est répondu quand elle n’est pas remplie.")]
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
    strength: Annotated[int, Field(description="De 1, doux, à 5, fort.", ge=1, le=5)]


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

"""The records that the facts of an application are made of: what was asked, given, said or suspended, and when."""

from dataclasses import dataclass
from datetime import date, datetime

from states.application.words import BodyOpinion, ReviewKind, ReviewState, Sense, State
from states.editions import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The deliberation of a region's assembly that supports the application."""

    region: str
    dated: date
    executory: bool
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """A presidency that began after its region had signed, and the day on which it confirmed the support."""

    office: str
    since: date
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultativeOpinion:
    """What a CAEN or a CREFOP answered, or why one goes on without it."""

    office: str
    sense: BodyOpinion
    dated: date
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One missing piece: its number in the list sent, and when it arrived."""

    number: int
    received_at: datetime | None = None
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A request for missing pieces (CRPA, art. L. 114-5); `days_left` of the examination when its clock was paused."""

    requested_at: datetime
    due: date
    items: tuple[Item, ...]
    extended: bool = False
    days_left: int = 0

    @property
    def missing(self) -> tuple[Item, ...]:
        """Pieces still awaited."""
        return tuple(item for item in self.items if item.received_at is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A report or an opinion expected from an office."""

    office: str
    kind: ReviewKind
    state: ReviewState
    assigned_at: datetime
    due: date
    delivered_at: datetime | None = None
    score: int | None = None
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """A question put to the sponsors during the review."""

    asked_by: str
    asked_at: datetime
    due: date
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionOpinion:
    """What the commission answered, and what it proposes."""

    sense: Sense
    category: Category
    months: int
    session: str
    votes_for: int
    votes_against: int
    abstentions: int
    chair_decided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservations:
    """Numbered reservations, with a date; `answered_on` when the sponsors have replied."""

    count: int
    due: date
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StayOfReview:
    """A suspension: from which state, since when, why, what was left, until when support can return."""

    source: State
    since: datetime
    cause: str
    seconds_left: int | None = None
    due: date | None = None
    office: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """An administrative appeal against a negative decision: against which one, by whom, until when silence may last."""

    source: State
    office: str
    lodged_on: date
    due: date

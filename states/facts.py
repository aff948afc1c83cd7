"""What the rules know of an object: a frozen document of ids, dates and hashes, never of names or free text."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from states.calendar import METROPOLE, Place
from states.words import Word


class Quality(Word):
    """In what capacity someone acts for an office."""

    HOLDER = "holder", "titulaire"
    ACTING = "acting", "par intérim"
    DELEGATE = "delegate", "par délégation"
    SYSTEM = "system", "le système"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One office's signature, in one round, of one content (R6: a joint act is a record, not a state)."""

    round: int
    office: str
    person: str
    quality: Quality
    content_hash: str
    at: datetime
    legal_date: date
    on_paper: bool = False
    delegation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """« Pris en compte, je réponds le … » stops the ladder towards an office until that date."""

    office: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A sponsor that will not sign the content as it is, said why, and the day by which it will say yes or no."""

    office: str
    round: int
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """An office that someone chased by hand, and when."""

    office: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A technical obstacle found outside the rules: a letter refused, an office without holder, a failed sweep."""

    code: str
    office: str
    since: datetime
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What one object sees of another: its reference and its state, a date and a nature where they matter.

    `disputed`: the name of an application meets an earlier trademark.
    """

    ref: str
    state: str
    final: bool = False
    on: date | None = None
    nature: str = ""
    disputed: bool = False


def borrowed(default: Any = None) -> Any:
    """A field read from elsewhere when the facts are loaded, never written in the object's own snapshot."""
    return field(default=default, metadata={"borrowed": True})


def borrowed_map() -> Any:
    """A borrowed field that is a mapping."""
    return field(default_factory=dict, metadata={"borrowed": True}, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What every object with a life has in common.

    `entered_at` is when the present stage began, `date_set_at` when its deadline was last moved, `resumed_at` when
    its clock last restarted, `moved_at` when anyone last did something; `due_override` an extension granted by an
    act. Borrowed: `places` of the offices,
    `heirs` of territories that no longer exist, `troubles`, the letter that started the clock (`telling` while it
    has not left, `told_at` once it has), and the keys of the rungs already `honoured`.
    """

    ref: str
    state: Any
    entered_at: datetime
    date_set_at: datetime | None = None
    resumed_at: datetime | None = None
    moved_at: datetime | None = None
    due_override: datetime | None = None
    reminded: tuple[Reminded, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    places: Mapping[str, Place] = borrowed_map()
    heirs: Mapping[str, str] = borrowed_map()
    troubles: tuple[Trouble, ...] = borrowed(())
    telling: bool = borrowed(False)
    told_at: datetime | None = borrowed()
    honoured: frozenset[str] = borrowed(frozenset())

    @property
    def dated_at(self) -> datetime | None:
        """When the deadline of the present stage was last moved, by an act on it or on what its date follows."""
        return self.date_set_at

    def place(self, office: str) -> Place:
        """Where an office works: its time zone and its holidays; Paris when nothing was loaded."""
        return self.places.get(office, METROPOLE)

    def heir(self, territory: str) -> str:
        """The territory that now stands in for one that no longer exists."""
        return self.heirs.get(territory, territory)


@cache
def borrowed_fields(kind: type) -> frozenset[str]:
    """Names of the fields that a snapshot leaves out."""
    assert is_dataclass(kind)
    return frozenset(f.name for f in fields(cast(Any, kind)) if f.metadata.get("borrowed"))

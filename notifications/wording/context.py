"""What the template of a letter may read; templates know nothing else, and an unknown name is an error."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from states.editions import Edition
from states.label.facts import LabelFacts
from states.wave.facts import WaveFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """The object that the letter is about. `url` is the absolute link to the page where one acts."""

    ref: str
    name: str
    kind: str
    state: str
    public_state: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """To whom it is written: « Madame la Rectrice, », or « Madame, Monsieur, » for a functional mailbox.

    Two addressees greeted alike read the same words, which are then written once.
    """

    salutation: str
    gender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Born:
    """The label that an act created, told in the same letter. `url` is the absolute link to its page."""

    facts: LabelFacts
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActDone:
    """The act that the letter tells of; `texts` are the free texts given with it, by the name of their field."""

    label: str
    actor: str
    person: str
    quality: str
    at: datetime
    legal_date: date
    law: str
    consequence: str
    texts: Mapping[str, str]
    born: Born | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The service in charge of the file, to which an answer goes."""

    title: str
    mailbox: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContext:
    """The variables of a template: all always there, None or empty where they do not apply.

    `act` belongs to letters of acts; `days` (negative before the deadline) and `awaited` (the office that is awaited,
    which in an escalation is not the recipient) to reminders; `awaiting` are those awaited, with their article.
    """

    item: Item
    facts: Any
    wave: WaveFacts | None
    rules: Edition | None
    recipient: Addressee
    act: ActDone | None
    due: datetime | None
    days: int | None
    awaited: str
    awaiting: tuple[str, ...]
    contact: Contact
    title_of: Callable[[str], str]


NAMES = tuple(field.name for field in fields(LetterContext))


def variables(context: LetterContext) -> dict[str, Any]:
    """The same, as Jinja takes them."""
    return {name: getattr(context, name) for name in NAMES}

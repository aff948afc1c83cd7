"""The model of a reminder on its way from the facts to a mailbox."""

from dataclasses import dataclass
from datetime import datetime

from tests.simulation.things import Thing


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder for one office: its key, its instant, whether it announces a date, and which office is late."""

    key: str
    office: str
    concerns: str
    at: datetime
    due: datetime
    announces: bool

    @property
    def kind(self) -> str:
        """Which letter it is."""
        return self.key.partition(":")[0]


@dataclass(slots=True)
class Letter:
    """A reminder on its way; `put_off` once it has waited for anything but its hour."""

    thing: Thing
    rung: Rung
    not_before: datetime
    put_off: bool = False
    held: bool = False

    def wait(self, until: datetime) -> None:
        """Another time."""
        self.not_before, self.put_off = until, True


@dataclass(frozen=True, slots=True)
class Owed:
    """What became of a reminder when its hour had come, and when that was seen."""

    fate: str
    at: datetime
    honoured: datetime


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one mailbox received at once."""

    mailbox: str
    at: datetime
    keys: frozenset[str]

"""What the rules know of a session of the commission."""

from dataclasses import dataclass
from datetime import date, datetime

from states.facts import Facts, Glance, borrowed
from states.session.words import State


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts(Facts):
    """A session: when it sits, who is a member, who is present. Borrowed: the `items` of its agenda."""

    state: State
    held_at: datetime
    members: tuple[str, ...]
    summoned_at: datetime | None = None
    without_quorum: bool = False
    present: tuple[str, ...] = ()
    closed_at: datetime | None = None
    minutes_hash: str = ""
    minutes_signed_on: date | None = None
    items: tuple[Glance, ...] = borrowed(())

    @property
    def quorum(self) -> int:
        """Half of the members, rounded up (CRPA, art. R. 133-10)."""
        return (len(self.members) + 1) // 2

"""What the rules know of a wave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from states.calendar import paris_day
from states.editions import Edition, edition
from states.facts import Facts, borrowed, borrowed_map
from states.wave.words import LatePolicy, ResolutionDue, State

#: Between the end of the grace and the lapse of what was not filed: an act received in time always wins.
LAPSE_MARGIN = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionChange:
    """A dated change of rules during a wave (wave 2 began under 2013 and ended under 2014)."""

    on: date
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A failure of the platform over the closing: its window, and the closing of the files that it touched."""

    started_at: datetime
    ended_at: datetime
    closes_at: datetime
    recorded_at: datetime

    def touches(self, created_at: datetime) -> bool:
        """Whether a file begun then could suffer from it: whoever had not begun by its end lost nothing."""
        return created_at <= self.ended_at


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveFacts(Facts):
    """A call: its edition, its dates, its policies. Borrowed: `counts` of applications by state, `territories`,
    and the offices `informed`, to which the closing has been written. `closing_set_at` is when it was last moved, which
    outlives the stage: it keeps what the new closing would have owed before that day from being owed."""

    state: State
    edition: str
    edition_changes: tuple[EditionChange, ...] = ()
    opens_at: datetime
    questions_close_at: datetime | None = None
    closes_at: datetime
    closing_set_at: datetime | None = None
    grace_minutes: int = 0
    late_policy: LatePolicy = LatePolicy.REFUSE
    resolution_due: ResolutionDue = ResolutionDue.SUBMISSION
    session_on: date | None = None
    target_decision_on: date | None = None
    max_per_academie: int | None = None
    silence_text: str = ""
    outages: tuple[Outage, ...] = ()
    nor: str = ""
    bulletin: str = ""
    published_on: date | None = None
    counts: Mapping[str, int] = borrowed_map()
    pending: int = borrowed(0)
    territories: tuple[str, ...] = borrowed(())
    informed: tuple[str, ...] = borrowed(())

    def rules(self, at: datetime) -> Edition:
        """The edition in force in this wave at an instant."""
        past = [change for change in self.edition_changes if change.on <= paris_day(at)]
        return edition(past[-1].edition if past else self.edition)

    @property
    def receives_until(self) -> datetime:
        """Last instant at which a submission is received, grace included (both bounds inclusive)."""
        return self.closes_at + timedelta(minutes=self.grace_minutes)

    @property
    def lapses_at(self) -> datetime:
        """When what was not filed lapses; its legal date is the closing."""
        return self.receives_until + LAPSE_MARGIN

    @property
    def closes_on(self) -> date:
        """Paris day of the closing: the legal date of what lapses."""
        return paris_day(self.closes_at)

    def is_open(self, at: datetime) -> bool:
        """Whether the call receives applications: dates decide, not the state that a timer writes."""
        published = self.state in {State.PUBLISHED, State.OPEN, State.CLOSED, State.IN_REVIEW}
        return published and self.opens_at <= at <= self.receives_until

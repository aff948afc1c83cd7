"""What the rules know of a label."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from states.calendar import last_instant
from states.facts import Facts, Glance, Signature, borrowed
from states.label.words import Amendment, State

ENDED = frozenset(
    {
        State.NOWHERE,
        State.EXPIRED,
        State.SUPERSEDED,
        State.MERGED,
        State.SPLIT,
        State.REPEALED,
        State.WITHDRAWN,
        State.SURRENDERED,
        State.ANNULLED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """A minor change on record, and its day; what it is in words stands beside its event."""

    nature: Amendment
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFacts(Facts):
    """A label: whose, from when, until when. `expires_on` is the first day it no longer covers, `granted_on` the
    date of the order that granted it, `unsupported_by` the sponsors that have withdrawn their support since.

    Borrowed: the `renewal` application in progress and the `successor` label, if any; all `successors` of a split;
    whether a court has `struck` down the order that granted it.
    """

    state: State
    campus: str
    application: str
    order: str
    category: str
    edition: str
    academies: tuple[str, ...]
    regions: tuple[str, ...]
    starts_on: date
    months: int
    expires_on: date
    extended_until: date | None = None
    predecessors: tuple[str, ...] = ()
    grantors: tuple[str, ...] = ()
    granted_on: date | None = None
    mid_term_filed_on: date | None = None
    notice_on: date | None = None
    observations_due: date | None = None
    observations_on: date | None = None
    observed_by: tuple[str, ...] = ()
    decisions: tuple[Signature, ...] = ()
    resumes_as: State | None = None
    expired_while_pending: bool = False
    amended: tuple[Amended, ...] = ()
    unsupported_by: tuple[str, ...] = ()
    renewal: Glance | None = borrowed()
    successor: Glance | None = borrowed()
    successors: tuple[Glance, ...] = borrowed(())
    kind_of_successor: str = borrowed("")
    struck: bool = borrowed(False)

    @property
    def ends_on(self) -> date:
        """First day not covered, extension included."""
        return self.extended_until or self.expires_on

    @property
    def ends_at(self) -> datetime:
        """Twenty-four hours, in Paris, of the last day covered."""
        return last_instant(self.ends_on - timedelta(days=1))

    def in_force(self, day: date) -> bool:
        """Whether the label covers a day: dates decide, whatever a late timer has not yet written."""
        over = self.state in ENDED - {State.EXPIRED, State.SUPERSEDED} or self.state is State.SUSPENDED
        return not over and self.starts_on <= day < self.ends_on

    @property
    def returns_to(self) -> State | None:
        """State left by a suspension or by a withdrawal procedure."""
        return self.resumes_as

    @property
    def renewal_pending(self) -> bool:
        """Whether a renewal has been filed and is still being examined."""
        return self.renewal is not None and self.renewal.on is not None and not self.renewal.final

    @property
    def unheard(self) -> tuple[str, ...]:
        """Sponsors that have not presented observations on the withdrawal under way."""
        return tuple(office for office in self.offices_of_sponsors if office not in self.observed_by)

    @property
    def undecided(self) -> tuple[str, ...]:
        """Ministers who granted it and have not signed the decision that would take it away."""
        signed = {decision.office for decision in self.decisions}
        return tuple(office for office in self.grantors if office not in signed)

    @property
    def offices_of_sponsors(self) -> tuple[str, ...]:
        """Recteurs and presidents of the territories, or of their heirs."""
        recteurs = tuple(f"recteur:{self.heir(f'academie:{code}').partition(':')[2]}" for code in self.academies)
        presidents = tuple(f"region_president:{self.heir(f'region:{code}').partition(':')[2]}" for code in self.regions)
        return tuple(dict.fromkeys(recteurs + presidents))

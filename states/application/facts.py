"""What the rules know of an application."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from states.application.records import (
    Appeal,
    Clarification,
    CommissionOpinion,
    Completion,
    ConsultativeOpinion,
    Item,
    Reservations,
    Resolution,
    Review,
    StayOfReview,
    Succession,
)
from states.application.words import Kind, State
from states.calendar import last_instant, paris_day
from states.editions import Category, Edition, PartnerKind, edition
from states.facts import Disagreement, Facts, Glance, Signature, borrowed, borrowed_map
from states.label.facts import LabelFacts
from states.mandates import Mandate
from states.order.facts import OrderFacts
from states.session.facts import SessionFacts
from states.wave.facts import LAPSE_MARGIN, Outage, WaveFacts

__all__ = [
    "Appeal",
    "ApplicationFacts",
    "Clarification",
    "CommissionOpinion",
    "Completion",
    "ConsultativeOpinion",
    "Item",
    "Reservations",
    "Resolution",
    "Review",
    "StayOfReview",
    "Succession",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts(Facts):
    """An application. `closes_on` is its own closing when it stands outside a wave (a renewal), `own_closing` the
    later one that a suspension left it. `recused` members take no part in its vote. `name_disputed_on`: since when its
    name meets an earlier trademark, until someone lifts that.

    Borrowed: its `wave`, `session`, `order`, the `parents` labels it renews or merges, `siblings` filed in the wave
    by the same académies, `presidencies` of the regions that signed it, `standing` labels of its campus,
    `active_territories` of the day, the `ties` of rapporteurs and members to territories, the `open_sessions` and
    `open_orders` that could take it.
    """

    state: State
    kind: Kind
    campus: str
    created_at: datetime
    edition: str
    academies: tuple[str, ...]
    regions: tuple[str, ...]
    wave_code: str = ""
    closes_on: date | None = None
    own_closing: datetime | None = None
    parent_refs: tuple[str, ...] = ()
    previous: str = ""
    category: Category = Category.STANDARD
    sector: str = ""
    support: str = ""
    sections: tuple[str, ...] = ()
    partners: tuple[PartnerKind, ...] = ()
    round: int = 0
    content_hash: str = ""
    signatures: tuple[Signature, ...] = ()
    refused_by: tuple[str, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    opinions: tuple[ConsultativeOpinion, ...] = ()
    submitted_at: datetime | None = None
    late: bool = False
    completion: Completion | None = None
    reviews: tuple[Review, ...] = ()
    clarification: Clarification | None = None
    session_ref: str = ""
    adjournments: int = 0
    recused: tuple[str, ...] = ()
    opinion: CommissionOpinion | None = None
    reservations: Reservations | None = None
    cnee_document: str = ""
    second_looks: int = 0
    order_ref: str = ""
    decisions: tuple[Signature, ...] = ()
    successions: tuple[Succession, ...] = ()
    stay: StayOfReview | None = None
    lapsed_from: State | None = None
    appeal: Appeal | None = None
    name_disputed_on: date | None = None
    wave: WaveFacts | None = borrowed()
    session: SessionFacts | None = borrowed()
    order: OrderFacts | None = borrowed()
    parents: tuple[LabelFacts, ...] = borrowed(())
    siblings: tuple[Glance, ...] = borrowed(())
    presidencies: tuple[Mandate, ...] = borrowed(())
    standing: tuple[Glance, ...] = borrowed(())
    active_territories: frozenset[str] = borrowed(frozenset())
    ties: Mapping[str, frozenset[str]] = borrowed_map()
    open_sessions: tuple[SessionFacts, ...] = borrowed(())
    open_orders: tuple[OrderFacts, ...] = borrowed(())

    @property
    def rules(self) -> Edition:
        """The edition it follows: its wave's (set when the facts are loaded), or the one of its creation."""
        return edition(self.edition)

    @property
    def closes_at(self) -> datetime | None:
        """Closing instant for filing, grace excluded: the wave's, else 24 hours of its own day, or a later one."""
        later = (outage.closes_at for outage in self.outages)
        return max(filter(None, (self._common_closing, self.own_closing, *later)), default=None)

    @property
    def _common_closing(self) -> datetime | None:
        if self.wave:
            return self.wave.closes_at
        return last_instant(self.closes_on) if self.closes_on else None

    @property
    def outages(self) -> tuple[Outage, ...]:
        """Failures of the platform over the closing that touched it."""
        return tuple(one for one in self.wave.outages if one.touches(self.created_at)) if self.wave else ()

    @property
    def dated_at(self) -> datetime | None:
        """A closing moved for all is a date newly set for whoever has not filed."""
        if self.wave is None or self.state not in (State.DRAFT, State.JOINT_SIGNATURE):
            return self.date_set_at
        moved = (self.date_set_at, self.wave.closing_set_at, *(one.recorded_at for one in self.outages))
        return max(filter(None, moved), default=None)

    @property
    def receives_until(self) -> datetime | None:
        """Last instant of reception, grace included (inclusive)."""
        closing = self.closes_at
        if self.wave and closing and closing in (self.wave.closes_at, *(one.closes_at for one in self.outages)):
            return closing + timedelta(minutes=self.wave.grace_minutes)
        return closing - timedelta(microseconds=1) if closing else None

    @property
    def lapses_at(self) -> datetime | None:
        """When a wave's draft that was not filed lapses; outside a wave nothing lapses by itself."""
        return self.receives_until + LAPSE_MARGIN if self.wave and self.receives_until else None

    @property
    def closing_day(self) -> date | None:
        """Paris day of the closing: the legal date of a lapse."""
        closing = self.closes_at
        if self.wave and closing == self.wave.closes_at:
            return self.wave.closes_on
        return paris_day(closing - timedelta(microseconds=1)) if closing else None

    @property
    def valid_signatures(self) -> tuple[Signature, ...]:
        """Signatures of the present round on the present content."""
        return tuple(s for s in self.signatures if s.round == self.round and s.content_hash == self.content_hash)

    def complete_at(self, at: datetime) -> datetime:
        """When a filing is complete: at its last signature, whichever of them was treated last."""
        return max((at, *(signature.at for signature in self.valid_signatures)))

    @property
    def returns_to(self) -> State | None:
        """State left by a suspension, an appeal or a lapse."""
        halted = self.stay or self.appeal
        return halted.source if halted else self.lapsed_from

    @property
    def tied_offices(self) -> frozenset[str]:
        """Rapporteurs and members excluded by their territory, without having to say so."""
        own = {f"academie:{code}" for code in self.academies} | {f"region:{code}" for code in self.regions}
        own |= {self.heir(territory) for territory in own}
        return frozenset(o for o, ties in self.ties.items() if own & (ties | {self.heir(tie) for tie in ties}))

    @property
    def needed_resolutions(self) -> tuple[str, ...]:
        """Regions whose executory deliberation, or their heirs', has not been attached."""
        attached = {self.heir(f"region:{resolution.region}") for resolution in self.resolutions if resolution.executory}
        return tuple(code for code in self.regions if self.heir(f"region:{code}") not in attached)

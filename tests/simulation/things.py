"""What the model remembers of an object: enough to say whom it awaits and until when, in the procedure's own words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from tests.simulation.days import (
    DAY,
    forward,
    midnight_after,
    months_after,
    paris_day,
    working_days_after,
)

BUREAU, HEAD, SECRETARY, CHAIR = "dgesco_officer", "dgesco_head", "commission_secretary", "commission_chair"
GRANTORS = ("minister:en", "minister:esr")
#: Working days given by the procedure (§7), in Paris, from the day on which the stage began.
WITHIN = {
    "application/submitted": 10,
    "application/admissibility": 10,
    "application/admissible": 10,
    "application/reviewed": 20,
    "application/opinion_rendered": 20,
    "application/proposed": 15,
    "wave/closed": 30,
    "session/quorum_checked": 1,
    "session/in_progress": 2,
    "session/minutes_draft": 5,
    "order/drafting": 15,
    "order/legal_check": 10,
    "order/in_signature": 20,
    "order/signed": 5,
}
FINAL = {"lapsed", "inadmissible", "refused", "labelled", "withdrawn", "closed_without_action", "expired"}
#: Who alone is awaited, when the stage awaits one office.
ALONE = {
    "application/submitted": BUREAU,
    "application/admissible": SECRETARY,
    "application/reviewed": SECRETARY,
    "application/scheduled": CHAIR,
    "application/in_session": CHAIR,
    "application/sealed": BUREAU,
    "wave/closed": BUREAU,
    "wave/in_review": BUREAU,
    "wave/deciding": BUREAU,
    "session/planned": SECRETARY,
    "session/summoned": CHAIR,
    "session/quorum_checked": CHAIR,
    "session/in_progress": CHAIR,
    "session/closed": SECRETARY,
    "session/minutes_draft": CHAIR,
    "order/drafting": BUREAU,
    "order/legal_check": HEAD,
    "order/signed": BUREAU,
}


@dataclass(slots=True, kw_only=True)
class Thing:
    """A wave, an application, a session, an order or a label, as someone with a notebook would follow it."""

    kind: str
    ref: str
    state: str
    entered: datetime
    academies: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    wave: "Thing | None" = None
    order: "Thing | None" = None
    session: "Thing | None" = None
    parent: "Thing | None" = None
    bodies: bool = False
    round: int = 0
    granted: datetime | None = None
    set_at: datetime | None = None
    resumed: datetime | None = None
    told_first: frozenset[str] = frozenset()
    told: datetime | None = None
    answers: dict[str, date] = field(default_factory=dict)
    chased: dict[str, datetime] = field(default_factory=dict)
    signed: dict[str, date] = field(default_factory=dict)
    presidencies: dict[str, list[date]] = field(default_factory=dict)
    succeeded: list[tuple[date, str]] = field(default_factory=list)
    advised: set[str] = field(default_factory=set)
    decided: set[str] = field(default_factory=set)
    pending: dict[str, date] = field(default_factory=dict)
    missing_by: date | None = None
    days_left: int = 0
    favourable: bool = True
    opens: datetime | None = None
    closes: datetime | None = None
    closes_set: datetime | None = None
    grace: int = 0
    takes_late: bool = False
    on: date | None = None
    decision_on: date | None = None
    held: datetime | None = None
    starts: date | None = None
    ends: date | None = None
    report_in: bool = False

    @property
    def stage(self) -> str:
        return f"{self.kind}/{self.state}"

    @property
    def sponsors(self) -> tuple[str, ...]:
        return (*(f"recteur:{a}" for a in self.academies), *(f"region_president:{r}" for r in self.regions))

    @property
    def services(self) -> tuple[str, ...]:
        return (*(f"rectorate_officer:{a}" for a in self.academies), *(f"region_officer:{r}" for r in self.regions))

    @property
    def coming(self) -> tuple[date, str] | None:
        """The first presidency later than its region's signature that has not been told: from which day, of which."""
        later = ((day, office) for office in self.signed for day in self.presidencies.get(office, ()))
        return min((one for one in later if one[0] > self.signed[one[1]] and one not in self.succeeded), default=None)

    @property
    def consulted(self) -> tuple[str, ...]:
        """CAEN and CREFOP, where the edition asks them."""
        found = (*(f"caen:{a}" for a in self.academies), *(f"crefop:{r}" for r in self.regions))
        return found if self.bodies else ()

    def enter(self, state: str, at: datetime, told: tuple[str, ...] = ()) -> None:
        """A new stage: what belonged to the one before is over; the clock waits for the letter that opens it."""
        self.state, self.entered = state, at
        self.granted = self.set_at = self.resumed = self.told = None
        self.answers.clear()
        self.chased.clear()
        self.told_first = frozenset(told) & frozenset(awaited(self))


def awaited(thing: Thing) -> tuple[str, ...]:
    """Offices from which something is expected now."""
    if thing.stage in ALONE:
        return (ALONE[thing.stage],)
    return _AWAITED[thing.stage](thing) if thing.stage in _AWAITED else ()


def _signatories(thing: Thing) -> tuple[str, ...]:
    missing = (
        *(office for office in thing.sponsors if office not in thing.signed),
        *(office for office in thing.consulted if office not in thing.advised),
    )
    return missing or (HEAD,)


def _ministers(thing: Thing) -> tuple[str, ...]:
    return tuple(one for one in GRANTORS if one not in thing.decided)


_AWAITED: dict[str, Callable[[Thing], tuple[str, ...]]] = {
    "application/draft": lambda thing: thing.services,
    "application/joint_signature": _signatories,
    "application/admissibility": lambda thing: _ministers(thing) if thing.decided else (BUREAU,),
    "application/incomplete": lambda thing: thing.services,
    "application/under_review": lambda thing: tuple(thing.pending) or (SECRETARY,),
    "application/opinion_rendered": lambda thing: _ministers(thing) if thing.decided else (HEAD,),
    "application/proposed": lambda thing: _ministers(thing) if thing.decided else (BUREAU,),
    "application/co_signature": lambda thing: _ministers(thing.order) if thing.order else (),
    "order/in_signature": _ministers,
    "label/active": lambda thing: thing.services,
    "label/renewal_open": lambda thing: thing.services,
}


def due(thing: Thing) -> datetime | None:
    """The first instant at which it is too late; None when nothing runs."""
    if thing.granted:
        return thing.granted
    if thing.stage in WITHIN:
        return midnight_after(working_days_after(paris_day(thing.entered), WITHIN[thing.stage]))
    return _DUE[thing.stage](thing) if thing.stage in _DUE else None


def _closing(thing: Thing) -> datetime | None:
    return thing.wave.closes if thing.wave else midnight_after(thing.on) if thing.on else None


def _day(day: date | None) -> datetime | None:
    return midnight_after(day) if day else None


def _half_way(thing: Thing) -> datetime | None:
    assert thing.starts
    return None if thing.report_in else midnight_after(months_after(thing.starts, 24))


def _summons(session: Thing) -> datetime:
    """Five days before the sitting."""
    assert session.held
    return midnight_after(paris_day(session.held) - 5 * DAY)


def file_by(thing: Thing) -> date:
    """Six months before the expiry."""
    assert thing.ends
    return months_after(thing.ends, -6)


_DUE: dict[str, Callable[[Thing], datetime | None]] = {
    "application/draft": _closing,
    "application/joint_signature": _closing,
    "application/incomplete": lambda thing: _day(thing.missing_by),
    "application/under_review": lambda thing: _day(min(thing.pending.values(), default=None)),
    "wave/in_review": lambda thing: _day(thing.on),
    "wave/deciding": lambda thing: _day(thing.decision_on),
    "session/planned": _summons,
    "session/summoned": lambda thing: thing.held,
    "session/closed": lambda thing: midnight_after(forward(paris_day(thing.entered) + 8 * DAY)),
    "label/active": _half_way,
    "label/renewal_open": lambda thing: midnight_after(file_by(thing)),
}

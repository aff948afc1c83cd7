"""Who may act for an office on a day: its holder, the interim, or the delegate whose delegation still stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from states.facts import Quality
from states.refusals import NotYours, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """A person in an office between two dates (both included); an interim stands in for a vacant office."""

    id: str
    office: str
    person: str
    starts_on: date
    ends_on: date | None = None
    acting: bool = False

    def covers(self, day: date) -> bool:
        """Whether it is in force that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """A delegation of signature: from a mandate to another mandate, for named acts, between two dates.

    It lapses with either mandate, save those of central directors (décret n° 2005-850), which survive the delegator's.
    """

    id: str
    delegator: Mandate
    delegate: Mandate
    triggers: tuple[str, ...]
    starts_on: date
    ends_on: date | None = None
    survives: bool = False

    def covers(self, day: date, trigger: str) -> bool:
        """Whether it allows that act that day."""
        dated = self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
        standing = self.delegate.covers(day) and (self.survives or self.delegator.covers(day))
        return dated and standing and trigger in self.triggers


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """For which office, and in what quality, a person acts."""

    office: str
    quality: Quality
    delegation: str = ""


def capacities(
    person: str, trigger: str, day: date, mandates: Iterable[Mandate], delegations: Iterable[Delegation]
) -> tuple[Capacity, ...]:
    """Every capacity in which a person may try that act that day; own mandates first."""
    own = tuple(
        Capacity(office=m.office, quality=Quality.ACTING if m.acting else Quality.HOLDER)
        for m in mandates
        if m.person == person and m.covers(day)
    )
    lent = tuple(
        Capacity(office=d.delegator.office, quality=Quality.DELEGATE, delegation=d.id)
        for d in delegations
        if d.delegate.person == person and d.covers(day, trigger)
    )
    return own + lent


def capacity_for(office: str, held: Iterable[Capacity], person: str, day: date) -> Capacity:
    """The capacity for one office; NotYours names the office, the day and the remedy when there is none."""
    for capacity in held:
        if capacity.office == office:
            return capacity
    raise NotYours(
        Reason(
            "signataire_en_fonctions",
            f"{person} n’est ni titulaire, ni intérimaire, ni délégataire de « {office} » le {day.isoformat()} :"
            " le successeur, l’intérimaire ou un délégataire dont la délégation est en vigueur peut agir.",
            (office,),
        )
    )

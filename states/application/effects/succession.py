"""A region that signed has another presidency: the signature stands, and the new one is asked whether it confirms."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from states.application.audiences import standing_in
from states.application.facts import ApplicationFacts, Succession
from states.calendar import first_instant
from states.facts import Signature
from states.machine import Move
from states.mandates import Mandate
from states.roles import Role, role_of


def presidents_offices(facts: ApplicationFacts) -> tuple[str, ...]:
    """Offices by which regions signed the present content, and those that now stand in for them."""
    signed = (one.office for one in _given_by_regions(facts))
    return tuple(dict.fromkeys(found for one in signed for found in (one, standing_in(facts, one))))


def takes_office_at(facts: ApplicationFacts) -> datetime | None:
    """First instant, in Paris, of a presidency of which the file says nothing yet."""
    coming = _coming(facts)
    return first_instant(coming.starts_on) if coming else None


def takes_office_on(facts: ApplicationFacts) -> date | None:
    """Its first day."""
    coming = _coming(facts)
    return coming.starts_on if coming else None


def succeeded(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The file says who presides since when."""
    coming = _coming(facts)
    assert coming
    return {"successions": (*facts.successions, Succession(office=coming.office, since=coming.starts_on))}


def last_succession(facts: ApplicationFacts, office: str) -> Succession | None:
    """The last change of presidency of an office, if its region had signed before."""
    return next((one for one in reversed(facts.successions) if one.office == office), None)


def unconfirmed(facts: ApplicationFacts, office: str) -> Succession | None:
    """The same, while its signature stands and the new presidency has not confirmed it."""
    last = last_succession(facts, office)
    signed = any(standing_in(facts, one.office) == office for one in facts.valid_signatures)
    return last if last and signed and last.confirmed_on is None else None


def confirmed(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The new presidency makes the signature its own."""
    mine = unconfirmed(facts, move.actor.office)
    done = (replace(one, confirmed_on=move.day) if one is mine else one for one in facts.successions)
    return {"successions": tuple(done)}


def _coming(facts: ApplicationFacts) -> Mandate | None:
    told = {(one.office, one.since) for one in facts.successions}
    new = (one for signature in _given_by_regions(facts) for one in _after(facts, signature))
    return min((one for one in new if (one.office, one.starts_on) not in told), key=_first, default=None)


def _given_by_regions(facts: ApplicationFacts) -> Iterator[Signature]:
    """A recteur signs for the State, which has no other will after them."""
    return (one for one in facts.valid_signatures if role_of(one.office) is Role.REGION_PRESIDENT)


def _after(facts: ApplicationFacts, signature: Signature) -> Iterator[Mandate]:
    """Those who preside after the signature, save whoever presided when it was given, by delegation or not."""
    office, day = standing_in(facts, signature.office), signature.legal_date
    then = {one.person for one in facts.presidencies if one.office == signature.office and one.covers(day)}
    for one in facts.presidencies:
        if one.office == office and one.starts_on > day and one.person not in then | {signature.person}:
            yield one


def _first(presidency: Mandate) -> tuple[date, str]:
    return presidency.starts_on, presidency.office

"""Who may sign on a day: the holder, the interim, a delegate whose delegation stands."""

from datetime import date
from typing import Any

import pytest

from states.facts import Quality
from states.mandates import Delegation, Mandate, capacities, capacity_for
from states.refusals import NotYours

SIGN = "order.sign"
MINISTER = Mandate(id="m1", office="minister:en", person="anne", starts_on=date(2016, 1, 1), ends_on=date(2016, 6, 30))
DIRECTOR = Mandate(id="m2", office="director", person="paul", starts_on=date(2015, 1, 1))


def delegated(**changes: Any) -> Delegation:
    """The minister's signature, given to the director."""
    base: dict[str, Any] = {
        "id": "d1",
        "delegator": MINISTER,
        "delegate": DIRECTOR,
        "triggers": (SIGN,),
        "starts_on": date(2016, 2, 1),
    }
    return Delegation(**(base | changes))


def offices(person: str, day: date, *delegations: Delegation, trigger: str = SIGN) -> list[str]:
    """Offices for which a person may do that act."""
    return [one.office for one in capacities(person, trigger, day, (MINISTER, DIRECTOR), delegations)]


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2015, 12, 31), False),
        (date(2016, 1, 1), True),
        (date(2016, 6, 30), True),
        (date(2016, 7, 1), False),
    ],
)
def test_a_mandate_counts_from_its_first_day_to_its_last_included(day: date, held: bool) -> None:
    assert ("minister:en" in offices("anne", day)) is held


def test_an_interim_signs_as_such() -> None:
    acting = Mandate(id="m3", office="recteur:14", person="lea", starts_on=date(2016, 1, 1), acting=True)
    (capacity,) = capacities("lea", SIGN, date(2016, 2, 1), (acting,), ())
    assert (capacity.office, capacity.quality) == ("recteur:14", Quality.ACTING)


@pytest.mark.parametrize(
    ("day", "changes", "stands"),
    [
        (date(2016, 1, 31), {}, False),
        (date(2016, 2, 1), {}, True),
        (date(2016, 5, 1), {"ends_on": date(2016, 4, 30)}, False),
        (date(2016, 7, 1), {}, False),
        (date(2016, 7, 1), {"survives": True}, True),
    ],
)
def test_a_delegation_lapses_with_its_date_or_with_a_mandate_save_for_central_directors(
    day: date, changes: dict[str, Any], stands: bool
) -> None:
    assert ("minister:en" in offices("paul", day, delegated(**changes))) is stands


def test_a_delegation_lapses_with_the_delegates_own_mandate() -> None:
    gone = Mandate(id="m2", office="director", person="paul", starts_on=date(2015, 1, 1), ends_on=date(2016, 3, 1))
    assert offices("paul", date(2016, 3, 2), delegated(delegate=gone, survives=True)) == ["director"]


def test_a_delegation_covers_the_acts_that_it_names() -> None:
    assert offices("paul", date(2016, 3, 1), delegated(), trigger="order.contest") == ["director"]
    (_, lent) = capacities("paul", SIGN, date(2016, 3, 1), (DIRECTOR,), (delegated(),))
    assert (lent.quality, lent.delegation) == (Quality.DELEGATE, "d1")


def test_one_without_capacity_is_told_who_can_act() -> None:
    with pytest.raises(NotYours) as refusal:
        capacity_for(
            "minister:en",
            capacities("paul", SIGN, date(2016, 8, 1), (DIRECTOR,), (delegated(),)),
            "P",
            date(2016, 8, 1),
        )
    (reason,) = refusal.value.reasons
    assert reason.code == "signataire_en_fonctions"
    assert "2016-08-01" in reason.sentence


def test_own_mandates_come_before_delegations() -> None:
    own = Mandate(id="m4", office="minister:en", person="paul", starts_on=date(2016, 1, 1))
    held = capacities("paul", SIGN, date(2016, 3, 1), (own,), (delegated(),))
    assert capacity_for("minister:en", held, "Paul", date(2016, 3, 1)).quality is Quality.HOLDER

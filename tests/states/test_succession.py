"""A region that signed has another presidency: the signature stands, the new one is told, and may confirm."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from states.agenda import timers
from states.application.facts import ApplicationFacts, Succession
from states.application.steps.exceptions import FILED
from states.application.words import State
from states.mandates import Mandate
from states.settle import moves
from tests.states.builders import AT, PRESIDENT, REASON, RECTEUR, acted, an_application, refused, signatures, someone

ELECTED = date(2016, 7, 4)
MIDNIGHT = datetime(2016, 7, 3, 22, tzinfo=UTC)
LATER = datetime(2016, 7, 4, 6, tzinfo=UTC)
GIVEN_BY = someone(PRESIDENT).person


def presided(
    *terms: tuple[str, str, date, date | None], state: State = State.ADMISSIBLE, **more: Any
) -> ApplicationFacts:
    """An application signed on 1 June, and who presides its region when."""
    known = (Mandate(id=person, office=o, person=person, starts_on=a, ends_on=b) for o, person, a, b in terms)
    return an_application(state, presidencies=tuple(known), **more)


def succeeded(state: State = State.ADMISSIBLE) -> ApplicationFacts:
    """The region of the signature changes its presidency on 4 July."""
    before, after = (PRESIDENT, GIVEN_BY, date(2016, 1, 4), date(2016, 7, 3)), (PRESIDENT, "p-new", ELECTED, None)
    return presided(before, after, state=state)


@pytest.mark.parametrize("state", FILED)
def test_a_new_presidency_is_told_on_its_first_day_and_nothing_else_moves(state: State) -> None:
    facts = succeeded(state)
    assert [timer.at for timer in timers(facts) if not timer.step.target] == [MIDNIGHT]
    (outcome,) = moves(facts, LATER)
    after = outcome.after
    assert (after.state, after.entered_at, after.signatures) == (facts.state, facts.entered_at, facts.signatures)
    assert after.successions == (Succession(office=PRESIDENT, since=ELECTED),)
    assert outcome.step.tell[0].to.of(after) == (PRESIDENT,)
    assert not moves(after, LATER)


def test_who_presides_confirms_once_and_nobody_needs_to() -> None:
    (outcome,) = moves(succeeded(), LATER)
    assert refused(succeeded(), "confirm_support", PRESIDENT) == {"soutien_a_confirmer"}
    confirmed = acted(outcome.after, "confirm_support", PRESIDENT, LATER)
    assert confirmed.successions[0].confirmed_on == ELECTED
    assert confirmed.valid_signatures == succeeded().valid_signatures
    assert refused(confirmed, "confirm_support", PRESIDENT, LATER) == {"soutien_a_confirmer"}


def test_who_presides_may_withdraw_the_support_instead_and_has_then_nothing_to_confirm() -> None:
    (outcome,) = moves(succeeded(), LATER)
    stayed = acted(outcome.after, "withdraw_support", PRESIDENT, LATER, reason=REASON)
    restored = acted(stayed, "restore_support", PRESIDENT, LATER)
    signed_again = replace(restored, presidencies=succeeded().presidencies)
    assert not [timer for timer in timers(signed_again) if not timer.step.target]


def test_a_president_elected_again_is_asked_nothing_even_if_a_delegate_had_signed() -> None:
    first, again = (PRESIDENT, "p-same", date(2016, 1, 4), date(2016, 7, 3)), (PRESIDENT, "p-same", ELECTED, None)
    assert not moves(presided(first, again), LATER)


def test_whoever_presided_before_the_signature_is_asked_nothing() -> None:
    assert not moves(presided((PRESIDENT, "p-other", date(2016, 1, 4), None)), LATER)


def test_a_new_recteur_is_asked_nothing() -> None:
    assert not moves(presided((RECTEUR, "p-new", ELECTED, None)), LATER)


def test_the_presidency_of_the_region_that_stands_in_for_the_signatory_is_asked() -> None:
    alsace, grand_est = "region_president:42", "region_president:44"
    facts = presided(
        (alsace, f"p-{alsace}", date(2010, 3, 26), date(2015, 12, 31)),
        (grand_est, "p-new", ELECTED, None),
        regions=("42",),
        heirs={"region:42": "region:44"},
        signatures=signatures(RECTEUR, alsace),
    )
    (outcome,) = moves(facts, LATER)
    assert outcome.after.successions == (Succession(office=grand_est, since=ELECTED),)
    assert acted(outcome.after, "confirm_support", grand_est, LATER).successions[0].confirmed_on == ELECTED


def test_two_changes_are_told_one_after_the_other_and_the_last_is_confirmed() -> None:
    facts = presided(
        (PRESIDENT, GIVEN_BY, date(2016, 1, 4), date(2016, 6, 19)),
        (PRESIDENT, "p-new", date(2016, 6, 20), date(2016, 7, 3)),
        (PRESIDENT, "p-newer", ELECTED, None),
    )
    after = moves(facts, LATER)[-1].after
    assert [one.since for one in after.successions] == [date(2016, 6, 20), ELECTED]
    confirmed = acted(after, "confirm_support", PRESIDENT, LATER)
    assert [one.confirmed_on for one in confirmed.successions] == [None, ELECTED]


def test_the_signature_of_a_past_round_or_none_asks_nothing() -> None:
    assert not moves(replace(succeeded(), signatures=signatures(RECTEUR)), LATER)
    assert not moves(replace(succeeded(), round=2), AT)

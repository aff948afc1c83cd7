"""A passage is forced by an administrator alone, with a reason and the reference copied, and never over a decision."""

import pytest

from states.application.lifecycle import APPLICATION
from states.application.words import SUPPORT_WITHDRAWN, State, Trigger
from states.refusals import NotYours
from tests.states.builders import HEAD, REASON, a_stay, a_support_stay, acted, an_application, refused

FORCED = {
    State.SUBMITTED: State.ADMISSIBILITY,
    State.INCOMPLETE: State.ADMISSIBILITY,
    State.CLARIFICATION: State.UNDER_REVIEW,
}
STEPS = [step for step in APPLICATION.steps if step.trigger is Trigger.FORCE]


@pytest.mark.parametrize(("source", "target"), FORCED.items())
def test_an_administrator_moves_on_what_an_office_leaves_waiting(source: State, target: State) -> None:
    facts = an_application(source)
    after = acted(facts, "force", "admin", reason=REASON, confirmation=facts.ref)
    assert after.state is target
    assert after.signatures == facts.signatures


def test_a_review_suspended_by_the_dgesco_goes_on_where_it_was() -> None:
    facts = an_application(State.STAYED, stay=a_stay(State.UNDER_REVIEW))
    after = acted(facts, "force", "admin", reason=REASON, confirmation=facts.ref)
    assert (after.state, after.stay) == (State.UNDER_REVIEW, None)


def test_a_support_withdrawn_is_restored_by_its_signatory_alone() -> None:
    facts = an_application(State.STAYED, stay=a_support_stay(State.UNDER_REVIEW))
    assert facts.stay is not None
    assert facts.stay.cause == SUPPORT_WITHDRAWN
    assert "suspension_de_la_dgesco" in refused(facts, "force", "admin", reason=REASON, confirmation=facts.ref)


def test_the_second_confirmation_is_the_reference_copied() -> None:
    facts = an_application(State.SUBMITTED)
    assert refused(facts, "force", "admin", reason=REASON, confirmation="oui") == {"reference_recopiee"}


def test_nobody_but_the_administrator_forces_anything() -> None:
    facts = an_application(State.SUBMITTED)
    with pytest.raises(NotYours):
        acted(facts, "force", HEAD, reason=REASON, confirmation=facts.ref)


def test_no_signature_opinion_or_decision_can_be_forced() -> None:
    assert {source for step in STEPS for source in step.sources} == {*FORCED, State.STAYED}

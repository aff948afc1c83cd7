"""Suspensions, support withdrawn and restored, files withdrawn or closed: no clock runs and nothing ends by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from states.agenda import agenda, rungs
from states.application.facts import ApplicationFacts
from states.application.words import State
from states.calendar import last_instant
from states.deadlines import awaited, due_at
from states.order.words import State as OrderState
from states.settle import join
from states.wave.words import State as WaveState
from tests.states.builders import (
    AT,
    HEAD,
    PRESIDENT,
    REASON,
    RECTEUR,
    a_stay,
    a_support_stay,
    a_wave,
    acted,
    an_application,
    an_order,
    refused,
    signatures,
)

DAYS = timedelta(days=1)
FILED = [
    State.SUBMITTED,
    State.ADMISSIBILITY,
    State.INCOMPLETE,
    State.ADMISSIBLE,
    State.UNDER_REVIEW,
    State.CLARIFICATION,
    State.REVIEWED,
    State.SCHEDULED,
    State.IN_SESSION,
    State.ADJOURNED,
    State.OPINION_RENDERED,
    State.RESERVATIONS,
    State.PROPOSED,
    State.CO_SIGNATURE,
    State.ARBITRATION,
]
REMEMBERED = [State.INCOMPLETE, State.UNDER_REVIEW, State.CLARIFICATION, State.RESERVATIONS]
CARRIED = [State.SCHEDULED, State.IN_SESSION, State.CO_SIGNATURE, State.SEALED]
OWN_RULE = [
    State.SUBMITTED,
    State.ADMISSIBILITY,
    State.ADMISSIBLE,
    State.REVIEWED,
    State.ADJOURNED,
    State.OPINION_RENDERED,
    State.PROPOSED,
    State.ARBITRATION,
]


def suspended(state: State, at: datetime = AT) -> ApplicationFacts:
    """A file suspended by the Dgesco in that state."""
    facts: ApplicationFacts = acted(an_application(state), "stay", HEAD, at, reason=REASON)
    return facts


@pytest.mark.parametrize("state", [State.DRAFT, State.JOINT_SIGNATURE, *FILED, State.SEALED])
def test_a_suspended_file_owes_nothing_and_comes_back_where_it_was(state: State) -> None:
    stayed = suspended(state)
    assert (stayed.state, due_at(stayed), rungs(stayed)) == (State.STAYED, None, ())
    assert agenda(stayed, AT + 300 * DAYS) == ()
    assert acted(stayed, "resume", HEAD, AT + 300 * DAYS, reason=REASON).state is state


@pytest.mark.parametrize("state", OWN_RULE)
def test_the_clock_goes_on_with_what_it_had_left(state: State) -> None:
    facts = an_application(state)
    due = due_at(facts)
    assert due is not None
    stayed = acted(facts, "stay", HEAD, due - 4 * DAYS, reason=REASON)
    back = datetime(2016, 9, 5, 9, tzinfo=UTC)
    resumed = acted(stayed, "resume", HEAD, back, reason=REASON)
    assert due_at(resumed) == last_instant(date(2016, 9, 9))


@pytest.mark.parametrize("state", REMEMBERED)
def test_a_date_set_by_an_act_moves_by_the_days_of_the_suspension(state: State) -> None:
    facts = an_application(state)
    due = due_at(facts)
    assert due is not None
    back = acted(suspended(state, AT + DAYS), "resume", HEAD, AT + 15 * DAYS, reason=REASON)
    assert due_at(back) == due + 14 * DAYS
    assert acted(suspended(state), "resume", HEAD, AT, reason=REASON).completion == facts.completion


@pytest.mark.parametrize("state", CARRIED)
def test_what_another_object_carries_keeps_the_carriers_date(state: State) -> None:
    facts = an_application(state)
    back = acted(suspended(state), "resume", HEAD, AT + 15 * DAYS, reason=REASON)
    assert back.due_override is None
    if state is not State.IN_SESSION:
        assert due_at(back) == due_at(facts)


def test_a_deadline_already_passed_does_not_begin_anew_after_a_suspension() -> None:
    overdue = datetime(2016, 7, 4, 9, tzinfo=UTC)
    back = acted(suspended(State.SUBMITTED, overdue), "resume", HEAD, overdue + DAYS, reason=REASON)
    assert due_at(back) == last_instant(date(2016, 7, 5))


@pytest.mark.parametrize("state", FILED)
def test_a_region_that_withdraws_its_support_suspends_the_file_for_fifteen_days(state: State) -> None:
    stayed = acted(an_application(state), "withdraw_support", PRESIDENT, reason=REASON)
    assert (stayed.state, awaited(stayed)) == (State.STAYED, (PRESIDENT,))
    assert due_at(stayed) == last_instant(date(2016, 6, 16))
    assert [signature.office for signature in stayed.valid_signatures] == [RECTEUR]


def test_the_support_restored_is_a_signature_and_the_review_goes_on_with_its_clock() -> None:
    stayed = acted(an_application(State.SUBMITTED), "withdraw_support", PRESIDENT, AT + 2 * DAYS, reason=REASON)
    restored = acted(stayed, "restore_support", PRESIDENT, AT + 9 * DAYS)
    assert (restored.state, restored.stay) == (State.SUBMITTED, None)
    assert {signature.office for signature in restored.valid_signatures} == {RECTEUR, PRESIDENT}
    assert due_at(restored) == last_instant(date(2016, 6, 22))


def test_only_who_withdrew_restores_and_only_the_dgesco_lifts_its_own_suspension() -> None:
    stayed = acted(an_application(State.ADMISSIBLE), "withdraw_support", PRESIDENT, reason=REASON)
    assert refused(stayed, "restore_support", RECTEUR) == {"soutien_retire"}
    assert refused(stayed, "resume", HEAD, reason=REASON) == {"suspension_de_la_dgesco"}
    decided = suspended(State.ADMISSIBLE)
    assert refused(decided, "restore_support", PRESIDENT) == {"suspension_pour_soutien", "soutien_retire"}
    both = replace(decided, stay=replace(a_support_stay(State.ADMISSIBLE), cause="decision"))
    assert refused(both, "restore_support", PRESIDENT) == {"suspension_pour_soutien"}


def test_the_heir_of_the_region_that_withdrew_may_restore() -> None:
    facts = an_application(
        State.STAYED, regions=("42",), heirs={"region:42": "region:44"}, stay=a_support_stay(State.ADMISSIBLE, "x")
    )
    facts = replace(facts, stay=a_support_stay(State.ADMISSIBLE, "region_president:42"))
    assert awaited(facts) == ("region_president:44",)
    assert acted(facts, "restore_support", "region_president:44").state is State.ADMISSIBLE


def test_only_a_sponsor_whose_signature_stands_withdraws_it() -> None:
    facts = an_application(State.ADMISSIBLE, signatures=signatures(RECTEUR))
    assert refused(facts, "withdraw_support", PRESIDENT, reason=REASON) == {"soutien_donne"}


def test_a_support_not_restored_is_closed_by_an_act_after_its_fifteen_days() -> None:
    stayed = acted(an_application(State.ADMISSIBLE), "withdraw_support", PRESIDENT, reason=REASON)
    early = refused(stayed, "close_without_action", HEAD, AT + 14 * DAYS, reason=REASON)
    assert early == {"delai_de_retablissement_echu"}
    assert agenda(stayed, AT + 90 * DAYS)[-1].at < AT + 90 * DAYS
    assert join(stayed, AT + 90 * DAYS) == ()
    closed = acted(stayed, "close_without_action", HEAD, AT + 16 * DAYS, reason=REASON)
    assert closed.state is State.CLOSED


def test_the_delay_to_restore_may_be_extended_and_holds() -> None:
    stayed = acted(an_application(State.ADMISSIBLE), "withdraw_support", PRESIDENT, reason=REASON)
    longer = acted(stayed, "extend", HEAD, due=date(2016, 7, 1), reason=REASON)
    assert due_at(longer) == last_instant(date(2016, 7, 1))
    code = refused(longer, "close_without_action", HEAD, AT + 20 * DAYS, reason=REASON)
    assert code == {"delai_de_retablissement_echu"}


def test_a_suspension_of_the_dgesco_has_no_date_to_extend_and_may_be_closed_at_any_time() -> None:
    stayed = suspended(State.ADMISSIBLE)
    code = refused(stayed, "extend", HEAD, due=date(2016, 12, 1), reason=REASON)
    assert code == {"echeance_en_cours"}
    assert acted(stayed, "close_without_action", HEAD, reason=REASON).state is State.CLOSED


@pytest.mark.parametrize("state", [State.JOINT_SIGNATURE, *FILED])
def test_the_whole_file_goes_only_with_its_last_signature(state: State) -> None:
    facts = an_application(state, signatures=signatures(RECTEUR, PRESIDENT))
    assert refused(facts, "withdraw", RECTEUR, reason=REASON) == {"desistement_de_tous"}
    alone = replace(facts, signatures=signatures(RECTEUR))
    assert acted(alone, "withdraw", RECTEUR, reason=REASON).state is State.WITHDRAWN


def test_a_draft_may_be_given_up_by_either_sponsor() -> None:
    facts = an_application(State.DRAFT, round=1, signatures=signatures(RECTEUR, PRESIDENT))
    assert acted(facts, "withdraw", RECTEUR, reason=REASON).state is State.WITHDRAWN
    assert acted(suspended(State.DRAFT), "withdraw", RECTEUR, reason=REASON).state is State.WITHDRAWN


def test_when_all_withdraw_one_after_the_other_the_file_ends_even_after_the_opinion() -> None:
    stayed = acted(an_application(State.PROPOSED), "withdraw_support", PRESIDENT, reason=REASON)
    ended = acted(stayed, "withdraw", RECTEUR, reason=REASON)
    assert (ended.state, ended.opinion is not None) == (State.WITHDRAWN, True)


def test_a_file_that_ends_leaves_its_order_and_an_agenda_that_has_not_heard_it() -> None:
    last = {"signatures": signatures(RECTEUR)}
    signing = acted(an_application(State.CO_SIGNATURE, **last), "withdraw", RECTEUR, reason=REASON)
    assert (signing.order_ref, signing.order, signing.session_ref) == ("", None, "CN-2016-1")
    scheduled = acted(an_application(State.SCHEDULED, **last), "withdraw", RECTEUR, reason=REASON)
    assert (scheduled.session_ref, scheduled.session) == ("", None)


def test_a_file_whose_order_is_signed_is_not_erased_even_through_a_suspension() -> None:
    stayed = suspended(State.SEALED)
    assert refused(stayed, "close_without_action", HEAD, reason=REASON) == {"arrete_non_signe"}
    alone = replace(stayed, signatures=signatures(RECTEUR))
    assert refused(alone, "withdraw", RECTEUR, reason=REASON) == {"arrete_non_signe"}
    cancelled = replace(stayed, wave=a_wave(state=WaveState.CANCELLED))
    assert join(cancelled, AT) == ()


@pytest.mark.parametrize("state", [State.DRAFT, State.JOINT_SIGNATURE, *FILED, State.STAYED])
def test_a_call_that_is_cancelled_closes_its_files_and_frees_their_order(state: State) -> None:
    facts = an_application(state, wave=a_wave(state=WaveState.CANCELLED))
    (closed,) = join(facts, AT)
    assert (closed.after.state, closed.after.order_ref) == (State.CLOSED, "")
    assert join(an_application(state, wave=a_wave()), AT) == ()


def test_an_order_is_not_sealed_while_one_of_its_files_is_suspended() -> None:
    from states.facts import Glance

    order = an_order(signatures=signatures("minister:en", "minister:fp", "minister:esr"))
    held = replace(order, items=(Glance(ref="CMQ-2016-0001", state="stayed"),))
    signed = acted(held, "sign", "minister:eco", document="d" * 64)
    assert signed.state is OrderState.IN_SIGNATURE
    freed = replace(signed, items=(Glance(ref="CMQ-2016-0001", state="co_signature"),))
    assert join(freed, AT)[-1].after.state is OrderState.SIGNED


def test_a_stay_of_the_dgesco_awaits_the_dgesco() -> None:
    assert awaited(an_application(State.STAYED, stay=a_stay(State.SUBMITTED))) == (HEAD,)

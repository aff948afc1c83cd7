"""Admissibility: what is missing is listed and dated, the clock is paused, and only those who grant may refuse."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from states.application.words import State
from states.calendar import last_instant
from states.deadlines import awaited, due_at
from states.editions import EDITIONS
from states.refusals import BadField
from tests.states.builders import (
    AT,
    BUREAU,
    DOCUMENT,
    ECO,
    EN,
    ESR,
    FP,
    HEAD,
    REASON,
    RECTORATE,
    acted,
    an_application,
    pieces,
    refused,
    signatures,
)

EXAMINED = State.ADMISSIBILITY
ITEMS = "Convention de partenariat\nPlan de financement"


def incomplete(**changes: object):  # type: ignore[no-untyped-def]
    """A file of which two pieces are awaited until 16 June."""
    return an_application(State.INCOMPLETE, **changes)


def test_an_incomplete_file_has_fifteen_days_and_a_numbered_list() -> None:
    asked = acted(an_application(EXAMINED), "request_completion", BUREAU, items=ITEMS)
    assert asked.state is State.INCOMPLETE
    assert [item.number for item in asked.completion.missing] == [1, 2]
    assert due_at(asked) == last_instant(date(2016, 6, 16))


@pytest.mark.parametrize("items", ["", "   ", "\n\n"])
def test_a_request_names_at_least_one_piece(items: str) -> None:
    with pytest.raises(BadField):
        acted(an_application(EXAMINED), "request_completion", BUREAU, items=items)


@pytest.mark.parametrize(("due", "refusal"), [(AT.date(), True), (AT.date() + timedelta(days=1), False)])
def test_the_delay_given_to_complete_is_to_come(due: date, refusal: bool) -> None:
    facts = an_application(EXAMINED)
    if refusal:
        assert refused(facts, "request_completion", BUREAU, items=ITEMS, due=due) == {"delai_a_venir"}
    else:
        assert acted(facts, "request_completion", BUREAU, items=ITEMS, due=due).state is State.INCOMPLETE


def test_the_last_piece_resumes_the_examination_with_the_working_days_it_had_left() -> None:
    asked_at = datetime(2016, 6, 7, 9, tzinfo=UTC)
    asked = acted(an_application(EXAMINED), "request_completion", BUREAU, asked_at, items=ITEMS)
    assert asked.completion.days_left == 6
    one = acted(asked, "supply_item", RECTORATE, asked_at, item="1", document=DOCUMENT)
    assert (one.state, len(one.completion.missing)) == (State.INCOMPLETE, 1)
    two = acted(one, "supply_item", RECTORATE, datetime(2016, 6, 20, 9, tzinfo=UTC), item="2", document=DOCUMENT)
    assert two.state is EXAMINED
    assert due_at(two) == last_instant(date(2016, 6, 28))


def test_a_second_request_counts_what_is_left_of_the_resumed_examination() -> None:
    at = datetime(2016, 6, 20, 9, tzinfo=UTC)
    back = acted(incomplete(completion=pieces(AT, None)), "supply_item", RECTORATE, at, item="2", document=DOCUMENT)
    assert due_at(back) == last_instant(date(2016, 6, 28))
    again = acted(back, "request_completion", BUREAU, at + timedelta(days=1), items=ITEMS)
    assert again.completion.days_left == 5


def test_a_piece_already_received_is_not_received_again() -> None:
    with pytest.raises(BadField):
        acted(incomplete(completion=pieces(AT, None)), "supply_item", RECTORATE, item="1", document=DOCUMENT)


def test_pieces_that_come_late_are_examined_and_never_refused_by_silence() -> None:
    late = datetime(2016, 8, 1, 9, tzinfo=UTC)
    back = acted(incomplete(completion=pieces(AT, None)), "supply_item", RECTORATE, late, item="2", document=DOCUMENT)
    assert back.state is EXAMINED


def test_the_delay_is_extended_once_by_fifteen_days_at_most() -> None:
    facts = incomplete()
    longest = date(2016, 7, 1)
    for due in (date(2016, 6, 16), longest + timedelta(days=1)):
        assert refused(facts, "extend_completion", HEAD, due=due, reason=REASON) == {"une_seule_prolongation"}
    extended = acted(facts, "extend_completion", HEAD, due=longest, reason=REASON)
    assert due_at(extended) == last_instant(longest)
    again = {"due": longest + timedelta(days=1), "reason": REASON}
    assert refused(extended, "extend_completion", HEAD, **again) == {"une_seule_prolongation"}


def test_a_delay_is_not_extended_to_a_day_already_past() -> None:
    at = datetime(2016, 6, 25, 9, tzinfo=UTC)
    code = refused(incomplete(), "extend_completion", HEAD, at, due=date(2016, 6, 24), reason=REASON)
    assert code == {"une_seule_prolongation"}


def test_the_examination_resumes_without_the_pieces_only_once_their_delay_is_over() -> None:
    last_day = datetime(2016, 6, 16, 20, tzinfo=UTC)
    assert refused(incomplete(), "resume_uncompleted", HEAD, last_day, reason=REASON) == {"delai_de_completude_echu"}
    resumed = acted(incomplete(), "resume_uncompleted", HEAD, last_day + timedelta(days=1), reason=REASON)
    assert resumed.state is EXAMINED


def test_inadmissibility_takes_the_signature_of_each_minister_who_would_grant() -> None:
    facts = an_application(EXAMINED)
    for number, minister in enumerate((EN, FP, ESR, ECO), start=1):
        facts = acted(facts, "sign_inadmissibility", minister, reason=REASON, document=DOCUMENT)
        assert facts.state is (State.INADMISSIBLE if number == 4 else EXAMINED)
        if number == 1:
            assert awaited(facts) == (FP, ESR, ECO)
            again = refused(facts, "sign_inadmissibility", EN, reason=REASON, document=DOCUMENT)
            assert again == {"decision_deja_signee"}


@pytest.mark.parametrize(("trigger", "payload"), [("declare_admissible", {}), ("request_completion", {"items": ITEMS})])
def test_an_inadmissibility_begun_is_dropped_when_the_examination_takes_another_way(
    trigger: str, payload: dict[str, object]
) -> None:
    facts = replace(an_application(EXAMINED), decisions=signatures(EN))
    assert acted(facts, trigger, BUREAU, **payload).decisions == ()


def test_an_appeal_upheld_begins_the_examination_again_on_a_new_clock() -> None:
    later = AT + timedelta(days=100)
    reopened = acted(an_application(State.REFUSED), "reopen", HEAD, later, reason=REASON, document=DOCUMENT)
    assert (reopened.state, reopened.entered_at) == (EXAMINED, later)
    emptied = (reopened.opinion, reopened.reviews, reopened.decisions, reopened.session_ref, reopened.cnee_document)
    assert emptied == (None, (), (), "", "")
    assert reopened.valid_signatures, "the joint presentation stands"


@pytest.mark.parametrize(("restarts", "last"), [(False, date(2016, 6, 22)), (True, date(2016, 6, 24))])
def test_after_a_pause_the_examination_goes_on_or_starts_again_as_the_edition_says(
    monkeypatch: pytest.MonkeyPatch, restarts: bool, last: date
) -> None:
    monkeypatch.setitem(EDITIONS, "2014", replace(EDITIONS["2014"], completion_restarts=restarts))
    asked = acted(
        an_application(State.ADMISSIBILITY), "request_completion", BUREAU, AT + timedelta(days=2), items=["Budget"]
    )
    back = acted(asked, "supply_item", RECTORATE, AT + timedelta(days=9), item="1", document=DOCUMENT)
    assert (back.state, due_at(back)) == (State.ADMISSIBILITY, last_instant(last))

"""What is owed, when, and once: reminders derived from the facts, caught up after an outage, silent when they must."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from states.agenda import Fate, Rung, agenda, next_wake, rungs, rungs_owed
from states.application.words import State
from states.calendar import place_of_department
from states.declaration import Rank
from states.diagnosis import Cause, bearings, diagnosis, stuck
from states.facts import Trouble
from states.label.words import State as LabelState
from states.session.words import State as SessionState
from tests.states.builders import (
    AT,
    BUREAU,
    CHAIR,
    CLOSES,
    HEAD,
    RECTORATE,
    REGION,
    SECRETARY,
    a_label,
    a_session,
    acted,
    an_application,
    signatures,
)
from tests.states.samples import samples

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
ALL = samples()


def names(facts: Any) -> str:
    """Identifiers for a parametrised test."""
    return f"{type(facts).__name__.removesuffix('Facts')}-{facts.state.value}"


def days_of(facts: Any, office: str = RECTORATE) -> list[int]:
    """Days of the reminders that exist for an office."""
    return [rung.days for rung in rungs(facts) if rung.office == office]


def keys(facts: Any, at: datetime) -> set[str]:
    """What is owed at an instant, by key."""
    owed = agenda(facts, at)
    return {one.key if isinstance(one, Rung) else one.step.trigger.value for one in owed}


def test_a_draft_made_ten_days_before_the_closing_owes_no_reminder_of_the_thirtieth_day() -> None:
    assert days_of(an_application(State.DRAFT, entered_at=CLOSES - 10 * DAY)) == [-7, -3, -1, 0]
    assert days_of(an_application(State.DRAFT)) == [-30, -15, -7, -3, -1, 0]


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"date_set_at": datetime(2016, 6, 14, tzinfo=UTC)}, [3, 8]),
        ({"resumed_at": datetime(2016, 6, 14, tzinfo=UTC)}, [3, 8]),
        ({"told_at": datetime(2016, 6, 8, 9, tzinfo=UTC)}, [3, 8]),
        ({"told_at": datetime(2016, 6, 7, 5, tzinfo=UTC)}, [-3, 3, 8]),
        ({"telling": True}, []),
    ],
)
def test_a_reminder_follows_the_stage_the_date_the_clock_and_by_three_days_the_letter(
    changes: dict[str, Any], left: list[int]
) -> None:
    assert days_of(an_application(State.SUBMITTED, **changes), BUREAU) == left


@pytest.mark.parametrize("facts", ALL, ids=names)
def test_each_reminder_has_a_key_of_its_own_and_an_instant_later_than_the_stage(facts: Any) -> None:
    found = rungs(facts)
    assert len({rung.key for rung in found}) == len(found)
    assert all(rung.at > facts.entered_at for rung in found)


@pytest.mark.parametrize("facts", ALL, ids=names)
def test_the_next_wake_is_the_next_instant_at_which_what_is_owed_changes(facts: Any) -> None:
    at, seen = facts.entered_at - DAY, 0
    while (wake := next_wake(facts, at)) is not None and seen < 12:
        before = keys(facts, at)
        for moment in (at + (wake - at) / 7 * step for step in range(1, 7)):
            assert keys(facts, moment) == before
        assert keys(facts, wake - SECOND) == before
        assert keys(facts, wake) != before
        at, seen = wake, seen + 1


@pytest.mark.parametrize("facts", ALL, ids=names)
def test_an_object_is_woken_when_something_is_owed_or_begins_to_be_wrong_and_not_before(facts: Any) -> None:
    for at in (AT, AT + 5 * DAY, AT + 45 * DAY, AT + 400 * DAY):
        found = bearings(facts, at)
        if agenda(facts, at):
            assert found.wake_at == at
        elif found.wake_at is not None:
            assert found.wake_at > at
            assert (found.stuck_cause is None) == (stuck(facts, found.wake_at - SECOND) is None)


def test_reminders_late_together_are_merged_into_the_last() -> None:
    facts = an_application(State.INCOMPLETE)
    owed = [rung for rung in rungs_owed(facts, datetime(2016, 6, 24, 9, tzinfo=UTC)) if rung.office == REGION]
    assert [(rung.days, rung.fate) for rung in owed] == [
        (-7, Fate.MERGED),
        (-1, Fate.MERGED),
        (0, Fate.MERGED),
        (3, Fate.MERGED),
        (7, Fate.SEND),
    ]


@pytest.mark.parametrize(("late", "fate"), [(-SECOND, Fate.SEND), (timedelta(), Fate.DROPPED)])
def test_a_reminder_of_a_date_that_has_passed_is_not_sent(late: timedelta, fate: Fate) -> None:
    facts = an_application(State.DRAFT, wave=an_application().wave)
    owed = [rung for rung in rungs_owed(facts, CLOSES + late) if rung.office == RECTORATE]
    assert (owed[-1].rank, owed[-1].fate) == (Rank.DUE, fate)


def test_what_was_honoured_is_owed_no_more() -> None:
    facts = an_application(State.SUBMITTED)
    at = datetime(2016, 6, 12, 9, tzinfo=UTC)
    (owed,) = rungs_owed(facts, at)
    assert rungs_owed(replace(facts, honoured=frozenset({owed.key})), at) == ()


def test_a_second_round_owes_its_reminders_anew() -> None:
    first = an_application(State.JOINT_SIGNATURE)
    second = replace(first, round=2)
    assert not {rung.key for rung in rungs(first)} & {rung.key for rung in rungs(second)}


def test_a_reminder_leaves_in_the_morning_of_its_own_office_and_on_its_own_working_days() -> None:
    """J-3 of Friday 23 December 2016 is 20 December: a day off in La Réunion, where the day before will do."""
    reunion, paris = place_of_department("974"), place_of_department("35")
    due = datetime(2016, 12, 23, 23, tzinfo=UTC)
    offices = {RECTORATE: reunion, REGION: paris}
    facts = an_application(State.CLARIFICATION, due_override=due, places=offices)
    at = {rung.office: rung.at for rung in rungs(facts) if rung.days == -3}
    assert at.keys() == offices.keys(), "this test needs a stage that reminds three days before"
    assert at[RECTORATE] == datetime(2016, 12, 19, 3, 30, tzinfo=UTC)
    assert at[REGION] == datetime(2016, 12, 20, 6, 30, tzinfo=UTC)


def test_a_reminder_after_the_date_that_falls_on_a_sunday_leaves_on_monday() -> None:
    facts = an_application(State.SUBMITTED, due_override=datetime(2016, 6, 16, 22, tzinfo=UTC))
    third = next(rung for rung in rungs(facts) if rung.days == 3)
    assert third.at == datetime(2016, 6, 20, 5, 30, tzinfo=UTC)


def test_an_escalation_names_the_office_that_is_awaited() -> None:
    raised = [rung for rung in rungs(an_application(State.ADMISSIBLE)) if rung.rank is Rank.ESCALATION]
    assert [(rung.office, rung.concerns, rung.days) for rung in raised] == [(CHAIR, SECRETARY, 10)]


@pytest.mark.parametrize("state", [State.OPINION_RENDERED, State.PROPOSED, State.ARBITRATION])
def test_ministers_who_do_not_finish_a_refusal_are_reported_to_the_head_of_bureau(state: State) -> None:
    begun = an_application(state, decisions=signatures("minister:en"))
    raised = {rung.office: rung.concerns for rung in rungs(begun) if rung.rank is Rank.ESCALATION}
    assert raised[HEAD] == "minister:fp"


def test_an_imported_object_owes_nothing_from_its_past() -> None:
    imported = a_label(state=LabelState.RENEWAL_OPEN, entered_at=datetime(2017, 6, 1, 9, tzinfo=UTC))
    assert all(rung.at > imported.entered_at for rung in rungs(imported))
    assert rungs_owed(imported, imported.entered_at) == ()


def test_a_letter_refused_comes_before_a_date_that_has_passed() -> None:
    at = AT + 60 * DAY
    trouble = Trouble(code="refused", office=BUREAU, since=AT + DAY, words="Courriel refusé.")
    facts = an_application(State.SUBMITTED, troubles=(trouble,))
    assert _cause(facts, at) is Cause.TECHNICAL
    assert _cause(replace(facts, troubles=()), at) is Cause.DEADLINE
    assert stuck(facts, AT) is None


def _cause(facts: Any, at: datetime) -> Cause:
    found = stuck(facts, at)
    assert found is not None
    return found.cause


def test_a_condition_that_another_office_must_lift_makes_stuck_after_its_patience() -> None:
    waiting = an_application(State.OPINION_RENDERED, session=a_session(state=SessionState.CLOSED))
    after = datetime(2016, 6, 13, 22, tzinfo=UTC)
    assert stuck(waiting, after - SECOND) is None
    assert _cause(waiting, after) is Cause.CONDITION


def test_waiting_for_reports_within_their_thirty_days_is_not_being_stuck() -> None:
    assert stuck(an_application(State.UNDER_REVIEW), datetime(2016, 6, 28, tzinfo=UTC)) is None


def test_the_diagnosis_names_what_would_free_the_file_from_mild_to_strong() -> None:
    found = diagnosis(an_application(State.INCOMPLETE), AT + 40 * DAY)
    assert found.stuck is not None
    acts = [offer.step.trigger.value for offer in found.frees]
    assert acts[0] == "supply_item"
    assert "resume_uncompleted" in acts
    assert [offer.step.strength for offer in found.frees] == sorted(offer.step.strength for offer in found.frees)
    assert [condition.met for condition in found.conditions] == [False]


def test_the_diagnosis_says_what_comes_next() -> None:
    found = diagnosis(an_application(State.DRAFT), AT)
    assert found.next_timer is not None
    assert found.next_timer[1] == CLOSES + timedelta(minutes=2)
    assert found.next_rung is not None
    assert (found.next_rung.days, found.awaiting) == (-30, (RECTORATE, REGION))


def test_a_deadline_extended_wakes_the_file_at_its_new_reminders() -> None:
    facts = acted(an_application(State.SUBMITTED), "extend", HEAD, due=date(2016, 12, 1), reason="Motif")
    assert bearings(facts, AT).due_at == datetime(2016, 12, 1, 23, tzinfo=UTC)

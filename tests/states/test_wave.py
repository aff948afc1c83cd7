"""The wave: a calendar in order, published, extended for all, reviewed, decided by tranche, then completed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from states.settle import join
from states.wave.words import State
from tests.states.builders import AT, BUREAU, CLOSES, HEAD, OPENS, REASON, a_wave, acted, refused

LATER = CLOSES + timedelta(days=17)


@pytest.mark.parametrize(
    "changes",
    [
        {"opens_at": CLOSES},
        {"questions_close_at": OPENS},
        {"questions_close_at": CLOSES + timedelta(hours=1)},
        {"session_on": date(2016, 9, 30)},
        {"target_decision_on": date(2016, 12, 8)},
        {"target_decision_on": date(2016, 9, 1), "session_on": None},
    ],
)
def test_a_call_is_approved_with_a_calendar_in_order(changes: dict[str, object]) -> None:
    drafted = a_wave(state=State.DRAFTING, **changes)
    assert refused(drafted, "approve", HEAD) == {"calendrier_coherent"}


def test_a_calendar_may_leave_open_what_is_not_known_yet() -> None:
    bare = a_wave(state=State.DRAFTING, questions_close_at=None, session_on=None, target_decision_on=None)
    assert acted(bare, "approve", HEAD).state is State.APPROVED


def test_a_call_amended_after_its_approval_is_to_be_approved_again() -> None:
    amended = acted(a_wave(state=State.APPROVED), "amend", BUREAU, edition="2013", max_per_academie="2")
    assert (amended.state, amended.edition, amended.max_per_academie) == (State.DRAFTING, "2013", 2)
    assert amended.closes_at == CLOSES


@pytest.mark.parametrize("nor", ["MENE1700093", "mene1700093Y", "Y"])
def test_a_nor_if_any_is_well_written(nor: str) -> None:
    approved = a_wave(state=State.APPROVED)
    assert refused(approved, "publish", BUREAU, nor=nor, bulletin="BO n° 7") == {"nor_de_l_appel"}


def test_a_call_is_published_with_its_reference_in_the_bulletin() -> None:
    published = acted(a_wave(state=State.APPROVED), "publish", BUREAU, nor="MENE1700093Y", bulletin="BO n° 7")
    assert (published.state, published.nor, published.published_on) == (State.PUBLISHED, "MENE1700093Y", AT.date())
    assert acted(a_wave(state=State.APPROVED), "publish", BUREAU, bulletin="BO n° 20").bulletin == "BO n° 20"


@pytest.mark.parametrize("state", [State.PUBLISHED, State.OPEN])
def test_the_closing_is_extended_to_a_later_date_for_all_while_files_are_received(state: State) -> None:
    wave = a_wave(state=state)
    assert refused(wave, "extend", HEAD, closes_at=CLOSES, reason=REASON) == {"cloture_posterieure"}
    extended = acted(wave, "extend", HEAD, closes_at=LATER, reason=REASON)
    assert (extended.state, extended.closes_at, extended.date_set_at) == (state, LATER, AT)
    after = CLOSES + timedelta(seconds=1)
    assert refused(wave, "extend", HEAD, after, closes_at=LATER, reason=REASON) == {"depot_encore_ouvert"}
    assert acted(wave, "extend", HEAD, CLOSES, closes_at=LATER, reason=REASON).closes_at == LATER


@pytest.mark.parametrize(("state", "trigger"), [(State.OPEN, "extend"), (State.CLOSED, "reopen")])
def test_a_closing_moved_beyond_the_session_moves_the_session_too(state: State, trigger: str) -> None:
    wave, closes = a_wave(state=state), datetime(2016, 12, 15, 14, tzinfo=UTC)
    assert refused(wave, trigger, HEAD, closes_at=closes, reason=REASON) == {"calendrier_reporte"}
    moved = {"closes_at": closes, "session_on": date(2017, 1, 20), "reason": REASON}
    assert acted(wave, trigger, HEAD, **moved).session_on == date(2017, 1, 20)


def test_a_closed_call_is_reopened_within_thirty_days_only() -> None:
    closed = a_wave(state=State.CLOSED)
    at = CLOSES + timedelta(days=30)
    reopening = {"closes_at": at + timedelta(days=8), "reason": REASON}
    assert acted(closed, "reopen", HEAD, at, **reopening).state is State.OPEN
    assert refused(closed, "reopen", HEAD, at + timedelta(seconds=1), **reopening) == {"reouverture_recente"}
    past = {"closes_at": at - timedelta(days=2), "reason": REASON}
    assert refused(closed, "reopen", HEAD, at, **past) == {"cloture_posterieure"}


@pytest.mark.parametrize("state", ["submitted", "admissibility", "incomplete"])
def test_the_review_begins_when_each_admissibility_is_decided(state: str) -> None:
    assert refused(a_wave(state=State.CLOSED, counts={state: 1}), "start_review", BUREAU) == {
        "recevabilites_prononcees"
    }
    ready = a_wave(state=State.CLOSED, counts={"admissible": 3, "inadmissible": 1})
    assert acted(ready, "start_review", BUREAU).state is State.IN_REVIEW


def test_the_decision_begins_by_tranche_with_the_first_opinion() -> None:
    none = a_wave(state=State.IN_REVIEW, counts={"under_review": 2}, pending=2)
    assert refused(none, "start_deciding", BUREAU) == {"un_avis_rendu"}
    one = a_wave(state=State.IN_REVIEW, counts={"under_review": 1, "opinion_rendered": 1}, pending=2)
    assert acted(one, "start_deciding", BUREAU).state is State.DECIDING


def test_a_call_that_nobody_answered_can_end() -> None:
    assert acted(a_wave(state=State.IN_REVIEW), "start_deciding", BUREAU).state is State.COMPLETED


def test_the_wave_is_completed_by_the_end_of_its_last_file() -> None:
    assert join(a_wave(state=State.DECIDING, pending=1), AT) == ()
    assert join(a_wave(state=State.DECIDING, pending=0), AT)[-1].after.state is State.COMPLETED


def test_a_change_of_edition_is_dated_from_the_opening_at_the_earliest_and_counts_from_its_day() -> None:
    change = {"edition": "2019", "reason": REASON}
    assert refused(a_wave(), "change_edition", HEAD, on=date(2016, 3, 31), **change) == {"changement_a_venir"}
    changed = acted(a_wave(), "change_edition", HEAD, on=date(2016, 10, 2), **change)
    assert changed.rules(datetime(2016, 10, 1, 21, tzinfo=UTC)).code == "2014"
    assert changed.rules(datetime(2016, 10, 1, 22, tzinfo=UTC)).code == "2019"
    again = acted(changed, "change_edition", HEAD, on=date(2016, 10, 2), edition="2013", reason=REASON)
    assert [one.edition for one in again.edition_changes] == ["2013"]

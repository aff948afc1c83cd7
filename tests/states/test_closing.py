"""The closing instant: inclusive, with its grace, across the change of hour; what was not filed lapses after it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from states.agenda import rungs
from states.application.facts import ApplicationFacts
from states.application.words import State
from states.calendar import instant
from states.refusals import OutOfOrder
from states.settle import join, settle
from states.wave.words import LatePolicy
from states.wave.words import State as WaveState
from tests.states.builders import (
    AT,
    CLOSES,
    HEAD,
    PRESIDENT,
    REASON,
    RECTEUR,
    RECTORATE,
    a_wave,
    acted,
    an_application,
    refused,
    signatures,
)

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def lacking_one(**wave: object) -> ApplicationFacts:
    """Signed by all but the president of the region."""
    return an_application(State.JOINT_SIGNATURE, signatures=signatures(RECTEUR), wave=a_wave(**wave))


@pytest.mark.parametrize("at", [CLOSES - SECOND, CLOSES])
def test_the_last_signature_files_until_the_closing_included(at: datetime) -> None:
    filed = acted(lacking_one(), "sign", PRESIDENT, at)
    assert (filed.state, filed.submitted_at, filed.late) == (State.SUBMITTED, at, False)


def test_one_second_after_the_closing_nothing_is_signed_any_more() -> None:
    assert refused(lacking_one(), "sign", PRESIDENT, CLOSES + SECOND) == {"signature_avant_la_cloture"}


@pytest.mark.parametrize(("after", "files"), [(24 * MINUTE, True), (24 * MINUTE + SECOND, False)])
def test_the_technical_grace_is_part_of_the_closing(after: timedelta, files: bool) -> None:
    facts, at = lacking_one(grace_minutes=24), CLOSES + after
    if files:
        assert acted(facts, "sign", PRESIDENT, at).state is State.SUBMITTED
    else:
        assert refused(facts, "sign", PRESIDENT, at) == {"signature_avant_la_cloture"}


@pytest.mark.parametrize("fold", [0, 1])
def test_a_closing_in_the_hour_that_comes_twice_means_the_one_that_was_chosen(fold: int) -> None:
    closes = instant(date(2016, 10, 30), time(2, 30), fold=fold)
    other = instant(date(2016, 10, 30), time(2, 30), fold=1 - fold)
    facts = lacking_one(closes_at=closes)
    assert acted(facts, "sign", PRESIDENT, closes).state is State.SUBMITTED
    assert refused(facts, "sign", PRESIDENT, closes + SECOND)
    assert abs(closes - other) == timedelta(hours=1)


def test_a_closing_the_night_of_summer_time_counts_real_seconds() -> None:
    closes = instant(date(2017, 3, 26), time(3, 30))
    facts = lacking_one(closes_at=closes)
    assert closes == datetime(2017, 3, 26, 1, 30, tzinfo=UTC)
    assert acted(facts, "sign", PRESIDENT, closes - timedelta(minutes=31)).state is State.SUBMITTED
    assert refused(facts, "sign", PRESIDENT, closes + SECOND)


@pytest.mark.parametrize("state", [State.DRAFT, State.JOINT_SIGNATURE])
def test_what_was_not_filed_lapses_two_minutes_after_and_is_dated_of_the_closing(state: State) -> None:
    facts = an_application(state, wave=a_wave(grace_minutes=24))
    lapses_at = CLOSES + 26 * MINUTE
    assert settle(facts, lapses_at - SECOND) == ()
    (outcome,) = settle(facts, lapses_at + timedelta(days=3))
    assert (outcome.after.state, outcome.at) == (State.LAPSED, lapses_at)
    assert outcome.legal_date == date(2016, 9, 30)


def test_an_act_received_in_time_wins_over_the_lapse_whoever_is_first() -> None:
    filed = acted(lacking_one(), "sign", PRESIDENT, CLOSES)
    assert settle(filed, CLOSES + timedelta(days=1)) == ()


def test_a_joint_signature_missing_at_the_closing_leaves_the_name_of_who_refused() -> None:
    facts = acted(lacking_one(), "refuse_signature", PRESIDENT, reason=REASON)
    (outcome,) = settle(facts, CLOSES + 2 * MINUTE)
    assert outcome.after.state is State.LAPSED
    assert outcome.after.refused_by == (PRESIDENT,)


def test_where_lateness_may_be_accepted_the_signed_file_waits_for_a_reasoned_decision() -> None:
    facts = lacking_one(late_policy=LatePolicy.ACCEPT_WITH_REASON)
    late = CLOSES + timedelta(days=1)
    assert settle(facts, late) == ()
    signed = acted(facts, "sign", PRESIDENT, late)
    assert signed.state is State.JOINT_SIGNATURE
    filed = acted(signed, "submit_late", HEAD, late, reason=REASON)
    assert (filed.state, filed.late, filed.submitted_at) == (State.SUBMITTED, True, late)


def test_a_draft_lapses_even_where_lateness_may_be_accepted() -> None:
    facts = an_application(State.DRAFT, wave=a_wave(late_policy=LatePolicy.ACCEPT_WITH_REASON))
    assert settle(facts, CLOSES + 2 * MINUTE)[-1].after.state is State.LAPSED


@pytest.mark.parametrize(
    ("changes", "at", "code"),
    [
        ({"signatures": signatures(RECTEUR, PRESIDENT)}, CLOSES, "apres_la_cloture"),
        ({"signatures": signatures(RECTEUR, PRESIDENT), "wave": a_wave()}, CLOSES + SECOND, "depot_tardif_admis"),
        ({"signatures": signatures(RECTEUR)}, CLOSES + SECOND, "toutes_les_signatures"),
        ({"signatures": signatures(RECTEUR, PRESIDENT), "opinions": ()}, CLOSES + SECOND, "avis_consultatifs"),
    ],
)
def test_a_late_filing_is_accepted_only_late_admitted_signed_and_advised(
    changes: dict[str, object], at: datetime, code: str
) -> None:
    wave = a_wave(late_policy=LatePolicy.ACCEPT_WITH_REASON)
    facts = an_application(State.JOINT_SIGNATURE, **({"wave": wave} | changes))
    assert refused(facts, "submit_late", HEAD, at, reason=REASON) == {code}


def test_a_late_file_that_only_awaits_the_decision_awaits_the_head_of_bureau() -> None:
    from states.deadlines import awaited

    wave = a_wave(late_policy=LatePolicy.ACCEPT_WITH_REASON)
    facts = an_application(State.JOINT_SIGNATURE, signatures=signatures(RECTEUR, PRESIDENT), wave=wave)
    assert awaited(facts) == (HEAD,)


def test_an_extension_lets_a_file_signed_too_late_be_filed_at_once() -> None:
    wave = a_wave(late_policy=LatePolicy.ACCEPT_WITH_REASON)
    late = CLOSES + timedelta(hours=1)
    facts = an_application(State.JOINT_SIGNATURE, signatures=signatures(RECTEUR, PRESIDENT), wave=wave)
    assert join(facts, late) == ()
    extended = replace(facts, wave=replace(wave, closes_at=CLOSES + timedelta(days=7)))
    assert join(extended, late)[-1].after.state is State.SUBMITTED


def test_nothing_is_created_before_the_opening_nor_after_the_closing() -> None:
    wave = a_wave(state=WaveState.PUBLISHED)
    facts = an_application(State.NOWHERE, wave=wave)
    assert refused(facts, "create", RECTORATE, wave.opens_at - SECOND) == {"appel_ouvert"}
    assert acted(facts, "create", RECTORATE, wave.opens_at).state is State.DRAFT
    assert acted(facts, "create", RECTORATE, CLOSES).state is State.DRAFT
    assert refused(facts, "create", RECTORATE, CLOSES + SECOND) == {"appel_ouvert"}


@pytest.mark.parametrize("state", [WaveState.OPEN, WaveState.CLOSED])
def test_dates_decide_whether_a_wave_is_open_not_the_state_that_a_timer_writes(state: WaveState) -> None:
    wave = a_wave(state=state)
    assert wave.is_open(CLOSES)
    assert not wave.is_open(CLOSES + SECOND)


def test_the_wave_closes_with_its_drafts_and_not_before() -> None:
    wave = a_wave(grace_minutes=24)
    assert settle(wave, CLOSES + 26 * MINUTE - SECOND) == ()
    (closed,) = settle(wave, CLOSES + timedelta(days=3))
    assert (closed.after.state, closed.at, closed.legal_date) == (
        WaveState.CLOSED,
        CLOSES + 26 * MINUTE,
        date(2016, 9, 30),
    )


def test_a_call_opens_at_its_own_instant_even_when_nobody_looked_for_a_week() -> None:
    wave = a_wave(state=WaveState.PUBLISHED, entered_at=datetime(2016, 3, 1, tzinfo=UTC))
    (opened,) = settle(wave, wave.opens_at + timedelta(days=7))
    assert (opened.after.state, opened.at) == (WaveState.OPEN, wave.opens_at)


def test_a_draft_that_was_suspended_has_left_what_it_had_left() -> None:
    draft = an_application(State.DRAFT)
    stayed = acted(draft, "stay", HEAD, CLOSES - timedelta(days=5), reason=REASON)
    assert settle(stayed, CLOSES + timedelta(days=1)) == ()
    back = CLOSES + timedelta(days=30)
    resumed = acted(stayed, "resume", HEAD, back, reason=REASON)
    assert (resumed.state, resumed.closing_day) == (State.DRAFT, date(2016, 11, 4))
    assert settle(resumed, back + timedelta(days=4)) == ()
    (lapse,) = settle(resumed, back + timedelta(days=9))
    assert (lapse.after.state, lapse.legal_date) == (State.LAPSED, date(2016, 11, 4))


def test_a_draft_suspended_for_a_day_keeps_the_common_closing() -> None:
    stayed = acted(an_application(State.DRAFT), "stay", HEAD, AT, reason=REASON)
    resumed = acted(stayed, "resume", HEAD, AT + timedelta(hours=3), reason=REASON)
    assert resumed.closes_at is not None
    assert CLOSES <= resumed.closes_at <= CLOSES + timedelta(days=1)


def test_once_lapsed_nothing_brings_a_file_back() -> None:
    lapsed = an_application(State.LAPSED)
    with pytest.raises(OutOfOrder):
        acted(lapsed, "edit", RECTORATE)


def test_once_closed_a_moved_closing_still_owes_nothing_of_the_days_before_it_was_moved() -> None:
    late, moved = CLOSES + 18 * DAY, CLOSES - 4 * DAY
    extended = acted(a_wave(), "extend", HEAD, moved, closes_at=late, reason=REASON)
    closed = settle(extended, late + DAY)[-1].after
    assert closed.state is WaveState.CLOSED
    for wave in (extended, closed):
        owed = rungs(an_application(State.JOINT_SIGNATURE, wave=wave, signatures=signatures(RECTEUR)))
        assert owed
        assert all(rung.at > moved for rung in owed)

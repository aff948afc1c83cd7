"""An outage of the platform over a closing: a recorded window, and time given back to the files that it touched."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from states.application.facts import ApplicationFacts
from states.application.words import State
from states.deadlines import due_at
from states.refusals import BadField
from states.settle import join, settle
from states.table.deadlines import deadline_table
from states.wave.facts import Outage
from states.wave.words import State as WaveState
from tests.states.builders import (
    CLOSES,
    HEAD,
    OPENS,
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

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: The closing is on Friday 30 September 2016 at 15:00; the service is back at 18:00.
BACK = CLOSES + 3 * HOUR
LATER = datetime(2016, 10, 4, 13, tzinfo=UTC)
WINDOW: dict[str, Any] = {"started_at": CLOSES - HOUR, "ended_at": BACK, "closes_at": LATER, "reason": REASON}
OUTAGE = Outage(started_at=CLOSES - HOUR, ended_at=BACK, closes_at=LATER, recorded_at=BACK + DAY)


def closed(**changes: Any) -> Any:
    """The wave once its closing has passed."""
    return a_wave(state=WaveState.CLOSED, entered_at=CLOSES, **changes)


def lapsed(state: State, **changes: Any) -> ApplicationFacts:
    """A file that lapsed at the closing."""
    (outcome,) = settle(an_application(state, **changes), CLOSES + DAY)
    assert isinstance(outcome.after, ApplicationFacts)
    return outcome.after


def test_the_head_records_the_window_and_the_call_keeps_its_own_closing() -> None:
    wave = acted(closed(), "record_outage", HEAD, BACK + DAY, **WINDOW)
    assert wave.outages == (OUTAGE,)
    assert (wave.state, wave.closes_at, wave.date_set_at) == (WaveState.CLOSED, CLOSES, None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ended_at": CLOSES - 2 * HOUR}, "panne_terminee"),
        ({"ended_at": BACK + 2 * DAY}, "panne_terminee"),
        ({"started_at": CLOSES - 50 * HOUR, "ended_at": CLOSES - 24 * HOUR}, "panne_a_la_cloture"),
        ({"started_at": CLOSES + timedelta(seconds=1)}, "panne_a_la_cloture"),
        ({"closes_at": CLOSES}, "report_apres_panne"),
        ({"closes_at": BACK + HOUR}, "report_apres_panne"),
        ({"closes_at": datetime(2016, 10, 17, 13, tzinfo=UTC)}, "report_apres_panne"),
        ({"closes_at": datetime(2016, 10, 8, 13, tzinfo=UTC)}, "cloture_un_jour_ouvre"),
    ],
)
def test_a_window_or_a_closing_that_makes_no_sense_is_refused(changes: dict[str, Any], code: str) -> None:
    assert refused(closed(), "record_outage", HEAD, BACK + DAY, **(WINDOW | changes)) == {code}


def test_the_closing_given_back_comes_before_the_session() -> None:
    early = closed(session_on=date(2016, 10, 4))
    assert refused(early, "record_outage", HEAD, BACK + DAY, **WINDOW) == {"report_avant_la_seance"}


def test_a_day_off_is_accepted_with_its_reason() -> None:
    saturday = WINDOW | {"closes_at": datetime(2016, 10, 8, 13, tzinfo=UTC), "day_off_reason": "Service ouvert."}
    assert acted(closed(), "record_outage", HEAD, BACK + DAY, **saturday).outages


def test_an_outage_is_recorded_within_thirty_days_of_the_closing() -> None:
    late = WINDOW | {"closes_at": CLOSES + 40 * DAY}
    codes = refused(closed(), "record_outage", HEAD, CLOSES + 31 * DAY, **late)
    assert codes == {"panne_recente", "report_apres_panne"}


@pytest.mark.parametrize("state", [State.DRAFT, State.JOINT_SIGNATURE])
def test_a_file_that_lapsed_is_put_back_where_it_stood_with_its_signatures(state: State) -> None:
    facts = lapsed(state, signatures=signatures(RECTEUR))
    assert join(facts, BACK + DAY) == ()
    (back,) = join(replace(facts, wave=closed(outages=(OUTAGE,))), BACK + DAY)
    assert (back.after.state, back.after.signatures, back.after.lapsed_from) == (state, facts.signatures, None)
    assert (due_at(back.after), back.after.closing_day) == (LATER, date(2016, 10, 4))


def test_what_was_put_back_is_filed_until_its_new_closing_included_then_lapses_for_good() -> None:
    facts = lapsed(State.JOINT_SIGNATURE, signatures=signatures(RECTEUR))
    (back,) = join(replace(facts, wave=closed(outages=(OUTAGE,))), BACK + DAY)
    assert acted(back.after, "sign", PRESIDENT, LATER).state is State.SUBMITTED
    assert refused(back.after, "sign", PRESIDENT, LATER + timedelta(seconds=1)) == {"signature_avant_la_cloture"}
    (again,) = settle(back.after, LATER + DAY)
    assert (again.after.state, again.legal_date) == (State.LAPSED, date(2016, 10, 4))
    assert join(again.after, LATER + DAY) == ()


def test_a_file_begun_after_the_outage_was_not_touched_by_it() -> None:
    wave = a_wave(closes_at=CLOSES + DAY, outages=(OUTAGE,))
    begun = an_application(State.DRAFT, wave=wave, created_at=BACK + HOUR)
    assert begun.closes_at == CLOSES + DAY
    assert an_application(State.DRAFT, wave=wave, created_at=BACK).closes_at == LATER


def test_a_draft_still_open_when_the_outage_is_recorded_does_not_lapse_with_the_others() -> None:
    wave = acted(a_wave(), "record_outage", HEAD, CLOSES - HOUR, **(
        WINDOW | {"started_at": CLOSES - 3 * HOUR, "ended_at": CLOSES - 2 * HOUR}))  # fmt: skip
    draft = an_application(State.DRAFT, wave=wave)
    assert settle(draft, CLOSES + DAY) == ()
    assert acted(draft, "request_signatures", RECTORATE, CLOSES + DAY).state is State.JOINT_SIGNATURE


def test_the_grace_of_the_call_is_part_of_the_closing_given_back() -> None:
    facts = an_application(State.DRAFT, wave=a_wave(grace_minutes=24, outages=(OUTAGE,)))
    assert facts.receives_until == LATER + timedelta(minutes=24)


def test_the_table_of_deadlines_says_which_outage_moved_the_closing() -> None:
    row = deadline_table(an_application(State.DRAFT, wave=a_wave(outages=(OUTAGE,))), (), OPENS)[0]
    (change,) = row.changes
    assert (row.until, change.before, change.after) == (LATER, CLOSES, LATER)
    assert change.why.startswith("panne de la plateforme du vendredi 30 septembre 2016")


@pytest.mark.parametrize(
    ("trigger", "facts", "at"),
    [
        ("approve", a_wave(state=WaveState.DRAFTING, closes_at=CLOSES + 2 * DAY), OPENS - DAY),
        ("extend", a_wave(), OPENS),
        ("reopen", closed(), BACK),
    ],
    ids=["approved", "extended", "reopened"],
)
def test_a_closing_on_a_day_off_is_said_and_accepted_with_its_reason(trigger: str, facts: Any, at: datetime) -> None:
    given = {} if trigger == "approve" else {"closes_at": CLOSES + 2 * DAY, "reason": REASON}
    assert refused(facts, trigger, HEAD, at, **given) == {"cloture_un_jour_ouvre"}
    assert acted(facts, trigger, HEAD, at, day_off_reason="Fermeture du lundi.", **given).closes_at == CLOSES + 2 * DAY


@pytest.mark.parametrize(
    ("hour", "says"),
    [
        ("2017-03-26T02:30[Europe/Paris]", "n’existe pas le dimanche 26 mars 2017"),
        ("2016-10-30T02:30[Europe/Paris]", "arrive deux fois le dimanche 30 octobre 2016"),
        ("2016-10-31T15:00", "précisez le fuseau"),
        ("2016-13-31T15:00[Europe/Paris]", "indiquez une date et une heure"),
        ("0001-01-01T00:00[Europe/Paris]", "une année entre"),
    ],
)
def test_an_hour_that_paris_skips_or_shows_twice_is_refused(hour: str, says: str) -> None:
    with pytest.raises(BadField, match=says):
        acted(a_wave(), "extend", HEAD, OPENS, closes_at=hour, reason=REASON)


def test_an_hour_of_paris_is_read_as_its_clocks_show_it() -> None:
    moved = acted(a_wave(), "extend", HEAD, OPENS, closes_at="2016-10-31T15:00[Europe/Paris]", reason=REASON)
    assert moved.closes_at == datetime(2016, 10, 31, 14, tzinfo=UTC)

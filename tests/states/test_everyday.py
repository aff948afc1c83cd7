"""Acts of every day: remind, extend, acknowledge."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from states.agenda import rungs
from states.application.words import ReviewState, State
from states.calendar import last_instant
from states.deadlines import awaited, due_at
from states.diagnosis import Cause, stuck
from states.everyday import CHASED
from states.facts import Reminded
from states.refusals import Blocked
from tests.states.builders import (
    AT,
    BUREAU,
    HEAD,
    ONE,
    REASON,
    SECRETARY,
    THREE,
    acted,
    an_application,
    an_order,
    refused,
)

EXTENSIBLE = [
    State.SUBMITTED,
    State.ADMISSIBILITY,
    State.ADMISSIBLE,
    State.UNDER_REVIEW,
    State.CLARIFICATION,
    State.REVIEWED,
    State.ADJOURNED,
    State.OPINION_RENDERED,
    State.RESERVATIONS,
    State.PROPOSED,
    State.ARBITRATION,
]


def test_one_reminds_once_a_day_at_most() -> None:
    reminded = acted(an_application(State.SUBMITTED), "remind", BUREAU)
    almost = AT + timedelta(hours=24) - timedelta(seconds=1)
    assert refused(reminded, "remind", HEAD, almost) == {"vingt_quatre_heures"}
    again = acted(reminded, "remind", HEAD, AT + timedelta(hours=24))
    assert again.reminded == (Reminded(office=BUREAU, at=AT + timedelta(hours=24)),)


def test_a_reminder_too_soon_is_refused_with_the_instant_at_which_it_becomes_possible() -> None:
    reminded = acted(an_application(State.SUBMITTED), "remind", BUREAU)
    with pytest.raises(Blocked, match=r"relance possible le [a-z]+ [0-9]+ [a-zéû]+ [0-9]{4} à [0-9]+.h.[0-9]{2}"):
        acted(reminded, "remind", HEAD, AT + timedelta(hours=1))


def test_only_those_that_nothing_has_chased_for_a_day_are_reminded() -> None:
    signing = an_application(State.JOINT_SIGNATURE)
    first, *others = awaited(signing)
    just = AT - timedelta(hours=1)
    known = replace(signing, reminded=(Reminded(office=first, at=just),))
    reminded = acted(known, "remind", BUREAU)
    assert CHASED.of(reminded) == tuple(others)
    assert {one.office: one.at for one in reminded.reminded} == dict.fromkeys(others, AT) | {first: just}


def test_a_rung_that_has_just_left_gives_its_office_the_same_rest() -> None:
    facts = an_application(State.SUBMITTED)
    rung = min(rungs(facts), key=lambda one: one.at)
    sent = replace(facts, honoured=frozenset({rung.key}))
    assert refused(sent, "remind", HEAD, rung.at + timedelta(hours=23)) == {"vingt_quatre_heures"}
    assert acted(sent, "remind", HEAD, rung.at + timedelta(hours=24)).reminded


def test_a_reminder_or_an_acknowledgement_does_not_hide_that_the_file_sleeps() -> None:
    facts = replace(an_application(State.SUBMITTED), due_override=datetime(2030, 1, 1, tzinfo=UTC))
    at = AT + timedelta(days=20)
    asleep = stuck(facts, at)
    assert asleep is not None
    assert asleep.cause is Cause.INACTIVITY
    reminded = acted(facts, "remind", BUREAU, at)
    assert stuck(reminded, at) == asleep
    noted = acted(facts, "acknowledge", BUREAU, at, answer_on=at.date() + timedelta(days=2))
    assert stuck(noted, at) == asleep


def test_an_act_that_stays_in_place_shows_that_the_file_moves() -> None:
    facts = an_application(State.JOINT_SIGNATURE)
    at = AT + timedelta(days=40)
    assert stuck(facts, at) is not None
    assert stuck(acted(facts, "sign", "recteur:14", at - timedelta(days=5)), at) is None


@pytest.mark.parametrize("state", EXTENSIBLE)
def test_the_head_extends_a_date_to_a_later_one_only(state: State) -> None:
    facts = an_application(state)
    due = due_at(facts)
    assert due is not None
    last_day = (due - timedelta(seconds=1)).astimezone(AT.tzinfo).date()
    assert refused(facts, "extend", HEAD, due=last_day, reason=REASON) == {"date_posterieure"}
    longer = acted(facts, "extend", HEAD, due=date(2016, 12, 1), reason=REASON)
    assert (due_at(longer), longer.date_set_at) == (last_instant(date(2016, 12, 1)), AT)


def test_a_new_date_makes_new_reminders_and_drops_the_old_ones() -> None:
    facts = an_application(State.SUBMITTED)
    longer = acted(facts, "extend", HEAD, due=date(2016, 12, 1), reason=REASON)
    assert not {rung.key for rung in rungs(facts)} & {rung.key for rung in rungs(longer)}


def test_the_thirty_days_of_a_new_rapporteur_are_not_those_of_an_extension() -> None:
    longer = acted(an_application(State.UNDER_REVIEW), "extend", HEAD, due=date(2016, 7, 8), reason=REASON)
    at = datetime(2016, 7, 6, 9, tzinfo=UTC)
    replaced = acted(longer, "replace_reviewer", SECRETARY, at, late=ONE, office=THREE, reason=REASON)
    pending = {review.office: review.due for review in replaced.reviews if review.state is ReviewState.PENDING}
    assert (pending[THREE], pending["rapporteur:02"]) == (date(2016, 8, 5), date(2016, 7, 8))


def test_the_date_of_an_order_is_extended_on_the_order() -> None:
    order = acted(an_order(), "extend", HEAD, due=date(2016, 12, 1), reason=REASON)
    assert due_at(an_application(State.CO_SIGNATURE, order=order)) == last_instant(date(2016, 12, 1))


@pytest.mark.parametrize(
    ("state", "at", "last"),
    [
        (State.SUBMITTED, AT, date(2016, 6, 15)),
        (State.DRAFT, AT, date(2016, 7, 1)),
        (State.SUBMITTED, datetime(2016, 6, 15, 21, 59, tzinfo=UTC), date(2016, 6, 15)),
        (State.SUBMITTED, datetime(2016, 6, 15, 22, tzinfo=UTC), date(2016, 6, 30)),
    ],
    ids=["until the deadline", "thirty days at most", "the last day itself", "ten working days once it has passed"],
)
def test_one_answers_by_the_deadline_or_soon_after_it(state: State, at: datetime, last: date) -> None:
    facts = an_application(state)
    holder = "rectorate_officer:14" if state is State.DRAFT else BUREAU
    assert acted(facts, "acknowledge", holder, at, answer_on=last).acknowledgements[0].until == last
    later = last + timedelta(days=1)
    assert refused(facts, "acknowledge", holder, at, answer_on=later) == {"reponse_prochaine"}


def test_one_does_not_announce_an_answer_for_a_day_gone_by() -> None:
    facts = an_application(State.SUBMITTED)
    assert acted(facts, "acknowledge", BUREAU, answer_on=AT.date()).acknowledgements
    assert refused(facts, "acknowledge", BUREAU, answer_on=AT.date() - timedelta(days=1)) == {"reponse_prochaine"}


def test_an_acknowledgement_stops_the_ladder_towards_that_office_until_its_date() -> None:
    facts = an_application(State.UNDER_REVIEW)
    noted = acted(facts, "acknowledge", ONE, answer_on=date(2016, 6, 29))
    left = [rung for rung in rungs(noted) if rung.concerns == ONE]
    assert [rung.days for rung in left if rung.office == ONE] == [-1, 0, 3, 7]
    others = [rung for rung in rungs(noted) if rung.concerns != ONE]
    assert others == [rung for rung in rungs(facts) if rung.concerns != ONE]


def test_a_new_acknowledgement_takes_the_place_of_the_former() -> None:
    facts = acted(an_application(State.SUBMITTED), "acknowledge", BUREAU, answer_on=date(2016, 6, 10))
    again = acted(facts, "acknowledge", BUREAU, answer_on=date(2016, 6, 14))
    assert [one.until for one in again.acknowledgements] == [date(2016, 6, 14)]


def test_an_order_is_reminded_once_a_day_and_extended_to_a_later_date_only() -> None:
    reminded = acted(an_order(), "remind", BUREAU)
    assert refused(reminded, "remind", BUREAU, AT + timedelta(hours=23)) == {"vingt_quatre_heures"}
    assert refused(an_order(), "extend", HEAD, due=date(2016, 6, 29), reason=REASON) == {"date_posterieure"}

"""The expertise: two rapporteurs from elsewhere, all reports and opinions in, a third when two disagree."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from states.agenda import rungs
from states.application.facts import ApplicationFacts
from states.application.words import ReviewState, State
from states.calendar import last_instant
from states.deadlines import awaited, due_at
from states.offers import offers
from states.refusals import BadField
from tests.states.builders import (
    AT,
    CHAIR,
    DIRECTORATES,
    DOCUMENT,
    ONE,
    REASON,
    RECTORATE,
    SECRETARY,
    THREE,
    TWO,
    a_report,
    a_review,
    acted,
    an_application,
    refused,
)

NOW = State.UNDER_REVIEW
OPINIONS = tuple(a_review(office, ReviewState.DELIVERED, delivered_at=AT) for office in DIRECTORATES)


def reviewed_by(*reviews: object, **changes: object) -> ApplicationFacts:
    """A file whose directorates have answered, with these reports."""
    return an_application(NOW, reviews=(*reviews, *OPINIONS), **changes)


def test_two_distinct_rapporteurs_are_assigned_for_thirty_days_beside_the_directorates_of_the_edition() -> None:
    facts = acted(an_application(State.ADMISSIBLE), "assign_rapporteurs", SECRETARY, rapporteurs=(ONE, TWO))
    assert awaited(facts) == (ONE, TWO, *DIRECTORATES)
    assert due_at(facts) == last_instant(date(2016, 7, 1))


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ((ONE,), "deux_rapporteurs"),
        ((ONE, ONE), "deux_rapporteurs"),
        ((ONE, TWO, THREE), "deux_rapporteurs"),
        ((ONE, "commission_chair"), "liste_des_rapporteurs"),
    ],
)
def test_not_one_not_three_and_only_rapporteurs(named: tuple[str, ...], code: str) -> None:
    assert code in refused(an_application(State.ADMISSIBLE), "assign_rapporteurs", SECRETARY, rapporteurs=named)


@pytest.mark.parametrize(
    ("tie", "heirs"),
    [
        ("academie:14", {}),
        ("region:53", {}),
        ("region:42", {"region:42": "region:53"}),
    ],
)
def test_a_rapporteur_is_excluded_by_territory_successors_included(tie: str, heirs: dict[str, str]) -> None:
    ties = {ONE: frozenset({tie})}
    facts = an_application(State.ADMISSIBLE, ties=ties, heirs=heirs)
    assert refused(facts, "assign_rapporteurs", SECRETARY, rapporteurs=(ONE, TWO)) == {"deport"}
    waiting = an_application(NOW, ties={THREE: frozenset({tie})}, heirs=heirs)
    swap = {"late": ONE, "office": THREE, "reason": REASON}
    assert refused(waiting, "replace_reviewer", SECRETARY, **swap) == {"deport"}
    apart = reviewed_by(a_report(ONE, 18), a_report(TWO, 8), ties={THREE: frozenset({tie})}, heirs=heirs)
    assert refused(apart, "add_rapporteur", SECRETARY, office=THREE) == {"deport"}


def test_a_report_bears_a_score_out_of_twenty_an_opinion_none() -> None:
    facts = an_application(NOW)
    for score in (None, -1, 21):
        assert refused(facts, "deliver_report", ONE, score=score, document=DOCUMENT) == {"note_sur_vingt"}
    assert acted(facts, "deliver_report", ONE, score=20, document=DOCUMENT).state is NOW
    assert acted(facts, "deliver_report", "dgesip_officer", document=DOCUMENT).state is NOW


def test_the_review_ends_when_the_last_report_or_opinion_is_in() -> None:
    facts = an_application(NOW)
    for office in (ONE, TWO):
        facts = acted(facts, "deliver_report", office, score=14, document=DOCUMENT)
    for office in DIRECTORATES:
        assert facts.state is NOW
        facts = acted(facts, "deliver_report", office, document=DOCUMENT)
    assert facts.state is State.REVIEWED


@pytest.mark.parametrize(("second", "state"), [(12, State.REVIEWED), (11, NOW)])
def test_a_gap_of_more_than_six_points_calls_for_a_third_rapporteur(second: int, state: State) -> None:
    facts = reviewed_by(a_report(ONE, 18), a_review(TWO))
    delivered = acted(facts, "deliver_report", TWO, score=second, document=DOCUMENT)
    assert delivered.state is state


def test_the_third_report_settles_the_gap_and_so_does_the_chair() -> None:
    apart = reviewed_by(a_report(ONE, 18), a_report(TWO, 8))
    assert awaited(apart) == (SECRETARY,)
    third = acted(apart, "add_rapporteur", SECRETARY, office=THREE)
    assert awaited(third) == (THREE,)
    assert acted(third, "deliver_report", THREE, score=12, document=DOCUMENT).state is State.REVIEWED
    assert acted(third, "waive_report", CHAIR, late=THREE, reason=REASON).state is State.REVIEWED


def test_a_rapporteur_is_not_added_to_reports_that_agree_nor_twice() -> None:
    agreeing = reviewed_by(a_report(ONE), a_review(TWO))
    assert refused(agreeing, "add_rapporteur", SECRETARY, office=THREE) == {"troisieme_rapporteur_utile"}
    apart = reviewed_by(a_report(ONE, 18), a_report(TWO, 8))
    assert refused(apart, "add_rapporteur", SECRETARY, office=ONE) == {"deja_designe"}
    assert refused(apart, "add_rapporteur", SECRETARY, office=CHAIR) == {"liste_des_rapporteurs"}


def test_a_silent_rapporteur_is_replaced_with_thirty_days_of_their_own() -> None:
    at = datetime(2016, 7, 11, 9, tzinfo=UTC)
    facts = an_application(NOW)
    replaced = acted(facts, "replace_reviewer", SECRETARY, at, late=ONE, office=THREE, reason=REASON)
    assert replaced.reviews[0].state is ReviewState.REPLACED
    assert replaced.reviews[-1].due == date(2016, 8, 10)
    swap = {"late": ONE, "reason": REASON}
    assert refused(facts, "replace_reviewer", SECRETARY, office=TWO, **swap) == {"deja_designe"}
    assert refused(facts, "replace_reviewer", SECRETARY, office=CHAIR, **swap) == {"liste_des_rapporteurs"}


def test_a_directorate_is_not_replaced_by_a_rapporteur_but_its_opinion_may_be_waived() -> None:
    facts = an_application(NOW)
    with pytest.raises(BadField):
        acted(facts, "replace_reviewer", SECRETARY, late="dgesip_officer", office=THREE, reason=REASON)
    waived = acted(facts, "waive_report", CHAIR, late="dgesip_officer", reason=REASON)
    assert "dgesip_officer" not in awaited(waived)


def test_an_opinion_waived_does_not_stand_for_a_report() -> None:
    facts = an_application(NOW, reviews=(a_report(ONE), a_review(DIRECTORATES[0])))
    waived = acted(facts, "waive_report", CHAIR, late=DIRECTORATES[0], reason=REASON)
    assert waived.state is NOW
    assert awaited(waived) == (SECRETARY,)


def test_a_missing_report_takes_the_chairs_waiver_to_go_on() -> None:
    facts = reviewed_by(a_report(ONE), a_review(TWO))
    assert acted(facts, "waive_report", CHAIR, late=TWO, reason=REASON).state is State.REVIEWED


def test_one_who_steps_aside_is_never_named_again_and_another_is_needed() -> None:
    facts = acted(reviewed_by(a_report(ONE), a_review(TWO)), "recuse", TWO, reason=REASON)
    assert (facts.state, awaited(facts)) == (NOW, (SECRETARY,))
    assert refused(facts, "add_rapporteur", SECRETARY, office=TWO) == {"deja_designe", "deport"}
    assert acted(facts, "add_rapporteur", SECRETARY, office=THREE).state is NOW


def test_nothing_is_offered_to_replace_or_waive_when_nobody_is_late() -> None:
    apart = reviewed_by(a_report(ONE, 18), a_report(TWO, 8))
    possible = {offer.step.trigger.value for offer in offers(apart, (SECRETARY, CHAIR), AT) if offer.possible}
    assert "add_rapporteur" in possible
    assert not possible & {"replace_reviewer", "waive_report"}
    only_opinions = reviewed_by(a_report(ONE), a_report(TWO), a_review("dgesip_officer"))
    possible = {offer.step.trigger.value for offer in offers(only_opinions, (SECRETARY, CHAIR), AT) if offer.possible}
    assert "waive_report" in possible
    assert "replace_reviewer" not in possible


@pytest.mark.parametrize(("days", "due"), [(0, date(2016, 7, 1)), (4, date(2016, 7, 5)), (8, date(2016, 7, 11))])
def test_the_time_taken_to_answer_a_question_is_given_back_to_the_rapporteurs(days: int, due: date) -> None:
    asked = acted(an_application(NOW), "ask_clarification", ONE, question="Combien ?")
    assert due_at(asked) == last_instant(date(2016, 6, 13))
    answered = acted(asked, "answer_clarification", RECTORATE, AT + timedelta(days=days), answer="Douze.")
    assert answered.state is NOW
    assert due_at(answered) == last_instant(due)


def test_a_question_put_late_in_the_evening_counts_from_its_paris_day() -> None:
    at = datetime(2016, 6, 1, 22, 30, tzinfo=UTC)
    asked = acted(an_application(NOW), "ask_clarification", ONE, at, question="Combien ?")
    closed = acted(asked, "close_clarification", SECRETARY, at + timedelta(hours=12), reason=REASON)
    assert due_at(closed) == last_instant(date(2016, 7, 1))


def test_the_secretary_has_five_working_days_to_name_the_rapporteur_who_is_missing() -> None:
    facts = replace(reviewed_by(a_report(ONE, 18), a_report(TWO, 8)), moved_at=datetime(2016, 7, 4, 9, tzinfo=UTC))
    assert due_at(facts) == last_instant(date(2016, 7, 11))
    assert rungs(facts) == (), "the ladder speaks of reports, and none is awaited"

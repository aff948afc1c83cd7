"""What puts a label right: dates entered wrongly are rectified, a grant that a court annuls falls."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from states.agenda import rungs
from states.application.words import State as AppState
from states.deadlines import due_at
from states.facts import Glance
from states.label.dates import renewal_due_on
from states.label.facts import LabelFacts
from states.label.words import State
from states.order.words import State as OrderState
from states.refusals import BadField
from states.settle import join, settle
from tests.states.builders import (
    AT,
    BUREAU,
    DOCUMENT,
    HEAD,
    PRESIDENT,
    REASON,
    RECTEUR,
    a_label,
    acted,
    an_application,
    an_order,
    refused,
)

IN_WINDOW = datetime(2016, 10, 1, 9, tzinfo=UTC)
AFTER_TERM = datetime(2017, 10, 1, 9, tzinfo=UTC)
RIGHT = {"starts_on": date(2013, 9, 11), "months": 48, "document": DOCUMENT, "reason": REASON}
MINE, OTHER = "CMQ-2016-0001", "CMQ-2016-0002"


def entered_as(months: int, **changes: object) -> LabelFacts:
    """A label of four years that someone entered with another term."""
    ends = {24: date(2015, 9, 11), 36: date(2016, 9, 11), 47: date(2017, 8, 11)}[months]
    return a_label(**({"months": months, "expires_on": ends} | changes))


def test_dates_entered_wrongly_give_way_to_those_of_the_order_and_reminders_follow() -> None:
    wrong = entered_as(47, state=State.RENEWAL_OPEN, entered_at=IN_WINDOW)
    right = acted(wrong, "rectify", HEAD, IN_WINDOW, **RIGHT)
    assert (right.months, right.expires_on, right.state) == (48, date(2017, 9, 11), State.RENEWAL_OPEN)
    assert renewal_due_on(right) == date(2017, 3, 11)
    assert due_at(right) == due_at(a_label(state=State.RENEWAL_OPEN))
    assert {rung.key for rung in rungs(right)}.isdisjoint({rung.key for rung in rungs(wrong)})
    assert all(rung.at > IN_WINDOW for rung in rungs(right))


def test_a_renewal_opened_on_a_wrong_date_closes_until_its_own() -> None:
    wrong = entered_as(36, state=State.RENEWAL_OPEN, entered_at=datetime(2015, 9, 10, 22, tzinfo=UTC))
    right = acted(wrong, "rectify", HEAD, AT, **RIGHT)
    assert (join(wrong, AT), right.state) == ((), State.ACTIVE)
    (opened,) = settle(right, IN_WINDOW)
    assert (opened.after.state, opened.legal_date) == (State.RENEWAL_OPEN, date(2016, 9, 11))
    assert join(opened.after, IN_WINDOW) == ()


def test_a_label_that_expired_on_a_wrong_date_is_in_force_again_and_as_if_it_had_never_ceased() -> None:
    expired = entered_as(24, state=State.EXPIRED, entered_at=datetime(2015, 9, 10, 22, tzinfo=UTC))
    right = acted(expired, "rectify", HEAD, AT, **RIGHT)
    assert (right.state, right.in_force(date(2015, 12, 1)), right.in_force(AT.date())) == (State.ACTIVE, True, True)
    assert refused(expired, "rectify", HEAD, AFTER_TERM, **RIGHT) == {"terme_a_venir"}
    followed = replace(expired, successor=Glance(ref="LAB-2015-0001", state="active", on=date(2015, 9, 11)))
    assert refused(followed, "rectify", HEAD, AT, **RIGHT) == {"sans_successeur"}


def test_a_term_rectified_to_one_that_has_passed_ends_the_label_on_its_own_date() -> None:
    right = acted(a_label(), "rectify", HEAD, AT, **(RIGHT | {"months": 24}))
    done = settle(right, AT)
    assert (done[-1].after.state, done[-1].legal_date) == (State.EXPIRED, date(2015, 9, 11))


@pytest.mark.parametrize(("given", "why"), [({}, "dates_differentes"), ({"months": 49}, "duree_de_l_edition")])
def test_a_rectification_changes_something_and_stays_within_the_edition(given: dict[str, object], why: str) -> None:
    assert refused(a_label(), "rectify", HEAD, AT, **(RIGHT | given)) == {why}


def test_a_court_annuls_an_order_for_some_applications_and_leaves_the_others() -> None:
    items = tuple(Glance(ref=ref, state="labelled", final=True) for ref in (MINE, OTHER))
    order = an_order(state=OrderState.PUBLISHED, items=items, named=(MINE, OTHER))
    act = {"document": DOCUMENT, "reason": REASON}
    partly = acted(order, "annul_part", HEAD, applications=(MINE,), **act)
    assert (partly.state, partly.struck) == (OrderState.PUBLISHED, (MINE,))
    assert refused(partly, "annul_part", HEAD, applications=(OTHER,), **act) == {"annulation_partielle"}
    wholly = acted(partly, "annul", HEAD, **act)
    assert (wholly.state, wholly.struck) == (OrderState.ANNULLED, (MINE, OTHER))


@pytest.mark.parametrize("state", [State.PENDING_EFFECT, State.ACTIVE, State.SUSPENDED, State.EXPIRED])
def test_the_label_of_an_order_that_a_court_annuls_falls_and_was_never_in_force(state: State) -> None:
    (annulled,) = join(a_label(state=state, struck=True), AT)
    assert annulled.after.state is State.ANNULLED
    assert not annulled.after.in_force(date(2014, 1, 1))


def test_a_labelled_file_is_examined_again_only_if_a_court_annulled_its_order() -> None:
    labelled = an_application(AppState.LABELLED)
    act = {"document": DOCUMENT, "reason": REASON}
    assert refused(labelled, "reopen", HEAD, **act) == {"label_annule_par_le_juge"}
    struck = replace(labelled, order=an_order(state=OrderState.PUBLISHED, struck=(MINE,)))
    again = acted(struck, "reopen", HEAD, **act)
    assert (again.state.value, again.order_ref, again.opinion) == ("admissibility", "", None)


@pytest.mark.parametrize("trigger", ["repeal", "withdraw"])
def test_an_order_is_not_taken_away_over_the_heads_of_labels_that_still_run(trigger: str) -> None:
    act = {"document": DOCUMENT, "reason": REASON}
    running = an_order(state=OrderState.PUBLISHED, labels=(Glance(ref="LAB-2016-0001", state="active"),))
    assert refused(running, trigger, HEAD, **act) == {"labels_eteints"}
    ended = replace(running, labels=(Glance(ref="LAB-2016-0001", state="repealed", final=True),))
    assert acted(ended, trigger, HEAD, **act).state.value in {"repealed", "withdrawn"}


def test_a_minor_change_is_recorded_by_the_bureau_and_a_name_goes_with_that_nature_alone() -> None:
    given = {"nature": "name", "name": "Campus Bretagne Océan", "remark": "Depuis la fusion des deux lycées."}
    renamed = acted(a_label(), "amend", BUREAU, **given)
    assert [(one.nature.value, one.on) for one in renamed.amended] == [("name", AT.date())]
    assert refused(a_label(), "amend", BUREAU, **(given | {"nature": "support"})) == {"nouveau_nom"}
    assert refused(a_label(), "amend", BUREAU, **(given | {"name": ""})) == {"nouveau_nom"}
    moved = acted(renamed, "amend", BUREAU, nature="support", remark="Le lycée a fermé.")
    assert [one.nature.value for one in moved.amended] == ["name", "support"]


@pytest.mark.parametrize("nature", ["sector", "category", "territory"])
def test_what_the_commission_examined_is_not_a_minor_change(nature: str) -> None:
    with pytest.raises(BadField, match="choisissez parmi : name, support"):
        acted(a_label(), "report_change", RECTEUR, nature=nature, remark="Le secteur change.")


def test_a_sponsor_that_no_longer_supports_a_label_says_so_and_the_label_runs_on() -> None:
    alone = acted(a_label(), "withdraw_support", PRESIDENT, reason=REASON)
    assert (alone.state, alone.unsupported_by, alone.in_force(AT.date())) == (State.ACTIVE, (PRESIDENT,), True)
    assert refused(alone, "withdraw_support", PRESIDENT, reason=REASON) == {"soutien_donne"}
    assert refused(a_label(), "surrender", RECTEUR, reason=REASON) == {"renonciation_de_tous"}
    assert acted(alone, "surrender", RECTEUR, reason=REASON).state is State.SURRENDERED
    again = acted(alone, "restore_support", PRESIDENT)
    assert refused(again, "surrender", RECTEUR, reason=REASON) == {"renonciation_de_tous"}
    assert refused(again, "restore_support", PRESIDENT) == {"soutien_retire"}

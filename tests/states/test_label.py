"""The label: in force from its first day to the eve of its term, renewed by an act or not at all, never tacitly."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from states.agenda import rungs
from states.calendar import last_instant
from states.deadlines import awaited, due_at
from states.declaration import Rank
from states.facts import Glance
from states.label.facts import LabelFacts
from states.label.words import State
from states.settle import join, settle
from tests.states.builders import (
    AT,
    BUREAU,
    DOCUMENT,
    EN,
    ESR,
    HEAD,
    OTHER_DOCUMENT,
    PRESIDENT,
    REASON,
    RECTEUR,
    REGION,
    a_label,
    acted,
    refused,
    signatures,
)

MIDNIGHT = datetime(2017, 9, 10, 22, tzinfo=UTC)
WINDOW = datetime(2016, 9, 10, 22, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FILED = Glance(ref="CMQ-2017-0001", state="submitted", on=date(2017, 3, 1))
IN_TERM = [State.ACTIVE, State.RENEWAL_OPEN, State.RENEWAL_FILED, State.GRACE]


def in_window(state: State = State.RENEWAL_OPEN, **changes: object) -> LabelFacts:
    """A label in its last year."""
    return a_label(**({"state": state, "entered_at": WINDOW} | changes))


def after(facts: LabelFacts, at: datetime) -> LabelFacts:
    """What dates have done up to that instant."""
    done = settle(facts, at)
    settled: LabelFacts = done[-1].after if done else facts
    return settled


def test_a_label_takes_effect_on_its_first_day() -> None:
    born = a_label(state=State.PENDING_EFFECT, entered_at=datetime(2013, 7, 1, tzinfo=UTC))
    first = datetime(2013, 9, 10, 22, tzinfo=UTC)
    assert settle(born, first - SECOND) == ()
    (effect,) = settle(born, first)
    assert (effect.after.state, effect.legal_date) == (State.ACTIVE, date(2013, 9, 11))


def test_a_label_born_after_its_first_day_takes_effect_at_its_birth_and_owes_nothing_from_its_past() -> None:
    born_at = datetime(2015, 8, 1, 9, tzinfo=UTC)
    (effect,) = settle(a_label(state=State.PENDING_EFFECT, entered_at=born_at), born_at)
    assert (effect.at, effect.legal_date) == (born_at, date(2013, 9, 11))
    assert all(rung.at > born_at for rung in rungs(effect.after))


def test_the_renewal_window_opens_twelve_months_before_the_term() -> None:
    assert settle(a_label(), WINDOW - SECOND) == ()
    (opened,) = settle(a_label(), WINDOW + timedelta(days=30))
    assert (opened.after.state, opened.at, opened.legal_date) == (State.RENEWAL_OPEN, WINDOW, date(2016, 9, 11))


@pytest.mark.parametrize("state", [*IN_TERM, State.SUSPENDED, State.UNDER_WITHDRAWAL])
def test_a_label_expires_at_midnight_of_its_term_whatever_its_state(state: State) -> None:
    label = in_window(state, renewal=FILED, resumes_as=State.RENEWAL_OPEN)
    assert after(label, MIDNIGHT - SECOND).state is not State.EXPIRED
    expired = after(label, MIDNIGHT)
    assert (expired.state, expired.entered_at) == (State.EXPIRED, MIDNIGHT)
    assert expired.expired_while_pending


def test_dates_decide_whether_a_label_is_in_force_not_the_state_that_a_timer_writes() -> None:
    label = a_label()
    assert label.in_force(date(2013, 9, 11))
    assert label.in_force(date(2017, 9, 10))
    assert not label.in_force(date(2013, 9, 10))
    assert not label.in_force(date(2017, 9, 11))
    assert not a_label(state=State.SUSPENDED).in_force(date(2015, 1, 1))
    assert not a_label(state=State.REPEALED).in_force(date(2015, 1, 1))


def test_a_label_with_no_renewal_expires_without_the_flag() -> None:
    assert not after(in_window(), MIDNIGHT).expired_while_pending
    over = replace(FILED, state="refused", final=True)
    assert not after(in_window(renewal=over), MIDNIGHT).expired_while_pending


def test_a_renewal_filed_silences_the_ladder_and_a_renewal_refused_opens_it_again() -> None:
    assert rungs(in_window())
    (filed,) = join(in_window(renewal=FILED), AT)
    assert (filed.after.state, rungs(filed.after), awaited(filed.after)) == (State.RENEWAL_FILED, (), (BUREAU,))
    assert join(filed.after, AT) == ()
    refusal = replace(filed.after, renewal=replace(FILED, state="refused", final=True))
    assert join(refusal, AT)[-1].after.state is State.RENEWAL_OPEN


@pytest.mark.parametrize("renewal", [None, Glance(ref="X", state="draft"), replace(FILED, state="refused", final=True)])
def test_a_draft_or_a_refused_renewal_files_nothing(renewal: Glance | None) -> None:
    assert join(in_window(renewal=renewal), AT) == ()


def test_an_upgrade_filed_before_the_window_leaves_the_label_in_force_and_its_dates_alone() -> None:
    label = a_label(renewal=FILED)
    assert join(label, AT) == ()
    assert after(label, WINDOW).state is State.RENEWAL_FILED


def test_a_renewal_filed_silences_a_prorogation_too() -> None:
    grace = in_window(State.GRACE, extended_until=date(2018, 3, 11))
    assert rungs(grace)
    assert awaited(grace) == ("rectorate_officer:14", REGION)
    filed = replace(grace, renewal=FILED)
    assert (rungs(filed), awaited(filed)) == ((), (BUREAU,))


#: The other minister has signed the same document.
AGREED = signatures(ESR, content_hash=DOCUMENT)


@pytest.mark.parametrize(("trigger", "more"), [("grant_extension", {"until": date(2018, 3, 11)}), ("suspend", {})])
def test_a_label_is_prolonged_or_suspended_by_all_who_granted_it(trigger: str, more: dict[str, Any]) -> None:
    label, act = in_window(State.ACTIVE), {"document": DOCUMENT, "reason": REASON}
    assert refused(label, trigger, EN, AT, **act, **more) == {"acte_de_tous_les_ministres"}
    other = acted(label, "sign_measure", ESR, AT, document=OTHER_DOCUMENT, reason=REASON)
    assert refused(other, trigger, EN, AT, **act, **more) == {"acte_de_tous_les_ministres"}
    agreed = acted(label, "sign_measure", ESR, AT, **act)
    assert acted(agreed, trigger, EN, AT, **act, **more).decisions == ()


@pytest.mark.parametrize("state", IN_TERM)
def test_a_label_is_prolonged_by_an_act_before_its_expiry_and_by_a_year_at_most(state: State) -> None:
    label = in_window(state, decisions=AGREED)
    act = {"document": DOCUMENT, "reason": REASON}
    until = date(2018, 9, 11)
    prolonged = acted(label, "grant_extension", EN, MIDNIGHT - SECOND, until=until, **act)
    assert (prolonged.state, prolonged.ends_on, due_at(prolonged)) == (
        State.GRACE,
        until,
        last_instant(date(2018, 9, 10)),
    )
    assert refused(label, "grant_extension", EN, MIDNIGHT, until=until, **act) == {"avant_l_echeance"}
    for wrong in (date(2017, 9, 11), date(2018, 9, 12)):
        assert refused(label, "grant_extension", EN, AT, until=wrong, **act) == {"prorogation_datee"}
    assert after(prolonged, MIDNIGHT + timedelta(days=1)).state is State.GRACE
    assert after(prolonged, last_instant(date(2018, 9, 10))).state is State.EXPIRED


@pytest.mark.parametrize("state", [*IN_TERM, State.SUSPENDED, State.UNDER_WITHDRAWAL])
@pytest.mark.parametrize(("kind", "end"), [("renewal", State.SUPERSEDED), ("merger", State.MERGED)])
def test_the_label_that_follows_on_the_day_of_the_term_leaves_no_gap(state: State, kind: str, end: State) -> None:
    follows = Glance(ref="LAB-2017-0001", state="pending_effect", on=date(2017, 9, 11))
    label = in_window(state, successor=follows, kind_of_successor=kind, resumes_as=State.ACTIVE)
    assert after(label, MIDNIGHT - SECOND).state not in {end, State.EXPIRED}
    replaced = after(label, MIDNIGHT)
    assert (replaced.state, replaced.entered_at) == (end, MIDNIGHT)


@pytest.mark.parametrize(("kind", "end"), [("renewal", State.SUPERSEDED), ("merger", State.MERGED)])
def test_a_label_renewed_late_expires_first_and_the_gap_shows(kind: str, end: State) -> None:
    follows = Glance(ref="LAB-2018-0001", state="pending_effect", on=date(2018, 2, 1))
    label = in_window(State.RENEWAL_FILED, renewal=FILED, successor=follows, kind_of_successor=kind)
    expiry, succession = settle(label, datetime(2018, 3, 1, tzinfo=UTC))
    assert (expiry.after.state, expiry.legal_date) == (State.EXPIRED, date(2017, 9, 11))
    assert (succession.after.state, succession.legal_date) == (end, date(2018, 2, 1))


def test_without_a_successor_nothing_supersedes() -> None:
    expired = in_window(State.EXPIRED)
    assert settle(expired, MIDNIGHT + timedelta(days=900)) == ()


@pytest.mark.parametrize("state", IN_TERM)
def test_the_half_term_report_is_filed_once_and_ends_its_reminders(state: State) -> None:
    label = a_label(state=state, renewal=FILED if state is State.RENEWAL_FILED else None)
    filed = acted(label, "file_mid_term_report", REGION, document=DOCUMENT)
    assert (filed.mid_term_filed_on, filed.state) == (AT.date(), state)
    assert refused(filed, "file_mid_term_report", REGION, document=DOCUMENT) == {"bilan_a_mi_parcours"}
    if state is State.ACTIVE:
        assert rungs(label)
        assert (due_at(filed), rungs(filed)) == (None, ())


def test_the_dgesco_is_told_when_nothing_is_filed_about_ninety_days_before_the_term() -> None:
    raised = [rung for rung in rungs(in_window()) if rung.rank is Rank.ESCALATION]
    assert {rung.office for rung in raised} == {RECTEUR, PRESIDENT, HEAD}
    days = {(MIDNIGHT - rung.at).days for rung in raised}
    assert max(days) <= 92
    assert min(days) >= 88


def withdrawn(**changes: object) -> LabelFacts:
    """A label whose withdrawal is under way since 1 June 2016, granted by one minister."""
    opened: LabelFacts = acted(a_label(**({"grantors": (EN,)} | changes)), "open_withdrawal", HEAD, reason=REASON)
    return opened


def test_a_withdrawal_begins_with_fifteen_days_of_observations_at_least() -> None:
    assert (withdrawn().observations_due, due_at(withdrawn())) == (date(2016, 6, 16), last_instant(date(2016, 6, 16)))
    short = {"due": date(2016, 6, 15), "reason": REASON}
    assert refused(a_label(), "open_withdrawal", HEAD, **short) == {"quinze_jours_d_observations"}


@pytest.mark.parametrize(("trigger", "end"), [("repeal", State.REPEALED), ("withdraw", State.WITHDRAWN)])
def test_nothing_is_decided_before_every_sponsor_was_heard_or_had_its_time(trigger: str, end: State) -> None:
    label = withdrawn(granted_on=date(2016, 5, 1))
    act = {"reason": REASON, "document": DOCUMENT}
    one = acted(label, "file_observations", RECTEUR, observations="Non.")
    assert awaited(one) == (PRESIDENT, HEAD)
    assert refused(one, "file_observations", RECTEUR, observations="Non.") == {"observations_deja_presentees"}
    last = datetime(2016, 6, 16, 21, tzinfo=UTC)
    assert refused(one, trigger, EN, last, **act) == {"procedure_contradictoire"}
    assert acted(one, trigger, EN, last + timedelta(hours=1), **act).state is end
    both = acted(one, "file_observations", PRESIDENT, observations="Non plus.")
    assert acted(both, trigger, EN, **act).state is end


def test_a_withdrawal_after_four_months_is_refused_save_for_fraud_and_a_repeal_is_not() -> None:
    label = withdrawn(granted_on=date(2016, 2, 20), starts_on=date(2016, 9, 1))
    act = {"reason": REASON, "document": DOCUMENT}
    last = datetime(2016, 6, 20, 20, tzinfo=UTC)
    assert acted(label, "withdraw", EN, last, **act).state is State.WITHDRAWN
    late = last + timedelta(days=1)
    assert refused(label, "withdraw", EN, late, **act) == {"retrait_dans_les_quatre_mois"}
    assert acted(label, "withdraw", EN, late, fraud=True, **act).state is State.WITHDRAWN
    assert acted(label, "repeal", EN, late, **act).state is State.REPEALED


@pytest.mark.parametrize("state", IN_TERM)
def test_a_label_maintained_or_reinstated_comes_back_where_it_was(state: State) -> None:
    label = in_window(state, renewal=FILED if state is State.RENEWAL_FILED else None)
    opened = acted(label, "open_withdrawal", HEAD, reason=REASON)
    assert acted(opened, "maintain", HEAD, reason=REASON).state is state
    agreed = acted(label, "sign_measure", ESR, reason=REASON, document=DOCUMENT)
    suspended = acted(agreed, "suspend", EN, reason=REASON, document=DOCUMENT)
    assert suspended.decisions == ()
    assert acted(suspended, "reinstate", HEAD, reason=REASON).state is state


def test_a_second_withdrawal_hears_everyone_again() -> None:
    heard = acted(withdrawn(), "file_observations", RECTEUR, observations="Non.")
    again = acted(acted(heard, "maintain", HEAD, reason=REASON), "open_withdrawal", HEAD, reason=REASON)
    assert again.unheard == (RECTEUR, PRESIDENT)


@pytest.mark.parametrize("state", IN_TERM)
def test_a_label_is_given_up_by_all_its_sponsors(state: State) -> None:
    label = in_window(state)
    assert refused(label, "surrender", RECTEUR, reason=REASON) == {"renonciation_de_tous"}
    assert acted(label, "surrender", RECTEUR, reason=REASON, document=DOCUMENT).state is State.SURRENDERED
    alone = replace(label, regions=())
    assert acted(alone, "surrender", RECTEUR, reason=REASON).state is State.SURRENDERED


def test_the_window_missed_during_a_withdrawal_opens_when_the_label_is_maintained() -> None:
    opened = acted(a_label(), "open_withdrawal", HEAD, WINDOW - timedelta(days=1), reason=REASON)
    back_at = WINDOW + timedelta(days=40)
    maintained = acted(opened, "maintain", HEAD, back_at, reason=REASON)
    (window,) = settle(maintained, back_at)
    assert (window.after.state, window.at, window.legal_date) == (State.RENEWAL_OPEN, back_at, date(2016, 9, 11))


def test_one_reminds_the_sponsors_once_a_day() -> None:
    reminded = acted(in_window(), "remind", BUREAU)
    assert refused(reminded, "remind", BUREAU) == {"vingt_quatre_heures"}


@pytest.mark.parametrize(("trigger", "end"), [("repeal", State.REPEALED), ("withdraw", State.WITHDRAWN)])
def test_what_two_ministers_granted_both_take_away_on_the_same_document(trigger: str, end: State) -> None:
    label = withdrawn(grantors=(EN, ESR), granted_on=date(2016, 5, 1), regions=())
    act = {"reason": REASON, "document": DOCUMENT}
    early = refused(label, "sign_decision", ESR, **act)
    assert early == {"procedure_contradictoire"}
    heard = acted(label, "file_observations", RECTEUR, observations="Non.")
    assert refused(heard, trigger, EN, **act) == {"decision_de_tous_les_ministres"}
    other = acted(heard, "sign_decision", ESR, reason=REASON, document=OTHER_DOCUMENT)
    assert refused(other, trigger, EN, **act) == {"decision_de_tous_les_ministres"}
    signed = acted(other, "sign_decision", ESR, **act)
    assert (len(signed.decisions), awaited(signed)) == (1, (EN,))
    assert acted(signed, trigger, EN, **act).state is end
    assert acted(signed, "maintain", HEAD, reason=REASON).decisions == ()


def parts(*starts: date) -> dict[str, Any]:
    """Labels made of the parts of one that is split."""
    found = tuple(
        Glance(ref=f"LAB-2017-000{number}", state="pending_effect", on=day, nature="split")
        for number, day in enumerate(starts, start=1)
    )
    return {"successor": found[0], "successors": found, "kind_of_successor": "split"}


def test_a_split_label_ends_when_the_last_of_its_parts_takes_effect() -> None:
    label = in_window(State.ACTIVE, **parts(date(2017, 1, 1), date(2017, 3, 1)))
    assert after(label, datetime(2017, 2, 28, 22, tzinfo=UTC)).state is not State.SPLIT
    over = after(label, datetime(2017, 2, 28, 23, tzinfo=UTC))
    assert (over.state, over.entered_at) == (State.SPLIT, datetime(2017, 2, 28, 23, tzinfo=UTC))
    assert not over.in_force(date(2017, 3, 1))


def test_a_split_of_which_one_part_only_is_labelled_leaves_the_label_to_its_term() -> None:
    label = in_window(State.ACTIVE, **parts(date(2017, 1, 1)))
    assert after(label, MIDNIGHT - SECOND).state is not State.SPLIT
    assert after(label, MIDNIGHT).state is State.EXPIRED

"""Who may begin an application, in which call or in which window, for which labels and territories."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from states.application.facts import ApplicationFacts
from states.application.words import Kind, State
from states.calendar import last_instant
from states.facts import Glance
from states.label.words import State as LabelState
from tests.states.builders import (
    HEAD,
    PRESIDENT,
    REASON,
    RECTEUR,
    RECTORATE,
    REGION,
    TERRITORIES,
    a_label,
    a_renewal,
    a_wave,
    acted,
    an_application,
    refused,
    signatures,
)

SIGNING = State.JOINT_SIGNATURE
CREATION: dict[str, Any] = {"state": State.NOWHERE, "active_territories": TERRITORIES}


def to_renew(expires_on: date, **changes: object) -> ApplicationFacts:
    """A renewal about to be created for a label with that term."""
    label = a_label(state=LabelState.RENEWAL_OPEN, expires_on=expires_on)
    return a_renewal(**(CREATION | {"parents": (label,), "closes_on": None} | changes))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"wave": a_wave(max_per_academie=1), "siblings": (Glance(ref="X", state="draft"),)}, "nombre_par_academie"),
        ({"active_territories": frozenset({"academie:14"})}, "territoires_actifs"),
        ({"active_territories": frozenset({"region:53"})}, "territoires_actifs"),
        ({"academies": (), "regions": ("53",), "kind": Kind.RENEWAL}, "label_d_origine"),
        ({"wave": None, "wave_code": ""}, "appel_ouvert"),
    ],
)
def test_a_draft_needs_a_call_living_territories_and_a_place_left(changes: dict[str, object], code: str) -> None:
    assert refused(an_application(**(CREATION | changes)), "create", REGION) == {code}


def test_a_draft_with_no_territory_at_all_is_refused_to_whoever_would_begin_it() -> None:
    facts = an_application(State.NOWHERE, active_territories=frozenset(), regions=("53",), academies=())
    assert "territoires_actifs" in refused(facts, "create", REGION)


def test_the_renewal_opens_twelve_months_before_the_expiry_and_not_the_day_before() -> None:
    assert acted(to_renew(date(2017, 6, 1)), "create", RECTORATE).state is State.DRAFT
    assert refused(to_renew(date(2017, 6, 2)), "create", RECTORATE) == {"fenetre_de_renouvellement"}


def test_a_renewal_outside_a_wave_takes_the_edition_of_the_day_and_closes_six_months_before_the_expiry() -> None:
    made = acted(to_renew(date(2017, 6, 1), edition="2013"), "create", RECTORATE)
    assert (made.edition, made.closes_on, made.closes_at) == (
        "2014",
        date(2016, 12, 1),
        last_instant(date(2016, 12, 1)),
    )


@pytest.mark.parametrize("seconds", [-1, 1])
def test_a_renewal_is_on_time_until_twenty_four_hours_of_its_last_day(seconds: int) -> None:
    facts = a_renewal(SIGNING, signatures=signatures(RECTEUR))
    at = last_instant(date(2017, 3, 11)) + timedelta(seconds=seconds)
    signed = acted(facts, "sign", PRESIDENT, at)
    assert signed.state is (State.SUBMITTED if seconds < 0 else SIGNING)


def test_a_late_renewal_is_never_caduc_and_is_accepted_by_a_reasoned_decision() -> None:
    from states.settle import settle

    late = last_instant(date(2017, 3, 11)) + timedelta(days=200)
    facts = a_renewal(SIGNING, signatures=signatures(RECTEUR, PRESIDENT))
    assert settle(facts, late) == ()
    filed = acted(facts, "submit_late", HEAD, late, reason=REASON)
    assert (filed.state, filed.late) == (State.SUBMITTED, True)


def test_an_expired_label_can_still_be_renewed_an_ended_one_cannot() -> None:
    expired = replace(a_label(state=LabelState.EXPIRED), expires_on=date(2015, 9, 11))
    assert acted(to_renew(date(2016, 1, 1), parents=(expired,)), "create", RECTORATE).state is State.DRAFT
    gone = replace(expired, state=LabelState.REPEALED)
    assert refused(to_renew(date(2016, 1, 1), parents=(gone,)), "create", RECTORATE) == {"fenetre_de_renouvellement"}


def test_one_renewal_at_a_time() -> None:
    label = replace(a_label(), expires_on=date(2017, 1, 1), renewal=Glance(ref="CMQ-2016-0009", state="draft"))
    assert refused(to_renew(date(2017, 1, 1), parents=(label,)), "create", RECTORATE) == {"fenetre_de_renouvellement"}


@pytest.mark.parametrize("kind", [Kind.UPGRADE, Kind.MERGER])
def test_an_upgrade_or_a_merger_may_answer_a_call_before_the_window_of_its_labels(kind: Kind) -> None:
    parents = (a_label(), a_label(ref="LAB-2013-0002"))
    refs = tuple(label.ref for label in parents)
    facts = an_application(**CREATION, kind=kind, parents=parents, parent_refs=refs)
    assert acted(facts, "create", RECTORATE).state is State.DRAFT
    outside = replace(facts, wave=None, wave_code="")
    assert refused(outside, "create", RECTORATE) == {"fenetre_de_renouvellement"}


def test_a_merger_needs_two_labels_whose_terms_may_differ() -> None:
    one = a_label(expires_on=date(2016, 12, 1))
    two = a_label(ref="LAB-2013-0002", expires_on=date(2018, 12, 1))
    alone = to_renew(date(2017, 1, 1), kind=Kind.MERGER, parents=(one,), parent_refs=(one.ref,))
    assert refused(alone, "create", RECTORATE) == {"label_d_origine"}
    both = replace(alone, parents=(one, two), parent_refs=(one.ref, two.ref))
    made = acted(both, "create", RECTORATE)
    assert (made.state, made.closes_on) == (State.DRAFT, date(2016, 6, 1))


def test_a_campus_that_holds_a_label_is_not_labelled_a_first_time_again() -> None:
    held = (Glance(ref="LAB-2013-0001", state="active"),)
    again = an_application(**CREATION, standing=held)
    assert refused(again, "create", RECTORATE) == {"campus_sans_label"}
    upgrade = replace(again, kind=Kind.UPGRADE, parents=(a_label(),), parent_refs=("LAB-2013-0001",))
    assert acted(upgrade, "create", RECTORATE).state is State.DRAFT


def test_the_parts_of_one_label_are_asked_for_side_by_side() -> None:
    other = Glance(ref="CMQ-2016-0009", state="draft", nature="split")
    part = an_application(
        **CREATION, kind=Kind.SPLIT, parents=(a_label(renewal=other),), parent_refs=("LAB-2013-0001",)
    )
    assert acted(part, "create", RECTORATE).state is State.DRAFT
    renewed = replace(part, parents=(a_label(renewal=replace(other, nature="renewal")),))
    assert refused(renewed, "create", RECTORATE) == {"fenetre_de_renouvellement"}
    both = replace(part, parents=(a_label(), a_label(ref="LAB-2013-0002")), parent_refs=("LAB-2013-0001", "x"))
    assert refused(both, "create", RECTORATE) == {"label_d_origine"}

"""The ministers' part: proposed on signed minutes, carried by an order of the same signatories, labelled or refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from states.application.facts import ApplicationFacts
from states.application.words import Kind, Sense, State
from states.deadlines import awaited, due_at
from states.label.facts import LabelFacts
from states.label.words import State as LabelState
from states.lifecycles import LIFECYCLES
from states.offers import offers
from states.order.facts import OrderFacts
from states.order.words import State as OrderState
from states.session.words import State as SessionState
from states.settle import act, join
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
    a_label,
    a_session,
    acted,
    an_application,
    an_opinion,
    an_order,
    refused,
    signatures,
    someone,
)

CABINET = "cabinet:en"
ALL = (EN, FP, ESR, ECO)


def carried(at: State, /, **order: object) -> ApplicationFacts:
    """A file carried by an order."""
    return an_application(at, order_ref="ARR-2016-0001", order=an_order(**order))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"session": a_session(state=SessionState.MINUTES_DRAFT)}, "proces_verbal_signe"),
        ({"session": None}, "proces_verbal_signe"),
        ({"cnee_document": ""}, "avis_du_cnee"),
        ({"opinion": an_opinion(Sense.UNFAVOURABLE)}, "avis_favorable"),
        ({"opinion": an_opinion(Sense.WITH_RESERVATIONS)}, "avis_favorable"),
    ],
)
def test_a_file_is_proposed_on_signed_minutes_and_a_favourable_opinion(changes: dict[str, object], code: str) -> None:
    assert refused(an_application(State.OPINION_RENDERED, **changes), "propose", HEAD) == {code}


def test_a_proposal_that_departs_from_the_opinion_is_reasoned() -> None:
    facts = an_application(State.OPINION_RENDERED, opinion=an_opinion(Sense.UNFAVOURABLE))
    assert acted(facts, "propose", HEAD, reason=REASON).state is State.PROPOSED


def test_the_cnee_gives_its_opinion_under_the_edition_of_2014_alone() -> None:
    facts = an_application(State.OPINION_RENDERED, cnee_document="")
    assert acted(facts, "attach_cnee_opinion", "cnee", document=DOCUMENT).cnee_document == DOCUMENT
    before = replace(facts, edition="2013")
    assert refused(before, "attach_cnee_opinion", "cnee", document=DOCUMENT) == {"avis_du_cnee_prevu"}
    assert acted(before, "propose", HEAD).state is State.PROPOSED


def test_a_minister_asks_for_a_second_look_once_and_before_any_order() -> None:
    facts = an_application(State.PROPOSED)
    back = acted(facts, "return_to_commission", CABINET, reason=REASON)
    assert (back.state, back.second_looks, back.session_ref) == (State.REVIEWED, 1, "")
    again = replace(facts, second_looks=1)
    assert refused(again, "return_to_commission", CABINET, reason=REASON) == {"un_seul_second_examen"}
    inscribed = carried(State.PROPOSED, state=OrderState.DRAFTING)
    assert refused(inscribed, "return_to_commission", CABINET, reason=REASON) == {"pas_deja_inscrit"}


def test_an_order_carries_a_file_once_while_it_is_being_drafted() -> None:
    facts = an_application(State.PROPOSED)
    put = acted(facts, "put_in_order", BUREAU, order="ARR-2016-0001")
    assert (put.state, put.order_ref) == (State.PROPOSED, "ARR-2016-0001")
    assert refused(put, "put_in_order", BUREAU, order="ARR-2016-0001") == {"pas_deja_inscrit"}
    assert acted(put, "take_out_of_order", BUREAU).order_ref == ""


def test_an_order_is_offered_only_when_one_is_being_drafted() -> None:
    facts = an_application(State.PROPOSED, open_orders=())
    offered = {offer.step.trigger.value for offer in offers(facts, (BUREAU,), AT) if offer.possible}
    assert "put_in_order" not in offered


def test_an_order_without_all_the_ministers_of_the_edition_does_not_take_the_file() -> None:
    drafting = an_order(state=OrderState.DRAFTING, ministers=(EN, ESR))
    facts = an_application(State.PROPOSED, open_orders=(drafting,))
    assert refused(facts, "put_in_order", BUREAU, order=drafting.ref) == {"signataires_de_l_edition"}
    old = replace(facts, edition="2013")
    assert acted(old, "put_in_order", BUREAU, order=drafting.ref).order_ref == drafting.ref


def test_a_file_whose_edition_changed_does_not_go_to_signature_with_an_order_of_the_former_one() -> None:
    proposed = carried(State.PROPOSED, ministers=(EN, ESR))
    assert join(proposed, AT) == ()
    assert join(replace(proposed, edition="2013"), AT)[-1].after.state is State.CO_SIGNATURE


def test_a_file_leaves_its_order_while_it_is_drafted_and_only_if_it_is_in_one() -> None:
    assert refused(an_application(State.PROPOSED), "take_out_of_order", BUREAU) == {
        "inscrit_a_un_arrete",
        "arrete_modifiable",
    }
    checked = carried(State.PROPOSED, state=OrderState.LEGAL_CHECK)
    assert refused(checked, "take_out_of_order", BUREAU) == {"arrete_modifiable"}
    assert acted(carried(State.PROPOSED, state=OrderState.DRAFTING), "take_out_of_order", BUREAU).order is None


def test_while_an_order_carries_the_file_its_date_rules_and_the_files_own_reminders_are_silent() -> None:
    from states.agenda import rungs

    facts = an_application(State.PROPOSED)
    drafting = an_order(state=OrderState.DRAFTING, entered_at=AT + timedelta(days=9))
    put = replace(facts, order_ref=drafting.ref, order=drafting)
    assert rungs(facts)
    assert rungs(put) == ()
    assert due_at(put) == due_at(drafting)
    due = {"due": date(2016, 12, 1), "reason": REASON}
    assert refused(put, "extend", HEAD, **due) == {"echeance_du_dossier"}


@pytest.mark.parametrize(
    ("source", "order", "target"),
    [
        (State.PROPOSED, {"state": OrderState.DRAFTING}, None),
        (State.PROPOSED, {"state": OrderState.IN_SIGNATURE}, State.CO_SIGNATURE),
        (State.CO_SIGNATURE, {"state": OrderState.IN_SIGNATURE}, None),
        (State.CO_SIGNATURE, {"contested": ("CMQ-2016-0001",)}, State.ARBITRATION),
        (State.CO_SIGNATURE, {"contested": ("CMQ-2016-0002",)}, None),
        (State.CO_SIGNATURE, {"state": OrderState.SIGNED}, State.SEALED),
        (State.SEALED, {"state": OrderState.SIGNED, "signatures": signatures(*ALL)}, None),
        (State.SEALED, {"state": OrderState.PUBLISHED, "signatures": signatures(*ALL)}, State.LABELLED),
    ],
)
def test_the_file_follows_its_order(source: State, order: dict[str, object], target: State | None) -> None:
    moved = join(carried(source, **order), AT)
    assert (moved[0].after.state if moved else None) is target


def published(**changes: object) -> OrderFacts:
    """An order signed on 13 February 2017 and published."""
    signed = signatures(*ALL, at=datetime(2017, 2, 13, 10, tzinfo=UTC))
    return an_order(**({"state": OrderState.PUBLISHED, "signatures": signed} | changes))


def born(**changes: object) -> LabelFacts:
    """The label that a published order gives to a file."""
    (outcome,) = join(replace(carried(State.SEALED), **({"order": published()} | changes)), AT)  # type: ignore[arg-type]
    (label,) = outcome.births
    assert isinstance(label, LabelFacts)
    return label


def test_a_label_is_born_for_the_term_proposed_from_the_date_of_the_last_signature() -> None:
    label = born()
    assert (label.starts_on, label.months, label.expires_on) == (date(2017, 2, 13), 48, date(2021, 2, 13))
    assert (label.granted_on, label.grantors, label.application) == (date(2017, 2, 13), ALL, "CMQ-2016-0001")


def test_the_order_may_say_another_date_of_effect() -> None:
    assert born(order=published(effective_from=date(2017, 9, 1))).starts_on == date(2017, 9, 1)


@pytest.mark.parametrize(
    ("kind", "expires_on", "starts_on"),
    [
        (Kind.RENEWAL, date(2017, 9, 11), date(2017, 9, 11)),
        (Kind.RENEWAL, date(2016, 9, 11), date(2017, 2, 13)),
        (Kind.UPGRADE, date(2017, 9, 11), date(2017, 2, 13)),
        (Kind.MERGER, date(2017, 9, 11), date(2017, 2, 13)),
    ],
)
def test_a_renewal_follows_its_label_or_leaves_a_gap_and_an_upgrade_takes_over_at_once(
    kind: Kind, expires_on: date, starts_on: date
) -> None:
    parent = a_label(state=LabelState.RENEWAL_FILED, expires_on=expires_on)
    label = born(kind=kind, parents=(parent,), parent_refs=(parent.ref,))
    assert (label.starts_on, label.predecessors) == (starts_on, (parent.ref,))


def test_a_prorogation_moves_the_start_of_the_renewed_label() -> None:
    parent = a_label(state=LabelState.GRACE, expires_on=date(2017, 1, 1), extended_until=date(2017, 6, 1))
    assert born(kind=Kind.RENEWAL, parents=(parent,)).starts_on == date(2017, 6, 1)


@pytest.mark.parametrize("state", [State.OPINION_RENDERED, State.PROPOSED, State.ARBITRATION])
def test_a_refusal_takes_the_signature_of_each_minister_who_would_grant(state: State) -> None:
    facts = an_application(state)
    for number, minister in enumerate(ALL, start=1):
        facts = acted(facts, "sign_refusal", minister, reason=REASON, document=DOCUMENT)
        assert facts.state is (State.REFUSED if number == 4 else state)
    assert (facts.order_ref, facts.order) == ("", None)


def test_no_minister_signs_a_refusal_twice_and_the_others_are_awaited() -> None:
    facts = acted(an_application(State.PROPOSED), "sign_refusal", ESR, reason=REASON, document=DOCUMENT)
    assert awaited(facts) == (EN, FP, ECO)
    again = refused(facts, "sign_refusal", ESR, reason=REASON, document=DOCUMENT)
    assert again == {"decision_deja_signee"}


@pytest.mark.parametrize(
    ("facts", "trigger", "office", "payload"),
    [
        (an_application(State.OPINION_RENDERED), "propose", HEAD, {}),
        (an_application(State.PROPOSED), "return_to_commission", CABINET, {"reason": REASON}),
        (carried(State.ARBITRATION), "arbitrate_sign", HEAD, {"reason": REASON}),
        (carried(State.ARBITRATION), "arbitrate_adjourn", HEAD, {"reason": REASON}),
    ],
)
def test_a_refusal_begun_does_not_survive_a_step_towards_the_label(
    facts: ApplicationFacts, trigger: str, office: str, payload: dict[str, object]
) -> None:
    assert acted(replace(facts, decisions=signatures(EN)), trigger, office, **payload).decisions == ()


def test_putting_the_order_to_signature_drops_a_refusal_begun() -> None:
    (moved,) = join(replace(carried(State.PROPOSED), decisions=signatures(EN)), AT)
    assert (moved.after.state, moved.after.decisions) == (State.CO_SIGNATURE, ())


def test_arbitration_ends_by_signing_splitting_or_going_back_to_the_commission() -> None:
    contested = an_application(State.ARBITRATION)
    assert refused(contested, "arbitrate_sign", HEAD, reason=REASON) == {"refus_leve"}
    settled = replace(contested, order=an_order())
    assert acted(settled, "arbitrate_sign", HEAD, reason=REASON).state is State.CO_SIGNATURE
    split = acted(contested, "arbitrate_split", HEAD, reason=REASON)
    assert (split.state, split.order_ref) == (State.PROPOSED, "")
    adjourned = acted(contested, "arbitrate_adjourn", HEAD, reason=REASON)
    assert (adjourned.state, adjourned.order_ref, adjourned.session_ref) == (State.ADJOURNED, "", "")


def test_a_file_split_from_an_order_is_proposed_again_in_another() -> None:
    split = acted(an_application(State.ARBITRATION), "arbitrate_split", HEAD, reason=REASON)
    other = an_order(ref="ARR-2016-0002", state=OrderState.DRAFTING)
    put = acted(replace(split, open_orders=(other,)), "put_in_order", BUREAU, order=other.ref)
    assert (put.state, put.order_ref) == (State.PROPOSED, "ARR-2016-0002")


def test_one_minister_refuses_one_file_and_the_others_go_on_without_it() -> None:
    """Scenario C in small: an order of two, one contested, arbitration, split, a new round, sealed."""
    from states.facts import Glance

    one, two = Glance(ref="CMQ-2016-0001", state="co_signature"), Glance(ref="CMQ-2016-0002", state="co_signature")
    order = an_order(items=(one, two), named=(one.ref, two.ref), signatures=signatures(EN))
    order = acted(order, "contest", ECO, applications=(one.ref,), reason=REASON)
    assert awaited(order) == (HEAD,)
    assert refused(order, "sign", FP, document=DOCUMENT) == {"aucun_dossier_conteste"}
    arbitrated = join(replace(carried(State.CO_SIGNATURE), order=order), AT)[-1].after
    split = acted(arbitrated, "arbitrate_split", HEAD, reason=REASON)
    assert split.state is State.PROPOSED
    order = acted(replace(order, items=(two,)), "split", HEAD, document=DOCUMENT)
    assert (order.round, order.valid_signatures, order.named) == (2, (), (two.ref,))
    for minister in ALL:
        order = acted(order, "sign", minister, document=DOCUMENT)
    assert order.state is OrderState.SIGNED


def test_a_holder_of_two_ministries_signs_once_for_each() -> None:
    order = an_order(ministers=(EN, ESR))
    for office, state in ((EN, OrderState.IN_SIGNATURE), (ESR, OrderState.SIGNED)):
        actor = replace(someone(office), person="p-one-minister")
        word = LIFECYCLES["order"].triggers("sign")
        order = act(order, word, actor=actor, at=AT, payload={"document": DOCUMENT})[-1].after
        assert order.state is state
    assert [signature.person for signature in order.signatures] == ["p-one-minister"] * 2

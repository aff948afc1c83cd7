"""The joint order: one text, one signature per required office, published with its NOR, split, or drafted anew."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from states.application.words import State as AppState
from states.deadlines import awaited
from states.facts import Glance
from states.order.facts import OrderFacts
from states.order.words import State
from states.settle import join
from tests.states.builders import (
    AT,
    BUREAU,
    CONTENT,
    DOCUMENT,
    ECO,
    EN,
    ESR,
    FP,
    HEAD,
    OTHER_DOCUMENT,
    REASON,
    acted,
    an_order,
    refused,
    signatures,
)

ALL = (EN, FP, ESR, ECO)
MINE, OTHER = "CMQ-2016-0001", "CMQ-2016-0002"
PUBLICATION = {"nor": "MENE1700093A", "journal": "JO du 14 février 2017", "published_on": AT.date()}


def item(ref: str = MINE, state: str = "co_signature") -> Glance:
    """A file that the order carries."""
    return Glance(ref=ref, state=state)


@pytest.mark.parametrize(
    ("trigger", "source", "payload"),
    [
        ("send_to_legal_check", State.DRAFTING, {}),
        ("open_signature", State.LEGAL_CHECK, {"document": DOCUMENT}),
    ],
)
def test_an_order_goes_on_with_proposed_files_only_and_at_least_one(
    trigger: str, source: State, payload: dict[str, object]
) -> None:
    empty = an_order(state=source, items=())
    assert refused(empty, trigger, BUREAU, **payload) == {"au_moins_un_dossier"}
    mixed = an_order(state=source, items=(item(state="proposed"), item(OTHER, "stayed")))
    assert refused(mixed, trigger, BUREAU, **payload) == {"dossiers_proposes"}
    ready = an_order(state=source, items=(item(state="proposed"),))
    assert acted(ready, trigger, BUREAU, **payload).state is not source


def test_opening_the_signature_freezes_the_text_and_the_files_that_it_names() -> None:
    ready = an_order(state=State.LEGAL_CHECK, round=0, named=(), items=(item(state="proposed"),))
    opened = acted(ready, "open_signature", HEAD, document=DOCUMENT)
    assert (opened.round, opened.content_hash, opened.named) == (1, DOCUMENT, (MINE,))
    assert awaited(opened) == ALL


def test_the_order_is_signed_when_the_last_required_office_has_signed() -> None:
    order = an_order()
    for number, minister in enumerate(ALL, start=1):
        order = acted(order, "sign", minister, document=DOCUMENT)
        assert order.state is (State.SIGNED if number == 4 else State.IN_SIGNATURE)
        if number == 1:
            assert refused(order, "sign", minister, document=DOCUMENT) == {"deja_signe"}


def test_a_visa_signs_nothing() -> None:
    seen = acted(an_order(), "give_visa", "cabinet:en")
    assert (len(seen.visas), seen.awaited) == (1, ALL)
    assert refused(seen, "give_visa", "cabinet:en") == {"visa_deja_donne"}
    assert len(acted(replace(seen, round=2), "give_visa", "cabinet:en").visas) == 2


def test_one_who_signed_another_text_has_not_signed_this_one() -> None:
    assert refused(an_order(), "sign", EN, document=DOCUMENT, content_hash=OTHER_DOCUMENT) == {"meme_texte"}
    assert acted(an_order(), "sign", EN, document=DOCUMENT, content_hash=CONTENT).valid_signatures


def test_a_text_to_correct_goes_back_to_drafting_and_every_signature_falls_at_the_next_round() -> None:
    order = an_order(signatures=signatures(EN, FP))
    back = acted(order, "return_to_drafting", HEAD, reason=REASON)
    checked = acted(back, "send_to_legal_check", BUREAU)
    again = acted(checked, "open_signature", HEAD, document=OTHER_DOCUMENT)
    assert (again.round, again.valid_signatures, again.awaited) == (2, (), ALL)
    contested = an_order(contested=(MINE,))
    assert refused(contested, "return_to_drafting", HEAD, reason=REASON) == {"aucun_dossier_conteste"}


def test_a_minister_contests_some_files_or_all_of_them() -> None:
    two = an_order(items=(item(), item(OTHER)), named=(MINE, OTHER))
    assert acted(two, "contest", ECO, applications=(OTHER,), reason=REASON).contested == (OTHER,)
    everything = acted(two, "contest", "cabinet:eco", reason=REASON)
    assert everything.contested == (MINE, OTHER)
    assert awaited(everything) == (HEAD,)


def test_a_contest_after_the_last_signature_that_a_suspension_held_back_still_stops_the_order() -> None:
    held = an_order(signatures=signatures(EN, FP, ESR, ECO), items=(item(state="stayed"),))
    contested = acted(replace(held, items=(item(),)), "contest", ECO, reason=REASON)
    assert contested.state is State.IN_SIGNATURE


def test_signing_waits_for_the_arbitration() -> None:
    contested = an_order(contested=(MINE,))
    assert refused(contested, "sign", EN, document=DOCUMENT) == {"aucun_dossier_conteste"}
    back = acted(contested, "return_to_signature", HEAD, reason=REASON)
    assert acted(back, "sign", EN, document=DOCUMENT).valid_signatures
    assert refused(an_order(), "return_to_signature", HEAD, reason=REASON) == {"dossiers_contestes"}


def test_an_order_is_not_sealed_before_the_files_are_back_from_arbitration() -> None:
    signed = an_order(signatures=signatures(*ALL), items=(item(), item(OTHER, "arbitration")), named=(MINE, OTHER))
    assert join(signed, AT) == ()
    back = replace(signed, items=(item(), item(OTHER)))
    assert join(back, AT)[-1].after.state is State.SIGNED


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (an_order(), "texte_a_changer"),
        (an_order(contested=(MINE,), items=(item(), item(OTHER)), named=(MINE, OTHER)), "dossiers_disjoints"),
        (an_order(contested=(MINE,), items=()), "dossiers_restants"),
    ],
)
def test_an_order_is_split_when_a_file_has_left_it_and_others_remain(order: OrderFacts, code: str) -> None:
    assert refused(order, "split", HEAD, document=DOCUMENT) == {code}


def test_a_file_that_withdraws_during_the_signature_takes_a_new_text_and_new_signatures() -> None:
    order = an_order(items=(item(OTHER),), named=(MINE, OTHER), signatures=signatures(EN, FP, ESR))
    assert awaited(order) == (HEAD,)
    assert refused(order, "sign", ECO, document=DOCUMENT) == {"texte_a_jour"}
    complete = replace(order, signatures=signatures(*ALL))
    assert join(complete, AT) == ()
    split = acted(order, "split", BUREAU, document=OTHER_DOCUMENT)
    assert (split.named, split.awaited) == ((OTHER,), ALL)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nor": "MENE17A"}, "nor"),
        ({"nor": "xMENE1700093A"}, "nor"),
        ({"published_on": AT.date() + timedelta(days=1)}, "publication_datee"),
        ({"published_on": AT.date() - timedelta(days=1)}, "publication_datee"),
        ({"effective_from": AT.date() - timedelta(days=1)}, "sans_retroactivite"),
    ],
)
@pytest.mark.parametrize("state", [State.SIGNED, State.SENT_TO_JOURNAL])
def test_a_publication_has_its_nor_and_a_date_and_no_effect_before_its_signature(
    state: State, changes: dict[str, object], code: str
) -> None:
    signed = an_order(state=state, signatures=signatures(*ALL))
    assert refused(signed, "publish", BUREAU, **(PUBLICATION | changes)) == {code}


def test_an_order_takes_effect_on_its_last_signature_unless_it_says_later() -> None:
    last = signatures(EN, FP, ESR) + signatures(ECO, at=datetime(2016, 5, 20, tzinfo=UTC))
    signed = an_order(state=State.SIGNED, signatures=last)
    assert acted(signed, "publish", BUREAU, **PUBLICATION).effective_from == AT.date()
    later = acted(signed, "publish", BUREAU, **PUBLICATION, effective_from=date(2016, 9, 1))
    assert (later.state, later.effective_from) == (State.PUBLISHED, date(2016, 9, 1))


def test_a_corrigendum_is_added_to_an_order_that_nobody_rewrites() -> None:
    order = an_order(state=State.PUBLISHED)
    once = acted(order, "correct", BUREAU, document=DOCUMENT, reason=REASON)
    twice = acted(once, "correct", BUREAU, document=OTHER_DOCUMENT, reason=REASON)
    assert (twice.corrigenda, twice.content_hash) == ((DOCUMENT, OTHER_DOCUMENT), order.content_hash)


@pytest.mark.parametrize("state", [State.DRAFTING, State.LEGAL_CHECK, State.IN_SIGNATURE])
def test_only_an_empty_order_is_abandoned(state: State) -> None:
    assert refused(an_order(state=state), "abandon", HEAD, reason=REASON) == {"arrete_vide"}
    assert acted(an_order(state=state, items=()), "abandon", HEAD, reason=REASON).state is State.ABANDONED


def test_the_ministers_are_not_reminded_while_a_file_is_contested() -> None:
    from states.agenda import rungs

    assert rungs(an_order())
    assert rungs(an_order(contested=(MINE,))) == ()


def test_the_states_of_a_file_that_an_order_reads_are_states_of_the_application() -> None:
    for word in ("proposed", "co_signature"):
        assert AppState(word)

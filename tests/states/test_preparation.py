"""From the draft to the filing: what a complete file holds, who signs what, and what files it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from states.application.facts import ApplicationFacts, Resolution
from states.application.words import BodyOpinion, State
from states.deadlines import awaited
from states.editions import Category, PartnerKind
from states.facts import Glance
from states.offers import offers
from states.refusals import BadField
from states.wave.words import ResolutionDue
from tests.states.builders import (
    AT,
    CAEN,
    CONTENT,
    CREFOP,
    DOCUMENT,
    HEAD,
    OTHER_DOCUMENT,
    PRESIDENT,
    REASON,
    RECTEUR,
    RECTORATE,
    REGION,
    a_wave,
    acted,
    an_application,
    refused,
    signatures,
)

SIGNING = State.JOINT_SIGNATURE
TODAY = AT.date()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sections": ("s1",)}, "rubriques_remplies"),
        ({"partners": (PartnerKind.EPSCP,)}, "composition_du_reseau"),
        ({"partners": (PartnerKind.EPLE,)}, "composition_du_reseau"),
        ({"sector": ""}, "secteur_choisi"),
        ({"support": ""}, "etablissement_support"),
        ({"category": Category.EXCELLENCE}, "categorie_admise"),
    ],
)
def test_signatures_are_asked_on_a_complete_file_only(changes: dict[str, object], code: str) -> None:
    assert refused(an_application(State.DRAFT, **changes), "request_signatures", RECTORATE) == {code}


def test_the_edition_of_2013_asks_for_an_eple_alone_and_for_no_opinion() -> None:
    facts = an_application(State.DRAFT, edition="2013", partners=(PartnerKind.EPLE,), resolutions=(_voted(),))
    signing = acted(facts, "request_signatures", RECTORATE)
    signed = acted(acted(signing, "sign", RECTEUR), "sign", PRESIDENT)
    assert signed.state is State.SUBMITTED


def test_all_that_is_missing_is_said_at_once() -> None:
    facts = an_application(State.DRAFT, sections=(), partners=(), sector="", support="")
    assert len(refused(facts, "request_signatures", RECTORATE)) == 4


def _voted(dated: date = TODAY, executory: bool = True, region: str = "53") -> Resolution:
    return Resolution(region=region, dated=dated, executory=executory, document=DOCUMENT)


@pytest.mark.parametrize(
    "resolutions", [(), (_voted(executory=False),), (_voted(TODAY + timedelta(days=1)),), (_voted(region="28"),)]
)
def test_a_region_signs_with_its_own_executory_resolution_of_that_day_at_the_latest(
    resolutions: tuple[Resolution, ...],
) -> None:
    facts = an_application(SIGNING, resolutions=resolutions)
    assert refused(facts, "sign", PRESIDENT) == {"deliberation_jointe"}
    assert acted(facts, "sign", RECTEUR).valid_signatures


def test_a_wave_may_let_the_council_vote_before_the_session_only() -> None:
    wave = a_wave(resolution_due=ResolutionDue.SESSION)
    facts = an_application(SIGNING, resolutions=(), signatures=signatures(RECTEUR), wave=wave)
    assert acted(facts, "sign", PRESIDENT).state is State.SUBMITTED
    waiting = an_application(State.REVIEWED, resolutions=(), wave=wave)
    session = waiting.open_sessions[0].ref
    assert refused(waiting, "schedule", "commission_secretary", session=session) == {"deliberation_avant_la_seance"}
    voted = acted(waiting, "attach_resolution", REGION, dated=TODAY, executory=True, document=DOCUMENT)
    assert acted(voted, "schedule", "commission_secretary", session=session).state is State.SCHEDULED


def test_a_resolution_of_tomorrow_is_not_a_resolution() -> None:
    facts = an_application(SIGNING, resolutions=())
    code = refused(facts, "attach_resolution", REGION, dated=TODAY + timedelta(days=1), document=DOCUMENT)
    assert code == {"deliberation_datee"}


def test_the_heir_of_a_region_that_no_longer_exists_brings_its_resolution_and_signs() -> None:
    facts = an_application(SIGNING, regions=("42",), heirs={"region:42": "region:44"}, resolutions=(), opinions=())
    voted = acted(facts, "attach_resolution", "region_officer:44", dated=TODAY, executory=True, document=DOCUMENT)
    assert voted.needed_resolutions == ()
    assert acted(voted, "sign", "region_president:44").valid_signatures


def test_two_by_two_all_four_sign_the_same_content_before_it_is_filed() -> None:
    facts = an_application(
        SIGNING,
        edition="2013",
        academies=("05", "21"),
        regions=("25", "23"),
        resolutions=(_voted(region="25"), _voted(region="23")),
    )
    for office in ("recteur:05", "region_president:25", "recteur:21"):
        facts = acted(facts, "sign", office)
        assert facts.state is SIGNING
    assert acted(facts, "sign", "region_president:23").state is State.SUBMITTED


def test_nobody_signs_twice_and_nobody_withdraws_a_signature_not_given() -> None:
    facts = acted(an_application(SIGNING), "sign", RECTEUR)
    assert refused(facts, "sign", RECTEUR) == {"deja_signe"}
    assert refused(facts, "unsign", PRESIDENT, reason=REASON) == {"a_signe"}


def test_a_signature_withdrawn_leaves_the_others() -> None:
    facts = an_application(SIGNING, signatures=signatures(RECTEUR), opinions=())
    both = acted(facts, "sign", PRESIDENT)
    left = acted(both, "unsign", RECTEUR, reason=REASON)
    assert [signature.office for signature in left.valid_signatures] == [PRESIDENT]


def test_one_who_read_another_content_cannot_sign_this_one() -> None:
    facts = an_application(SIGNING)
    assert refused(facts, "sign", RECTEUR, content_hash=OTHER_DOCUMENT) == {"meme_contenu"}
    assert acted(facts, "sign", RECTEUR, content_hash=CONTENT).valid_signatures


def test_an_edit_after_signature_voids_every_signature_even_on_the_same_content() -> None:
    facts = an_application(SIGNING, signatures=signatures(RECTEUR))
    draft = acted(facts, "edit_after_signature", REGION, reason=REASON)
    again = acted(draft, "request_signatures", REGION)
    assert (again.round, again.valid_signatures) == (2, ())


def test_a_sponsor_that_refuses_to_sign_sends_the_file_back_to_draft() -> None:
    facts = acted(an_application(SIGNING, signatures=signatures(RECTEUR)), "refuse_signature", PRESIDENT, reason=REASON)
    assert (facts.state, facts.refused_by) == (State.DRAFT, (PRESIDENT,))


@pytest.mark.parametrize("last", [CAEN, PRESIDENT])
def test_the_file_is_filed_by_whichever_comes_last_the_signature_or_the_opinion(last: str) -> None:
    facts = an_application(SIGNING, signatures=signatures(RECTEUR))
    missing = replace(facts, opinions=tuple(o for o in facts.opinions if o.office != CAEN))
    opinion = {"sense": "favourable", "dated": TODAY}
    if last == CAEN:
        signed = acted(missing, "sign", PRESIDENT)
        assert signed.state is SIGNING
        assert acted(signed, "give_opinion", CAEN, **opinion).state is State.SUBMITTED
    else:
        advised = acted(missing, "give_opinion", CAEN, **opinion)
        assert advised.state is SIGNING
        assert acted(advised, "sign", PRESIDENT).state is State.SUBMITTED


def test_the_signature_awaits_the_bodies_beside_the_sponsors_and_each_only_until_it_answers() -> None:
    facts = an_application(SIGNING, opinions=())
    assert awaited(facts) == (RECTEUR, PRESIDENT, CAEN, CREFOP)
    advised = acted(acted(facts, "sign", RECTEUR), "give_opinion", CAEN, sense="favourable", dated=TODAY)
    assert awaited(advised) == (PRESIDENT, CREFOP)


def test_a_waived_opinion_is_the_heads_own_act_with_its_reason() -> None:
    facts = an_application(SIGNING, signatures=signatures(RECTEUR, PRESIDENT))
    missing = replace(facts, opinions=tuple(o for o in facts.opinions if o.office != CREFOP))
    waived = acted(missing, "waive_opinion", HEAD, office=CREFOP, reason=REASON)
    assert waived.state is State.SUBMITTED
    assert waived.opinions[-1].sense is BodyOpinion.WAIVED
    with pytest.raises(BadField):
        acted(missing, "give_opinion", CREFOP, sense="waived", dated=TODAY)


def test_an_opinion_is_given_once_and_not_in_advance() -> None:
    facts = an_application(SIGNING)
    assert refused(facts, "give_opinion", CAEN, sense="favourable", dated=TODAY) == {"avis_attendu"}
    later = {"sense": "favourable", "dated": TODAY + timedelta(days=1)}
    assert refused(replace(facts, opinions=()), "give_opinion", CAEN, **later) == {"avis_date"}


def test_two_drafts_for_one_project_become_one_and_the_other_keeps_its_trail() -> None:
    other = Glance(ref="CMQ-2016-0002", state="draft")
    facts = an_application(State.DRAFT, siblings=(other, Glance(ref="CMQ-2016-0003", state="submitted")))
    closed = acted(facts, "merge_draft", REGION, into="CMQ-2016-0002", reason=REASON)
    assert (closed.state, closed.previous) == (State.CLOSED, "CMQ-2016-0002")
    for into in ("CMQ-2016-0003", "CMQ-2016-0004"):
        assert refused(facts, "merge_draft", REGION, into=into, reason=REASON) == {"autre_brouillon"}


def test_a_draft_keeps_what_was_written_and_forgets_what_was_emptied() -> None:
    facts = an_application(State.DRAFT, sections=("s1", "s2"))
    edited = acted(facts, "edit", REGION, sections={"s2": "", "s3": "Texte"}, partners=[{"kind": "cfa", "name": "A"}])
    assert (edited.sections, edited.partners, edited.sector) == (("s1", "s3"), (PartnerKind.CFA,), facts.sector)


def test_an_act_on_paper_keeps_its_own_date() -> None:
    at = datetime(2016, 6, 20, 9, tzinfo=AT.tzinfo)
    signed = acted(an_application(SIGNING), "sign", RECTEUR, at, legal_date=TODAY, registrar="p-officer")
    assert (signed.signatures[0].legal_date, signed.signatures[0].on_paper) == (TODAY, True)


def test_one_passes_over_an_opinion_only_while_one_is_awaited() -> None:
    facts = an_application(SIGNING)
    assert "waive_opinion" not in _possible(facts)
    assert "waive_opinion" in _possible(replace(facts, opinions=()))


def _possible(facts: ApplicationFacts) -> set[str]:
    return {offer.step.trigger.value for offer in offers(facts, (HEAD,), AT) if offer.possible}

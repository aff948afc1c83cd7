"""From the draft to the filing: who may begin, what a complete file holds, who signs what."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from states.application.facts import ApplicationFacts, Resolution
from states.application.words import BodyOpinion, Kind, State
from states.calendar import last_instant
from states.editions import Category, PartnerKind
from states.facts import Glance
from states.label.words import State as LabelState
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
CREATION = {"state": State.NOWHERE, "active_territories": TERRITORIES}
TODAY = AT.date()


def to_renew(expires_on: date, **changes: object) -> ApplicationFacts:
    """A renewal about to be created for a label with that term."""
    label = a_label(state=LabelState.RENEWAL_OPEN, expires_on=expires_on)
    return a_renewal(**(CREATION | {"parents": (label,), "closes_on": None} | changes))  # type: ignore[arg-type]


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
    assert refused(an_application(**(CREATION | changes)), "create", REGION) == {code}  # type: ignore[arg-type]


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
    facts = an_application(**CREATION, kind=kind, parents=parents, parent_refs=refs)  # type: ignore[arg-type]
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

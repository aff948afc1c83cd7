"""The commission: an agenda closed five days before, a quorum without those excluded, a vote, reservations."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from states.application.facts import ApplicationFacts
from states.application.words import Sense, State
from states.calendar import last_instant
from states.deadlines import awaited, due_at
from states.editions import Category
from states.offers import offers
from states.session.words import State as SessionState
from tests.states.builders import (
    AT,
    CHAIR,
    DOCUMENT,
    EN,
    HEAD,
    MEMBERS,
    REASON,
    RECTORATE,
    SECRETARY,
    a_session,
    acted,
    an_application,
    an_opinion,
    refused,
    signatures,
)

SITTING = State.IN_SESSION
VOTE = {"sense": "favourable", "votes_for": 2, "votes_against": 1, "abstentions": 0}


def in_session(**session: object) -> ApplicationFacts:
    """A file being examined by three members of five."""
    return an_application(SITTING, session=a_session(**session))


@pytest.mark.parametrize("trigger", ["schedule", "reschedule"])
@pytest.mark.parametrize("state", [SessionState.PLANNED, SessionState.SUMMONED])
def test_a_file_joins_an_agenda_until_five_days_before(trigger: str, state: SessionState) -> None:
    session = a_session(state=state, held_at=AT + timedelta(days=5))
    source = State.REVIEWED if trigger == "schedule" else State.ADJOURNED
    facts = an_application(source, open_sessions=(session,))
    assert acted(facts, trigger, SECRETARY, session=session.ref).state is State.SCHEDULED
    later = AT + timedelta(days=1)
    codes = {"seance_a_venir", "seance_ouverte_a_l_inscription"}
    assert refused(facts, trigger, SECRETARY, later, session=session.ref) == codes


@pytest.mark.parametrize("trigger", ["schedule", "reschedule"])
def test_a_second_summons_keeps_the_same_agenda(trigger: str) -> None:
    source = State.REVIEWED if trigger == "schedule" else State.ADJOURNED
    far = a_session(ref="CN-2", held_at=AT + timedelta(days=30), state=SessionState.PLANNED)
    second = a_session(ref="CN-1", held_at=AT + timedelta(days=30), without_quorum=True, state=SessionState.SUMMONED)
    facts = an_application(source, open_sessions=(second, far))
    assert refused(facts, trigger, SECRETARY, session="CN-1") == {"seance_ouverte_a_l_inscription"}
    assert acted(facts, trigger, SECRETARY, session="CN-2").session_ref == "CN-2"


@pytest.mark.parametrize("source", [State.REVIEWED, State.ADJOURNED])
def test_an_agenda_is_offered_only_while_a_session_can_take_the_file(source: State) -> None:
    facts = an_application(source)
    assert _possible(facts, SECRETARY) & {"schedule", "reschedule"}
    assert not _possible(replace(facts, open_sessions=()), SECRETARY) & {"schedule", "reschedule"}


def _possible(facts: ApplicationFacts, office: str) -> set[str]:
    return {offer.step.trigger.value for offer in offers(facts, (office,), AT) if offer.possible}


def test_an_item_is_opened_in_a_session_that_sits() -> None:
    facts = an_application(State.SCHEDULED)
    assert refused(facts, "open_item", CHAIR) == {"seance_ouverte"}
    assert acted(replace(facts, session=a_session()), "open_item", CHAIR).state is SITTING


def test_an_opinion_is_rendered_while_the_session_sits() -> None:
    assert acted(in_session(), "render_opinion", CHAIR, **VOTE).state is State.OPINION_RENDERED
    closed = in_session(state=SessionState.CLOSED)
    assert refused(closed, "render_opinion", CHAIR, **VOTE) == {"seance_ouverte"}


@pytest.mark.parametrize(
    ("vote", "code"),
    [
        ({"votes_for": 4}, "vote_dans_la_limite_des_presents"),
        ({"votes_for": 0, "votes_against": 0}, "vote_dans_la_limite_des_presents"),
        ({"abstentions": -1}, "vote_dans_la_limite_des_presents"),
        ({"sense": "unfavourable"}, "vote_conforme"),
        ({"votes_for": 1, "votes_against": 2}, "vote_conforme"),
        ({"months": 49}, "duree_admise"),
        ({"months": -1}, "duree_admise"),
        ({"category": "excellence"}, "categorie_proposee"),
    ],
)
def test_the_vote_the_term_and_the_category_stay_within_their_limits(vote: dict[str, object], code: str) -> None:
    assert code in refused(in_session(), "render_opinion", CHAIR, **(VOTE | vote))


@pytest.mark.parametrize(("sense", "votes"), [("favourable", (1, 1)), ("unfavourable", (1, 1))])
def test_a_tie_needs_the_casting_vote_of_the_chair(sense: str, votes: tuple[int, int]) -> None:
    tie = VOTE | {"sense": sense, "votes_for": votes[0], "votes_against": votes[1]}
    assert refused(in_session(), "render_opinion", CHAIR, **tie) == {"vote_conforme"}
    rendered = acted(in_session(), "render_opinion", CHAIR, **tie, chair_decided=True)
    assert rendered.opinion is not None
    assert (rendered.opinion.sense.value, rendered.opinion.chair_decided) == (sense, True)


def test_the_opinion_proposes_a_category_and_a_term_by_default_those_of_the_edition() -> None:
    opinion = acted(in_session(), "render_opinion", CHAIR, **VOTE).opinion
    assert (opinion.category, opinion.months, opinion.session) == (Category.STANDARD, 48, "CN-2016-1")
    assert acted(in_session(), "render_opinion", CHAIR, **VOTE, months=24).opinion.months == 24


def test_a_member_of_the_territory_does_not_vote_and_is_counted_absent() -> None:
    facts = replace(in_session(present=MEMBERS[:4]), ties={MEMBERS[0]: frozenset({"region:53"})})
    assert refused(facts, "render_opinion", CHAIR, **(VOTE | {"votes_for": 3})) == {"vote_dans_la_limite_des_presents"}
    assert acted(facts, "render_opinion", CHAIR, **VOTE).state is State.OPINION_RENDERED


def test_a_file_for_which_the_quorum_is_lost_is_adjourned() -> None:
    facts = replace(in_session(), ties={MEMBERS[0]: frozenset({"academie:14"})})
    vote = VOTE | {"votes_for": 2, "votes_against": 0}
    assert refused(facts, "render_opinion", CHAIR, **vote) == {"quorum_sur_le_dossier"}
    second = replace(facts, session=a_session(without_quorum=True))
    assert acted(second, "render_opinion", CHAIR, **vote).state is State.OPINION_RENDERED
    assert acted(facts, "adjourn", CHAIR, reason=REASON).state is State.ADJOURNED


def test_the_chair_adjourns_once_and_then_the_head_of_bureau_decides() -> None:
    once = acted(in_session(), "adjourn", CHAIR, reason=REASON)
    assert (once.adjournments, once.session_ref) == (1, "")
    again = replace(in_session(), adjournments=1)
    assert refused(again, "adjourn", CHAIR, reason=REASON) == {"un_seul_ajournement"}
    assert acted(again, "adjourn", HEAD, reason=REASON).adjournments == 2


def test_reservations_are_listed_only_on_an_opinion_that_has_some_and_for_a_day_to_come() -> None:
    listed = {"items": "Préciser la gouvernance", "due": AT.date() + timedelta(days=30)}
    favourable = an_application(State.OPINION_RENDERED)
    assert refused(favourable, "add_reservations", CHAIR, **listed) == {"avis_avec_reserves"}
    reserved = replace(favourable, opinion=an_opinion(Sense.WITH_RESERVATIONS))
    assert refused(reserved, "add_reservations", CHAIR, **(listed | {"due": AT.date()})) == {"delai_a_venir"}
    facts = acted(reserved, "add_reservations", CHAIR, **listed)
    assert (facts.state, due_at(facts)) == (State.RESERVATIONS, last_instant(date(2016, 7, 1)))


def test_reservations_are_lifted_once_answered_and_the_opinion_becomes_favourable() -> None:
    facts = an_application(State.RESERVATIONS)
    assert refused(facts, "lift_reservations", CHAIR) == {"reponse_aux_reserves"}
    answered = acted(facts, "answer_reservations", RECTORATE, answer="Fait.", document=DOCUMENT)
    assert awaited(answered) == (CHAIR,)
    lifted = acted(answered, "lift_reservations", CHAIR)
    assert (lifted.state, lifted.opinion.sense) == (State.OPINION_RENDERED, Sense.FAVOURABLE)


@pytest.mark.parametrize(
    ("trigger", "state"),
    [("reservations_not_lifted", State.OPINION_RENDERED), ("return_to_session", State.REVIEWED)],
)
def test_reservations_not_lifted_are_an_explicit_act_after_their_date(trigger: str, state: State) -> None:
    facts = an_application(State.RESERVATIONS)
    last = datetime(2016, 7, 1, 21, tzinfo=UTC)
    assert refused(facts, trigger, CHAIR, last, reason=REASON) == {"delai_des_reserves_echu"}
    moved = acted(facts, trigger, CHAIR, last + timedelta(days=1), reason=REASON)
    assert moved.state is state
    if state is State.OPINION_RENDERED:
        assert moved.opinion.sense is Sense.UNFAVOURABLE


def test_an_extension_of_the_reservations_holds_against_the_chair_too() -> None:
    facts = acted(an_application(State.RESERVATIONS), "extend", HEAD, due=date(2016, 8, 1), reason=REASON)
    assert due_at(facts) == last_instant(date(2016, 8, 1))
    at = datetime(2016, 7, 15, 9, tzinfo=UTC)
    assert refused(facts, "reservations_not_lifted", CHAIR, at, reason=REASON) == {"delai_des_reserves_echu"}


def test_a_new_opinion_forgets_the_refusals_signed_on_the_former_one() -> None:
    facts = replace(in_session(), decisions=signatures(EN))
    assert acted(facts, "render_opinion", CHAIR, **VOTE).decisions == ()

"""A conflict of interest found after the vote: it is void, taken again without the member, the minutes corrected."""

from dataclasses import replace
from datetime import timedelta

import pytest

from states.application.words import Sense, State
from states.session.words import State as SessionState
from states.words import Word
from tests.states.builders import (
    AT,
    CHAIR,
    DOCUMENT,
    HEAD,
    MEMBERS,
    OTHER_DOCUMENT,
    REASON,
    SECRETARY,
    a_session,
    acted,
    an_application,
    an_opinion,
    refused,
)

VOTE = {"sense": "favourable", "votes_for": 3, "votes_against": 0, "abstentions": 0}
CONFLICT = {"member": MEMBERS[0], "reason": REASON}


def test_while_the_session_sits_the_vote_is_taken_again_without_the_member() -> None:
    voted = an_application(State.OPINION_RENDERED, session=a_session(present=MEMBERS))
    again = acted(voted, "vote_again", CHAIR, **CONFLICT)
    assert (again.state, again.recused, again.opinion) == (State.IN_SESSION, (MEMBERS[0],), None)
    assert refused(again, "render_opinion", CHAIR, **(VOTE | {"votes_for": 5})) == {"vote_dans_la_limite_des_presents"}
    assert acted(again, "render_opinion", CHAIR, **(VOTE | {"votes_for": 4})).state is State.OPINION_RENDERED


def test_without_the_member_the_quorum_of_the_file_may_be_lost() -> None:
    again = acted(an_application(State.OPINION_RENDERED, session=a_session()), "vote_again", CHAIR, **CONFLICT)
    assert refused(again, "render_opinion", CHAIR, **(VOTE | {"votes_for": 2})) == {"quorum_sur_le_dossier"}


@pytest.mark.parametrize("state", [State.OPINION_RENDERED, State.RESERVATIONS, State.PROPOSED])
def test_once_the_session_is_over_the_file_returns_to_another_where_the_member_does_not_vote(state: Word) -> None:
    voted = an_application(State(state))
    assert refused(replace(voted, session=a_session()), "void_vote", CHAIR, **CONFLICT) == {"seance_levee"}
    back = acted(voted, "void_vote", CHAIR, **CONFLICT)
    assert (back.state, back.session_ref, back.opinion, back.reservations) == (State.REVIEWED, "", None, None)
    heard = replace(back, state=State.IN_SESSION, session=a_session(present=MEMBERS), session_ref="CN-2016-1")
    assert refused(heard, "render_opinion", CHAIR, **(VOTE | {"votes_for": 5})) == {"vote_dans_la_limite_des_presents"}
    assert acted(heard, "render_opinion", CHAIR, **VOTE).opinion == an_opinion(Sense.FAVOURABLE)


def test_the_vote_on_a_file_that_an_order_carries_is_contested_on_the_order() -> None:
    carried = an_application(State.PROPOSED, order_ref="ARR-2016-0001")
    assert refused(carried, "void_vote", CHAIR, **CONFLICT) == {"pas_deja_inscrit"}


def test_the_minutes_are_corrected_then_signed_again_before_any_file_goes_on() -> None:
    signed = a_session(state=SessionState.MINUTES_SIGNED, minutes_hash=DOCUMENT, minutes_signed_on=AT.date())
    corrected = acted(signed, "correct_minutes", SECRETARY, document=OTHER_DOCUMENT, reason=REASON)
    assert (corrected.state, corrected.minutes_hash, corrected.minutes_signed_on) == (
        SessionState.MINUTES_DRAFT,
        OTHER_DOCUMENT,
        None,
    )
    waiting = an_application(State.OPINION_RENDERED, session=corrected)
    assert refused(waiting, "propose", HEAD) == {"proces_verbal_signe"}
    again = acted(corrected, "sign_minutes", CHAIR, AT + timedelta(days=1))
    assert acted(replace(waiting, session=again), "propose", HEAD).state is State.PROPOSED

"""The session: summoned five days before, held with its quorum or without by a second summons, signed minutes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from states.facts import Glance
from states.session.words import State
from tests.states.builders import (
    AT,
    CHAIR,
    DOCUMENT,
    MEMBERS,
    REASON,
    SECRETARY,
    a_session,
    acted,
    refused,
)

ON = datetime(2016, 6, 20, 8, tzinfo=UTC)


def planned(state: State = State.PLANNED, **changes: object):  # type: ignore[no-untyped-def]
    """A session of 20 June."""
    return a_session(**({"state": state, "held_at": ON, "present": ()} | changes))


def test_a_summons_leaves_five_days_before_with_an_agenda() -> None:
    last = datetime(2016, 6, 15, 20, tzinfo=UTC)
    assert acted(planned(), "summon", SECRETARY, last).summoned_at == last
    assert refused(planned(), "summon", SECRETARY, last + timedelta(hours=3)) == {"convocation_cinq_jours_avant"}
    assert refused(planned(items=()), "summon", SECRETARY) == {"ordre_du_jour"}


@pytest.mark.parametrize("trigger", ["record_attendance", "find_no_quorum"])
def test_attendance_is_taken_on_the_day(trigger: str) -> None:
    count = 3 if trigger == "record_attendance" else 2
    eve = refused(planned(State.SUMMONED), trigger, CHAIR, ON - timedelta(hours=11), present=MEMBERS[:count])
    assert eve == {"jour_de_la_seance"}
    assert acted(planned(State.SUMMONED), trigger, CHAIR, ON, present=MEMBERS[:count]).present == MEMBERS[:count]


@pytest.mark.parametrize(("members", "quorum"), [(4, 2), (5, 3), (6, 3)])
def test_the_quorum_is_half_of_the_members(members: int, quorum: int) -> None:
    names = tuple(f"commission_member:{number:02d}" for number in range(members))
    session = planned(State.SUMMONED, members=names)
    assert acted(session, "record_attendance", CHAIR, ON, present=names[:quorum]).state is State.QUORUM_CHECKED
    assert refused(session, "record_attendance", CHAIR, ON, present=names[: quorum - 1]) == {"quorum"}
    assert acted(session, "find_no_quorum", CHAIR, ON, present=names[: quorum - 1]).state is State.NO_QUORUM
    assert refused(session, "find_no_quorum", CHAIR, ON, present=names[:quorum]) == {"quorum_non_atteint"}


def test_without_quorum_a_second_summons_with_the_same_agenda_asks_for_none() -> None:
    failed = planned(State.NO_QUORUM)
    early = ON + timedelta(days=4)
    assert refused(failed, "resummon", SECRETARY, ON, held_at=early) == {"seance_posterieure"}
    again = acted(failed, "resummon", SECRETARY, ON, held_at=ON + timedelta(days=5))
    assert (again.state, again.without_quorum, again.items) == (State.SUMMONED, True, failed.items)
    day = ON + timedelta(days=5)
    assert refused(again, "find_no_quorum", CHAIR, day, present=MEMBERS[:1]) == {"quorum_non_atteint"}
    assert acted(again, "record_attendance", CHAIR, day, present=MEMBERS[:1]).state is State.QUORUM_CHECKED


@pytest.mark.parametrize("state", [State.PLANNED, State.SUMMONED])
def test_a_postponed_session_leaves_five_days_to_summon_and_asks_for_its_quorum_again(state: State) -> None:
    session = planned(state, without_quorum=True)
    early = {"held_at": AT + timedelta(days=4), "reason": REASON}
    assert refused(session, "postpone", SECRETARY, **early) == {"seance_posterieure"}
    moved = acted(session, "postpone", SECRETARY, held_at=AT + timedelta(days=40), reason=REASON)
    assert (moved.state, moved.without_quorum, moved.summoned_at) == (State.PLANNED, False, None)


def test_the_session_closes_when_each_file_has_its_opinion_or_its_adjournment() -> None:
    sitting = a_session()
    assert refused(sitting, "close", CHAIR) == {"ordre_du_jour_epuise"}
    waiting = replace(sitting, items=(Glance(ref="X", state="scheduled"),))
    assert refused(waiting, "close", CHAIR) == {"ordre_du_jour_epuise"}
    done = replace(sitting, items=(Glance(ref="X", state="opinion_rendered"), Glance(ref="Y", state="withdrawn")))
    assert acted(done, "close", CHAIR).closed_at == AT


@pytest.mark.parametrize("state", [State.PLANNED, State.SUMMONED, State.NO_QUORUM])
def test_a_session_with_files_is_postponed_not_cancelled(state: State) -> None:
    session = planned(state, items=(Glance(ref="X", state="scheduled"),))
    assert refused(session, "cancel", CHAIR, reason=REASON) == {"ordre_du_jour_vide"}
    assert acted(replace(session, items=()), "cancel", CHAIR, reason=REASON).state is State.CANCELLED


def test_the_minutes_are_drafted_by_the_secretary_and_signed_by_the_chair() -> None:
    drafted = acted(a_session(state=State.CLOSED), "draft_minutes", SECRETARY, document=DOCUMENT)
    signed = acted(drafted, "sign_minutes", CHAIR)
    assert (signed.state, signed.minutes_hash, signed.minutes_signed_on) == (State.MINUTES_SIGNED, DOCUMENT, AT.date())


def test_one_reminds_the_session_once_a_day() -> None:
    reminded = acted(planned(), "remind", SECRETARY)
    assert refused(reminded, "remind", SECRETARY, AT + timedelta(hours=1)) == {"vingt_quatre_heures"}

"""The administrative appeal: lodged in time by a sponsor, upheld, rejected, or rejected by two months of silence."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from states.agenda import rungs
from states.application.facts import ApplicationFacts
from states.application.words import State
from states.calendar import last_instant, place_of_department
from states.deadlines import awaited, due_at
from states.settle import settle
from tests.states.builders import (
    AT,
    DOCUMENT,
    HEAD,
    PRESIDENT,
    REASON,
    RECTEUR,
    acted,
    an_application,
    refused,
)

#: Refused on 1 June: the delay ends on 2 August, three months later overseas on 2 September.
LAST, LAST_OVERSEAS = datetime(2016, 8, 2, 21, tzinfo=UTC), datetime(2016, 9, 2, 21, tzinfo=UTC)
DAY = timedelta(days=1)


def appealed(at: datetime = AT, state: State = State.REFUSED) -> ApplicationFacts:
    """A decision against which the recteur has appealed."""
    facts = acted(an_application(state), "lodge_appeal", RECTEUR, at, reason=REASON)
    assert isinstance(facts, ApplicationFacts)
    return facts


@pytest.mark.parametrize("state", [State.REFUSED, State.INADMISSIBLE])
def test_an_appeal_awaits_an_answer_for_two_months(state: State) -> None:
    facts = appealed(state=state)
    assert (facts.state, awaited(facts), due_at(facts)) == (
        State.UNDER_APPEAL,
        (HEAD,),
        last_instant(date(2016, 8, 1)),
    )
    assert [rung.days for rung in rungs(facts)] == [-30, -7, -1]


def test_a_late_appeal_is_inadmissible_one_month_later_overseas() -> None:
    decided = an_application(State.REFUSED)
    assert appealed(LAST).state is State.UNDER_APPEAL
    assert refused(decided, "lodge_appeal", RECTEUR, LAST + DAY, reason=REASON) == {"recours_dans_le_delai"}
    overseas = replace(decided, places={RECTEUR: place_of_department("974")})
    assert acted(overseas, "lodge_appeal", RECTEUR, LAST_OVERSEAS, reason=REASON).state is State.UNDER_APPEAL
    assert refused(overseas, "lodge_appeal", RECTEUR, LAST_OVERSEAS + DAY, reason=REASON) == {"recours_dans_le_delai"}


@pytest.mark.parametrize("state", [State.REFUSED, State.INADMISSIBLE])
def test_silence_rejects_an_appeal_at_the_end_of_its_two_months_and_not_before(state: State) -> None:
    facts = appealed(state=state)
    end = last_instant(date(2016, 8, 1))
    assert settle(facts, end - timedelta(seconds=1)) == ()
    (outcome,) = settle(facts, end + 10 * DAY)
    assert (outcome.after.state, outcome.at, outcome.legal_date) == (state, end, date(2016, 8, 1))


def test_an_appeal_is_rejected_with_reasons_or_upheld_and_examined_again() -> None:
    rejected = acted(appealed(), "reject_appeal", HEAD, AT + DAY, reason=REASON)
    assert rejected.state is State.REFUSED
    assert refused(rejected, "lodge_appeal", PRESIDENT, AT + 2 * DAY, reason=REASON) == {"un_seul_recours"}
    upheld = acted(appealed(), "reopen", HEAD, AT + DAY, reason=REASON, document=DOCUMENT)
    assert (upheld.state, upheld.appeal, upheld.opinion) == (State.ADMISSIBILITY, None, None)


def test_only_who_lodged_an_appeal_gives_it_up() -> None:
    assert refused(appealed(), "withdraw_appeal", PRESIDENT) == {"auteur_du_recours"}
    assert acted(appealed(), "withdraw_appeal", RECTEUR).state is State.REFUSED

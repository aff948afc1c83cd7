"""One object of each kind in each of its states, in the middle of an ordinary life."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from states.application.words import State as AppState
from states.facts import Glance
from states.label.words import State as LabelState
from states.lifecycles import LIFECYCLES
from states.order.words import State as OrderState
from states.session.words import State as SessionState
from states.wave.words import State as WaveState
from tests.states.builders import (
    AT,
    PRESIDENT,
    a_label,
    a_session,
    a_support_stay,
    a_wave,
    an_application,
    an_order,
)

JULY = datetime(2016, 7, 1, 6, tzinfo=UTC)
SITTING = datetime(2016, 7, 1, 9, tzinfo=UTC)


def sample(kind: str, state: Any) -> Any:
    """The object; a suspended application has lost a sponsor's support."""
    return _SAMPLES[kind](state)


def samples() -> list[Any]:
    """Every object in every state."""
    return [sample(kind, state) for kind, lifecycle in LIFECYCLES.items() for state in lifecycle.states]


def _application(state: AppState) -> Any:
    facts = an_application(state)
    if state is AppState.STAYED:
        return replace(facts, stay=a_support_stay(AppState.ADMISSIBILITY, PRESIDENT))
    if state is AppState.SCHEDULED:
        return replace(facts, session=a_session(state=SessionState.SUMMONED, held_at=SITTING))
    return facts


def _wave(state: WaveState) -> Any:
    early = state in {WaveState.DRAFTING, WaveState.APPROVED, WaveState.PUBLISHED}
    return a_wave(state=state, entered_at=AT, **({"opens_at": JULY} if early else {}))


def _session(state: SessionState) -> Any:
    return a_session(state=state, entered_at=AT, held_at=SITTING)


def _order(state: OrderState) -> Any:
    return an_order(state=state, entered_at=AT)


def _label(state: LabelState) -> Any:
    changes: dict[LabelState, dict[str, Any]] = {
        LabelState.RENEWAL_FILED: {"renewal": Glance(ref="CMQ-2016-0002", state="submitted", on=AT.date())},
        LabelState.UNDER_WITHDRAWAL: {
            "resumes_as": LabelState.ACTIVE,
            "notice_on": AT.date(),
            "observations_due": date(2016, 6, 16),
        },
        LabelState.SUSPENDED: {"resumes_as": LabelState.ACTIVE},
    }
    return a_label(state=state, entered_at=AT, **changes.get(state, {}))


_SAMPLES: dict[str, Any] = {
    "application": _application,
    "label": _label,
    "order": _order,
    "session": _session,
    "wave": _wave,
}

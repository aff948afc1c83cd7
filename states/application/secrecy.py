"""What those who wait for a decision are not told before it is published (CRPA, art. L. 311-2)."""

from datetime import datetime
from typing import Any

from states.application.lifecycle import APPLICATION
from states.application.words import State
from states.deadlines import due_at
from states.roles import Role, role_of

_STAGES = APPLICATION.stage_of
#: The states that bear the same public name as the opinion rendered: from outside they are one.
VEILED = tuple(state for state in _STAGES if _STAGES[state].public == _STAGES[State.OPINION_RENDERED].public)
#: Those who wait for a decision read the public name of a stage, not the one of the desk that examines.
OUTSIDE = frozenset(
    {
        Role.RECTEUR,
        Role.RECTORATE_OFFICER,
        Role.REGION_PRESIDENT,
        Role.REGION_OFFICER,
        Role.CAEN,
        Role.CREFOP,
        Role.SUPPORT_HEAD,
        Role.CAMPUS_DIRECTOR,
    }
)


def due_told(facts: Any, office: str) -> datetime | None:
    """The deadline that a letter may tell an office: which one runs under the veil would say how the file stands."""
    secret = facts.state in VEILED and role_of(office) in OUTSIDE
    return None if secret else due_at(facts)

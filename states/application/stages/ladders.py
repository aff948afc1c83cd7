"""Ladders that several stages share."""

from states.declaration import Ladder

OFFICE_LADDER = Ladder(before=(3,), after=(3, 8), escalate=10)
PARTY_LADDER = Ladder(before=(7, 1), on_day=True, after=(3, 7), escalate=10)

"""Sentences of the rules name offices by their identifiers; people read their titles."""

import re

from states.calendar import paris_day
from states.roles import Role
from store import clock
from store.board.names import title_of

_ROLES = "|".join(role.value for role in Role)
#: Without a territory, only names that are no French word: « minister » alone is none, but neither an office.
_NATIONAL = "|".join(role.value for role in Role if "_" in role.value)
OFFICE = re.compile(rf"\b(?:{_ROLES}):[0-9A-Za-z]+\b|\b(?:{_NATIONAL})\b")


def spoken(sentence: str) -> str:
    """The sentence with every office by its title of the day."""
    return OFFICE.sub(lambda found: _titled(found[0]), sentence)


def _titled(office: str) -> str:
    return title_of(office, paris_day(clock.now()))

"""What rows are looked for by: one text without case, accents or punctuation, kept beside what it stands for."""

import re
from collections.abc import Iterable
from typing import Any
from unicodedata import combining, normalize

from sqlalchemy import ColumnElement

from store.reference import catalogue

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
#: Every further word narrows the search a little and costs as much as the first.
MOST_WORDS = 8


def plain(text: str) -> str:
    """Lower case without accents; all that is neither a letter nor a number counts as a space."""
    bare = "".join(one for one in normalize("NFKD", text.translate(LIGATURES)) if not combining(one))
    return " ".join(re.findall(r"[a-z0-9]+", bare.lower()))


def phrases(words: str) -> list[str]:
    """What is typed, as it is looked for: « Clermont-Ferrand » and « CMQ-2016-0042 » stay whole."""
    return [found for found in map(plain, words.split()[:MOST_WORDS]) if found]


def says(column: Any, phrase: str) -> ColumnElement[bool]:
    """Whether a search column holds a phrase."""
    found: ColumnElement[bool] = column.contains(phrase, autoescape=True)
    return found


def text_of(ref: str, name: str, facts: Any) -> str:
    """The search column of an object with a life: its reference, its title, its places."""
    academies, regions = (getattr(facts, side, ()) for side in ("academies", "regions"))
    territories = [f"academie:{code}" for code in academies] + [f"region:{code}" for code in regions]
    return plain(" ".join([ref, name, *_named(territories), *_sited(getattr(facts, "campus", ""))]))


def _named(territories: Iterable[str]) -> list[str]:
    known = {one.ref: one.name for one in catalogue.territories()}
    return [known.get(one, one) for one in territories]


def _sited(campus: str) -> tuple[str, ...]:
    """Where a known campus stands."""
    known = next((one for one in catalogue.campuses() if one.code == campus), None)
    return (known.support, known.site) if known else ()

"""Every sort of letter by a name that an official recognises, for those who hold one back."""

from functools import cache

from api.showing.fields import Option
from states.letters import letters, ranks, told_of
from states.lifecycles import LIFECYCLES


@cache
def kinds() -> tuple[Option, ...]:
    """One option per sort, by kind of object."""
    found = [Option(letter, _own(letter), _group(letter)) for letter in letters()]
    return tuple(sorted(found, key=lambda one: (one.group, one.label)))


def kind_label(letter: str) -> str:
    """« Dossier de candidature : Déposer »; the name itself of a sort that no longer exists."""
    return f"{_group(letter)} : {_own(letter)}" if letter in letters() else letter


def _group(letter: str) -> str:
    return LIFECYCLES[letter.partition("/")[0]].label


def _own(letter: str) -> str:
    kind, _, name = letter.partition("/")
    for stage in LIFECYCLES[kind].stages:
        if name in {f"{stage.state.value}_{rank.value}" for rank in ranks(stage)}:
            return f"{stage.state.label} : {told_of(letter).lower()}"
    return f"{told_of(letter)} ({name.replace('_', ' ')})"

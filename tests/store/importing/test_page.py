"""The page about imports names the columns that the code reads, no more and no less."""

import re
from pathlib import Path

import pytest

from states.application.words import State as ApplicationState
from states.wave.words import State as WaveState
from store.importing import SUBJECTS, applications, waves

PAGE = (Path(__file__).parents[3] / "docs" / "import.md").read_text()


def section(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("what", SUBJECTS)
def test_every_column_is_on_the_page_and_every_one_of_the_page_is_read(what: str) -> None:
    rows = re.findall(r"^\| (`.*?) \|", section(what.title()), re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(SUBJECTS[what][0])


def told(title: str) -> set[str]:
    row = re.search(r"^\| `etat` \| yes \| (.*) \|$", section(title), re.MULTILINE)
    assert row
    plain = re.sub(r"\(.*?\)|where it stands:", "", row[1])
    return {word.strip() for word in plain.split(",")}


def test_every_state_that_may_be_declared_is_on_the_page() -> None:
    assert told("Waves") == {state.label for state in waves.STATES}
    assert told("Applications") == {state.label for state in applications.STATES}
    assert told("Waves") | {WaveState.NOWHERE.label} == {state.label for state in WaveState}
    assert told("Applications") < {state.label for state in ApplicationState}

"""The page of exceptional paths has each path once, and every test, act and guard that it names exists."""

import re
from functools import cache
from pathlib import Path

from states.lifecycles import LIFECYCLES

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.split(" | ")]
    for line in (ROOT / "docs" / "exceptional-paths.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| X")
]
NOT_BUILT = {row[0].strip("| ") for row in ROWS if "**Not built**" in row[2]}
STEPS = [step for lifecycle in LIFECYCLES.values() for step in lifecycle.steps]
WORDS = {step.trigger.value for step in STEPS} | {guard.code for step in STEPS for guard in step.when}
WORDS |= {state.value for lifecycle in LIFECYCLES.values() for state in lifecycle.states}
WORDS |= {"split", "merger", "upgrade", "resolution_due"}


@cache
def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_each_path_has_its_line() -> None:
    assert sorted(int(row[0].strip("| X")) for row in ROWS) == list(range(1, 46))
    assert all(len(row) == 5 for row in ROWS)


def test_every_test_that_holds_a_path_exists() -> None:
    for row in ROWS:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row[4])
        assert bool(named) != (row[0].strip("| ") in NOT_BUILT), row[0]
        assert [(path, name) for path, name in named if f"def {name}(" not in _text(path)] == []


def test_every_act_guard_and_folder_that_a_line_names_exists() -> None:
    named = [word for row in ROWS for word in re.findall(r"`([^`]+)`", row[3])]
    folders = [word for word in named if "/" in word]
    assert [path for path in folders if not (ROOT / path).exists()] == []
    assert {word for word in named if "/" not in word and "." not in word} <= WORDS

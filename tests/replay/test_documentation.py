"""docs/replay.md says all of the format and nothing else, and its example plays."""

import re
from pathlib import Path

from replay import playing, reading
from replay.expecting import EXPECT

PAGE = (Path(__file__).parents[2] / "docs" / "replay.md").read_text(encoding="utf-8")


def test_the_example_plays_as_it_stands(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert example
    file, told = tmp_path / "exemple.yaml", list[str]()
    file.write_text(example[1], encoding="utf-8")
    assert playing.play(str(file), told.append), told


def test_every_field_of_the_format_is_documented() -> None:
    said = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`", PAGE))))
    fields = reading.TOP | reading.ACT | reading.STEP | reading.COHORT | reading.OUTAGE | reading.HOLDER | EXPECT
    assert not fields - said


def test_every_scenario_that_ships_is_named_and_no_other() -> None:
    table, _, _ = PAGE.partition("## The file")
    assert tuple(sorted(re.findall(r"^\| `([a-z0-9-]+)` \|", table, re.MULTILINE))) == reading.names()

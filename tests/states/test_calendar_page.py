"""The examples that the documentation gives are what the code answers."""

import re
from datetime import date
from pathlib import Path

from states.calendar import Delay, Unit, add, place_of_department

PAGE = Path(__file__).parents[2] / "docs" / "calendar.md"
EXAMPLE = re.compile(r"^\| (\d{4}-\d\d-\d\d) \| ([^|]+) \| (\w+) \| (\d{4}-\d\d-\d\d) \|$", re.MULTILINE)


def test_every_example_of_the_page_holds() -> None:
    examples = EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))
    assert len(examples) == 13
    for start, rule, department, end in examples:
        found = add(date.fromisoformat(start), Delay.parse(rule), place_of_department(department))
        assert found.isoformat() == end, (start, rule, department)


def test_every_unit_has_its_line_and_its_example() -> None:
    page = PAGE.read_text(encoding="utf-8")
    written = {Delay.parse(rule).unit for rule in re.findall(r"^\| `([^`]+)`", page, re.MULTILINE)}
    shown = {Delay.parse(rule).unit for _, rule, _, _ in EXAMPLE.findall(page)}
    assert written == shown == set(Unit)

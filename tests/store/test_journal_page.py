"""The page about the journal names every finding, and no other."""

import re
from pathlib import Path

from store import integrity

PAGE = (Path(__file__).parents[2] / "docs" / "journal.md").read_text()
SOURCES = "".join(path.read_text() for path in Path(integrity.__file__).parent.glob("*.py"))


def test_every_finding_is_on_the_page_and_every_one_of_the_page_exists() -> None:
    rows = re.findall(r"^\| (`.*`) \|", PAGE, re.MULTILINE)
    told = {code for row in rows for code in re.findall(r"`(\w+)`", row)}
    assert told == set(re.findall(r'Finding\("(\w+)"', SOURCES))

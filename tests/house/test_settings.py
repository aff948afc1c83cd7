"""The page of settings says what the code reads, no more and no less."""

import re
from pathlib import Path

from store.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "settings.md").read_text()


def test_every_setting_is_on_the_page_and_every_one_of_the_page_exists() -> None:
    told = set(re.findall(r"^\| `CAMPUS_(\w+)`", PAGE, re.MULTILINE))
    assert told == {name.upper() for name in Settings.model_fields}


def test_the_page_gives_the_defaults_that_the_code_has() -> None:
    for name, field in Settings.model_fields.items():
        if field.default not in ("", None):
            assert f"| `CAMPUS_{name.upper()}` | `{field.default}` |" in PAGE

"""The page about exports names the commands, the attributes and the files that there are, no more and no less."""

import re
from pathlib import Path

from campus import export
from store.exporting import xes

PAGE = (Path(__file__).parents[3] / "docs" / "export.md").read_text(encoding="utf-8")
README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")


def names(rows: list[str]) -> set[str]:
    return {name for row in rows for name in re.findall(r"`([\w:]+)`", row)}


def test_every_command_is_on_the_page_and_in_the_readme() -> None:
    commands = {command.callback.__name__ for command in export.registered_commands if command.callback}
    assert set(re.findall(r"^\| `campus export (\w+)", PAGE, re.MULTILINE)) == commands
    told = re.search(r"`campus export (.*?) …`", README)
    assert told
    assert set(told[1].split("\\|")) == commands


def test_every_attribute_of_the_log_is_on_the_page() -> None:
    log = PAGE.partition("## The event log")[2].partition("\n## ")[0]
    trace, event = (re.findall(r"^\| (`.*?) \| ", part, re.MULTILINE) for part in log.split("| On an event |"))
    assert names(trace) == set(xes.TRACE)
    assert names(event) == set(xes.HAPPENING)

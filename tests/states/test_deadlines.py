"""Whom each state awaits, until when, and the reminders around it: a table written by hand, against the rules."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from states.agenda import rungs
from states.calendar import PARIS, paris_day
from states.deadlines import awaited, due_at
from states.declaration import Rank, Stage
from states.diagnosis import Cause, stuck
from states.lifecycles import LIFECYCLES
from states.roles import role_of
from tests.states.samples import sample

TABLE = Path(__file__).with_name("deadlines.csv")
Row = dict[str, str]
NAMES = ("kind", "state", "awaited", "due", "before", "on_day", "after", "escalate", "to", "patience")


def _rows() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines, delimiter=";") if not row[0].startswith("#")]
    return [dict(zip(NAMES, row, strict=True)) for row in rows[1:]]


ROWS = {(row["kind"], row["state"]): row for row in _rows()}


def _stage(kind: str, state: str) -> Stage:
    lifecycle = LIFECYCLES[kind]
    return lifecycle.stage_of[lifecycle.states(state)]


def _facts(kind: str, state: str) -> Any:
    return sample(kind, LIFECYCLES[kind].states(state))


def _days(cell: str) -> set[int]:
    return {int(day) for day in cell.split()}


def _in_words(due: datetime | None) -> str:
    """The last day when it ends at twenty-four hours, else the hour too, in Paris."""
    if due is None:
        return ""
    local = due.astimezone(PARIS)
    return f"{local:%Y-%m-%d %H:%M}" if local.hour else paris_day(due - timedelta(seconds=1)).isoformat()


def test_the_table_has_every_state_in_which_one_waits() -> None:
    waiting = {
        (kind, stage.state.value)
        for kind, lifecycle in LIFECYCLES.items()
        for stage in lifecycle.stages
        if not stage.final and stage.state is not lifecycle.start
    }
    assert set(ROWS) == waiting, f"write or strike out the line of each in {TABLE.name}"


@pytest.mark.parametrize(("kind", "state"), ROWS)
def test_each_state_awaits_whom_the_table_says_until_its_date(kind: str, state: str) -> None:
    row, facts = ROWS[kind, state], _facts(kind, state)
    assert ", ".join(dict.fromkeys(role_of(office).value for office in awaited(facts))) == row["awaited"]
    assert _in_words(due_at(facts)) == row["due"]
    assert str(_stage(kind, state).patience) == row["patience"]


@pytest.mark.parametrize(("kind", "state"), ROWS)
def test_each_state_reminds_on_the_days_of_the_table_and_no_other(kind: str, state: str) -> None:
    row, ladder = ROWS[kind, state], _stage(kind, state).ladder
    assert set(ladder.before if ladder else ()) == _days(row["before"]), f"{TABLE.name} and the ladder differ"
    assert bool(ladder and ladder.on_day) == (row["on_day"] == "oui")
    assert set(ladder.after if ladder else ()) == _days(row["after"]), f"{TABLE.name} and the ladder differ"
    assert str(ladder.escalate if ladder and ladder.escalate is not None else "") == row["escalate"]
    found = [rung for rung in rungs(_facts(kind, state)) if rung.rank is Rank.ESCALATION]
    assert ", ".join(dict.fromkeys(role_of(rung.office).value for rung in found)) == row["to"]


@pytest.mark.parametrize(("kind", "state"), ROWS)
def test_each_state_is_stuck_once_its_date_has_passed_and_not_before(kind: str, state: str) -> None:
    facts = _facts(kind, state)
    due = due_at(facts)
    if due is None or due <= facts.entered_at:
        return
    found = stuck(facts, due)
    assert found is not None
    assert found.cause is Cause.DEADLINE
    before = stuck(facts, due - timedelta(seconds=1))
    assert before is None or before.cause is not Cause.DEADLINE

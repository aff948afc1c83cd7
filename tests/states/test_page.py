"""The committed page of the lifecycles is what the tables say, and says all of it."""

from pathlib import Path

from states.lifecycles import LIFECYCLES
from states.page import lifecycle_page

PAGE = Path(__file__).parents[2] / "docs" / "lifecycle.md"


def test_the_committed_page_is_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == lifecycle_page(), "run `make docs` and read the difference"


def test_every_state_trigger_guard_and_letter_stands_on_the_page() -> None:
    page = lifecycle_page()
    for lifecycle in LIFECYCLES.values():
        for stage in lifecycle.stages:
            assert stage.state is lifecycle.start or f"{stage.state.label} (`{stage.state.value}`)" in page
        for step in lifecycle.steps:
            assert f"{step.trigger.label} (`{step.trigger.value}`)" in page
            assert all(f"`{guard.code}`" in page for guard in step.when)
            assert all(f"`{lifecycle.kind}/{tell.letter}`" in page for tell in step.tell)


def test_an_answer_that_depends_on_the_facts_has_general_words() -> None:
    guards = {guard for lifecycle in LIFECYCLES.values() for step in lifecycle.steps for guard in step.when}
    assert [g.code for g in guards if not isinstance(g.answer, str) and not g.general] == []

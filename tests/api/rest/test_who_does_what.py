"""Who does what, by the interface as it is: the table of acts of the rules, held against real people and real objects.

`tests/states/who_may_do_what.csv` is written by hand; here every person of `who_sees_what.csv` tries every act of
every object. Outside their scope it does not exist; within it, what is not their function's is refused; the rest is
theirs to try, whatever it then lacks.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from states.declaration import Nature
from states.lifecycles import LIFECYCLES
from states.roles import Role, role_of
from store.board.viewer import viewer
from store.session import reading
from tests.api.rest.test_who_sees_what import LINES, PERSONS, app, browsers, copied, named, world
from tests.states.test_who_may_do_what import AWAITED, _written
from tests.walking import World

__all__ = ["app", "browsers", "named", "world"]
OBJECTS = {
    "dossier": ("application", "la page du dossier"),
    "dossier labellisé": ("application", "la page d’un dossier labellisé"),
    "label": ("label", "la page du label"),
    "arrêté": ("order", "la page de l’arrêté"),
    "séance": ("session", "la page de la séance"),
    "vague": ("wave", "la page d’une vague publiée"),
    "vague en préparation": ("wave", "la page d’une vague en préparation"),
}
WRITTEN = _written()
TABLE = (Path(__file__).parents[1] / "who_sees_like.csv").read_text(encoding="utf-8")
LIKE = list(csv.DictReader(TABLE.splitlines(), delimiter=";"))
SEEN = {line["ce qui est demandé"]: line for line in LINES}


def acts(world: World, kind: str, ref: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The acts that the rules allow now, and the roles to which the table gives them."""
    facts = world.load(kind, ref)
    for step in LIFECYCLES[kind].steps_from[facts.state]:
        who, _ = WRITTEN[kind, step.trigger.value]
        if step.nature is Nature.ACT:
            yield step.trigger.value, frozenset(world.row(kind, ref)["awaiting"].split()) if AWAITED in who else who


def expected(office: str, who: frozenset[str], seen: str) -> str:
    """What the two tables say."""
    if seen == "introuvable":
        return seen
    return "oui" if {office, role_of(office).value} & who else "interdit"


def tried(browser: TestClient, kind: str, ref: str, trigger: str, office: str) -> str:
    """The answer to an act without any of its fields."""
    answer = browser.post(f"/api/v1/{kind}s/{ref}/{trigger}", json={"office": office, "fields": {}})
    assert answer.status_code < 500
    return {403: "interdit", 404: "introuvable"}.get(answer.status_code, "oui")


@pytest.mark.parametrize("word", OBJECTS)
def test_each_tries_the_acts_of_their_function_and_no_other(
    word: str, world: World, app: FastAPI, named: dict[str, str], browsers: dict[str, TestClient], tmp_path: Path
) -> None:
    kind, subject = OBJECTS[word]
    wrong: list[Any] = []
    for trigger, who in acts(world, kind, named[word]):
        asked = {person: expected(office, who, SEEN[subject][person]) for person, office in PERSONS.items() if office}
        with copied(world, app, tmp_path / f"{trigger}.db"):
            # Whoever may do it comes last: done once, it is no longer there to be refused.
            for person in sorted(asked, key=lambda one: asked[one] == "oui"):
                found = tried(browsers[person], kind, named[word], trigger, PERSONS[person])
                wrong += [(trigger, person, found)] if found != asked[person] else []
    assert not wrong


def test_an_act_for_an_office_that_one_does_not_hold_is_refused(
    named: dict[str, str], browsers: dict[str, TestClient]
) -> None:
    found = {
        person: tried(browsers[person], "application", named["dossier"], "stay", "dgesco_head")
        for person, office in PERSONS.items()
        if office and SEEN["la page du dossier"][person] == "oui"
    }
    assert set(found.values()) == {"interdit"}


@pytest.mark.parametrize("line", LIKE, ids=[line["fonction"] for line in LIKE])
def test_every_other_function_sees_what_one_of_the_table_sees(line: dict[str, str], world: World) -> None:
    world.holder(line["office"])
    with reading(world.engine) as session:
        mine, like = (
            viewer(session, world.holder(office), world.at.date())
            for office in (line["office"], PERSONS[line["voit le même périmètre que"]])
        )
    assert (mine.national, mine.sees_inside, mine.territories) == (like.national, like.sees_inside, like.territories)
    assert [bool(mine.follows), bool(mine.registers)] == [
        line[column] == "oui" for column in ("suit les dossiers bloqués", "tient le registre")
    ]


def test_no_function_is_left_out() -> None:
    known = {role_of(office) for office in (*PERSONS.values(), *(line["office"] for line in LIKE)) if office}
    assert set(Role) - known == {Role.SYSTEM, Role.SUPPORT_HEAD, Role.CAMPUS_DIRECTOR}

"""The public register, which asks nobody to log in."""

import csv
from io import StringIO

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import update

from store.desk.kinds import TABLES
from store.session import transaction
from tests.api import asking
from tests.api.console.conftest import ORDER
from tests.api.console.forms import text
from tests.walking import World, published, signed_by_all


@pytest.fixture
def label(world: World) -> str:
    (found,) = published(world, signed_by_all(world, ORDER))
    return found


@pytest.fixture
def anyone(app: FastAPI) -> TestClient:
    return asking.stranger(app)


def test_the_register_is_empty_until_a_label_takes_effect(anyone: TestClient) -> None:
    assert "Aucun label n’est en vigueur aujourd’hui" in text(anyone.get("/registre"))


def test_a_label_in_force_is_in_all_three_forms(world: World, anyone: TestClient, label: str) -> None:
    world.at = world.at.replace(year=2018)
    assert label in anyone.get("/registre").text
    assert [one["ref"] for one in anyone.get("/registre.json").json()["campus"]] == [label]
    sheet = anyone.get("/registre.csv").text
    assert sheet.startswith("\ufeffreference;campus;")
    (row,) = csv.DictReader(StringIO(sheet.removeprefix("\ufeff")), delimiter=";")
    assert (row["reference"], row["academies"]) == (label, "Rennes")


def test_no_cell_is_a_formula(world: World, anyone: TestClient, label: str) -> None:
    with transaction(world.engine) as session:
        session.execute(update(TABLES["label"]).values(name='=HYPERLINK("http://ailleurs")'))
    assert ";=" not in anyone.get("/registre.csv").text
    assert "'=HYPERLINK" in anyone.get("/registre.csv").text


def test_anyone_may_verify_a_label_by_its_dates(world: World, anyone: TestClient, label: str) -> None:
    assert "Ce label est en vigueur" in text(anyone.get(f"/verifier/{label}"))
    world.at = world.at.replace(year=2026)
    assert "Ce label n’est pas en vigueur" in text(anyone.get(f"/verifier/{label}"))
    assert label not in anyone.get("/registre").text


def test_an_unknown_code_is_told_apart(anyone: TestClient) -> None:
    answer = anyone.get("/verifier/LAB-1999-0001")
    assert answer.status_code == 404
    assert "Aucun label ne porte la référence" in text(answer)


def test_the_search_form_leads_to_the_label(anyone: TestClient) -> None:
    assert anyone.get("/verifier?code= lab-2017-0001 ").headers["location"] == "/verifier/LAB-2017-0001"
    assert anyone.get("/verifier?code=//ailleurs.fr").headers["location"] == "/verifier/AILLEURSFR"

"""Failures speak French, say what to do, and tell nothing of the server."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.errors import STATUS
from states import refusals
from states.refusals import Reason

WHY = Reason("no_cfa", "Il manque un CFA parmi les partenaires.", ("rectorate_officer:14",), "partners")


def all_refusals() -> list[type[refusals.Refusal]]:
    return refusals.Refusal.__subclasses__()


@pytest.fixture
def refusing(app: FastAPI, client: TestClient) -> TestClient:
    """The application with a page and an API route that refuse, by each kind of refusal."""

    def refuse(kind: str) -> None:
        found = next(refusal for refusal in all_refusals() if refusal.__name__ == kind)
        raise found(WHY) if found is not refusals.BadField else refusals.BadField("NOR", "x\x00<b>", "12 caractères.")

    def count(number: int) -> int:
        return number

    for prefix in ("", "/api"):
        app.add_api_route(f"{prefix}/refus/{{kind}}", refuse)
        app.add_api_route(f"{prefix}/combien", count)
        app.add_api_route(f"{prefix}/combien/{{number}}", count)
    return client


def test_every_refusal_of_the_rules_has_its_status() -> None:
    assert set(STATUS) == set(all_refusals())


@pytest.mark.parametrize("kind", [kind for kind in all_refusals() if kind is not refusals.BadField])
def test_a_refusal_is_shown_with_its_reasons(refusing: TestClient, kind: type[refusals.Refusal]) -> None:
    page = refusing.get(f"/refus/{kind.__name__}")
    assert page.status_code == STATUS[kind]
    assert WHY.sentence in page.text
    assert "Que faire" in page.text


def test_the_same_refusal_is_problem_details_for_machines(refusing: TestClient) -> None:
    answer = refusing.get("/api/refus/Blocked")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["reasons"] == [
        {"code": "no_cfa", "sentence": WHY.sentence, "lifted_by": ["rectorate_officer:14"], "field": "partners"}
    ]


def test_a_bad_field_is_named_and_its_value_is_inert(refusing: TestClient) -> None:
    page = refusing.get("/refus/BadField").text
    assert "NOR" in page
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_a_missing_page_says_how_references_look(client: TestClient) -> None:
    page = client.get("/inconnu")
    assert page.status_code == 404
    assert "CMQ-2016-0042" in page.text
    assert "Not Found" not in page.text


def test_a_misread_address_is_a_missing_page(refusing: TestClient) -> None:
    assert refusing.get("/combien/beaucoup").status_code == 404


def test_a_misread_parameter_is_named_with_its_remedy(refusing: TestClient) -> None:
    missing, wrong = refusing.get("/combien"), refusing.get("/combien?number=beaucoup")
    assert (missing.status_code, wrong.status_code) == (422, 422)
    assert "number" in missing.text
    assert "beaucoup" in wrong.text


def test_a_crash_tells_nothing_of_the_server(client: TestClient) -> None:
    page = client.get("/panne")
    assert page.status_code == 500
    assert "Rien n’a été enregistré" in page.text
    assert "secret" not in page.text


def test_a_wrong_method_keeps_its_status_and_its_header(client: TestClient) -> None:
    answer = client.delete("/health")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_health_needs_nothing(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}

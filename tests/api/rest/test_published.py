"""What is published of the interface is exact, and read without anything from elsewhere."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import limits
from api.rest import published
from tests.api import asking
from tests.walking import BUREAU, OPENS, WAVE, World, draft, published_wave


@pytest.fixture
def schema(app: FastAPI) -> published.Schema:
    found: published.Schema = asking.stranger(app).get("/api/openapi.json").json()
    return found


def test_only_the_interface_and_the_probes_are_published(schema: published.Schema) -> None:
    outside = [path for path in schema["paths"] if not path.startswith("/api/v1/")]
    assert outside == ["/health", "/ready", "/metrics"]


def test_refusals_are_declared_as_problem_details(schema: published.Schema) -> None:
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if path.startswith("/api/v1/") and status >= "400":
                    assert list(answer["content"]) == ["application/problem+json"], (path, status)
    assert "HTTPValidationError" not in schema["components"]["schemas"]


def test_every_operation_has_a_french_summary_and_a_shape(schema: published.Schema) -> None:
    for one in published.operations(schema):
        if one.path.startswith("/api/v1/"):
            assert one.summary[0].isupper(), one
            assert re.match("Lire|Lister|Faire|Déposer", one.summary), one
            success = next(answer for answer in one.answers if answer.status.startswith("2"))
            assert success.shape in schema["components"]["schemas"], one


def test_the_manual_names_every_operation_and_every_shape(app: FastAPI, schema: published.Schema) -> None:
    page = asking.stranger(app).get("/api")
    assert page.status_code == 200
    for one in published.operations(schema):
        assert f"<code>{one.method} {one.path}</code>" in page.text
    for shape in published.shapes(schema):
        assert f'id="f-{shape.name}"' in page.text
    links = set(re.findall(r'href="#(f-\w+)"', page.text))
    assert links <= set(re.findall(r'id="(f-\w+)"', page.text))
    assert "https://cdn" not in page.text


def test_answers_are_what_the_document_says(app: FastAPI, world: World) -> None:
    published_wave(world)
    world.at = OPENS
    ref = draft(world)
    officer = asking.holder(app, world, BUREAU)
    for path in (f"applications/{ref}", f"waves/{WAVE}", "applications", "agenda", "events", "letters"):
        assert officer.get(f"/api/v1/{path}").status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Length": str(limits.LARGEST + 1)}, 413),
        ({"Content-Length": "9" * 30}, 413),
        ({"Transfer-Encoding": "chunked"}, 411),
    ],
)
def test_what_is_too_heavy_is_not_read(app: FastAPI, world: World, headers: dict[str, str], status: int) -> None:
    officer: TestClient = asking.holder(app, world, BUREAU)
    answer = officer.post("/api/v1/documents", headers=headers, content=b"")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert "content-security-policy" in answer.headers

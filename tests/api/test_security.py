"""What every answer forbids, and which requests are turned away."""

import pytest
from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import Mount, Route

from api import security
from api.showing import assets

SESSION = {security.SESSION_COOKIE: "a-session-nobody-guesses"}
MISSING = ("/nulle-part", "/panne", f"{assets.OWN}/absent.css", "/api/nulle-part")


@pytest.fixture
def changing(app: FastAPI, client: TestClient) -> TestClient:
    """The application with a form that changes something."""
    app.add_api_route(
        "/change", lambda: {"changed": True}, methods=["POST"], dependencies=[Depends(security.check_form_token)]
    )
    return client


@pytest.fixture
def inside(changing: TestClient) -> TestClient:
    """The same, asked from within a session."""
    changing.cookies.update(SESSION)
    return changing


def addresses(app: FastAPI) -> list[str]:
    routes = [route for route in app.routes if isinstance(route, Route | APIRoute)]
    mounts = [route for route in app.routes if isinstance(route, Mount)]
    return [route.path for route in routes] + [f"{mount.path}/console.css" for mount in mounts]


def test_every_route_and_every_failure_carries_the_headers(app: FastAPI, client: TestClient) -> None:
    for path in (*addresses(app), *MISSING):
        answer = client.get(path)
        assert {name: answer.headers.get(name) for name in security.HEADERS} == security.HEADERS, path


def test_the_policy_allows_nothing_inline() -> None:
    assert "unsafe" not in security.POLICY
    assert "frame-ancestors 'none'" in security.POLICY
    assert "default-src 'none'" in security.POLICY


def test_pages_are_never_kept_by_a_cache(client: TestClient) -> None:
    assert client.get("/galerie").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "https://testserver"}, 200),
        ({"Origin": "https://testserver.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://testserver"}, 403),
        ({}, 200),
    ],
)
def test_a_foreign_page_changes_nothing(changing: TestClient, headers: dict[str, str], status: int) -> None:
    assert changing.post("/change", headers=headers).status_code == status


def test_a_session_without_any_sign_of_origin_is_refused(inside: TestClient) -> None:
    answer = inside.post("/change")
    assert answer.status_code == 403
    assert security.FOREIGN in answer.text


def test_the_form_of_another_session_is_refused(inside: TestClient) -> None:
    here = {"Sec-Fetch-Site": "same-origin"}
    wrong = inside.post("/change", headers=here, data={security.FORM_TOKEN: "0" * 64})
    assert wrong.status_code == 403
    assert security.STALE in wrong.text
    assert inside.post("/change", headers=here).status_code == 403


def test_the_form_of_this_session_is_accepted(inside: TestClient) -> None:
    page = inside.get("/galerie").text
    token = page.split(f'name="{security.FORM_TOKEN}" value="')[1].split('"')[0]
    answer = inside.post("/change", headers={"Sec-Fetch-Site": "same-origin"}, data={security.FORM_TOKEN: token})
    assert answer.json() == {"changed": True}
    assert SESSION[security.SESSION_COOKIE] not in page

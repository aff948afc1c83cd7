"""The cookie of a session: out of reach of scripts, of other sites and of other hosts."""

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.testclient import TestClient

from api import security


@pytest.fixture
def app() -> FastAPI:
    app = FastAPI()

    @app.get("/")
    def give(request: Request, response: Response) -> dict[str, str]:
        security.set_cookie(request, response, "secret")
        return {"session": security.session_secret(request)}

    return app


@pytest.mark.parametrize(
    ("address", "name", "secure"),
    [
        ("https://campus.example", "__Host-session", True),
        ("http://127.0.0.1:8000", "__Host-session", True),
        ("http://localhost:8000", "__Host-session", True),
        ("http://campus.example", "session", False),
    ],
)
def test_the_cookie_is_as_closed_as_the_connection_allows(app: FastAPI, address: str, name: str, secure: bool) -> None:
    flags = TestClient(app, base_url=address).get("/").headers["set-cookie"].split("; ")
    assert flags[0] == f"{name}=secret"
    assert ("Secure" in flags) is secure
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(flags)
    assert not any(flag.startswith(("Domain", "Expires", "Max-Age")) for flag in flags)


def test_over_https_a_cookie_that_another_host_could_have_set_is_not_read(app: FastAPI) -> None:
    client = TestClient(app, base_url="https://campus.example", headers={"Cookie": "session=forged"})
    assert client.get("/").json() == {"session": ""}

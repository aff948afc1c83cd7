"""A small identity provider, as strict as ProConnect's documentation says it is, really listening on loopback."""

import socket
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI, Form, HTTPException, Request
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "campus-de-test", "un-secret-de-test-assez-long-pour-signer"
KNOWN = {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce"}
SCOPES = {"openid", "given_name", "usual_name", "email", "uid", "siret", "idp_id"}
CODE_LIFE, TOKEN_LIFE = 30, 60


@dataclass
class Idp:
    """Who would answer at the log-in, the clock, and what to spoil of the tokens."""

    now: Callable[[], datetime]
    address: str = ""
    back: str = ""
    email: str = ""
    subject: str = "sub-1"
    refuses: bool = False
    spoilt: dict[str, Any] = field(default_factory=dict)
    info: dict[str, Any] = field(default_factory=dict)
    plain_info: bool = False
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "une", "use": "sig"}))
    stranger: RSAKey | None = None
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, float] = field(default_factory=dict)
    ended: list[dict[str, str]] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        return f"{self.address}/api/v2"

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": "une"}, claims, self.stranger or self.key)

    def claims(self) -> dict[str, Any]:
        now = int(self.now().timestamp())
        return {"iss": self.issuer, "aud": CLIENT, "sub": self.subject, "iat": now, "exp": now + TOKEN_LIFE}

    def discovery(self) -> dict[str, Any]:
        paths = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "jwks",
            "end_session_endpoint": "session/end",
        }
        return {"issuer": self.issuer} | {name: f"{self.issuer}/{path}" for name, path in paths.items()}

    def jwks(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        known = not set(asked) - KNOWN and set(asked["scope"].split()) <= SCOPES
        long = len(asked["state"]) >= 32 and len(asked["nonce"]) >= 32
        if not known or not long or asked["redirect_uri"] != self.back:
            return JSONResponse({"error": "Y000400"}, status_code=400)
        if self.refuses:
            return self._back(error="access_denied", state=asked["state"])
        code = f"code-{len(self.codes)}"
        self.codes[code] = {"nonce": asked["nonce"], "at": self.now().timestamp()}
        return self._back(code=code, state=asked["state"])

    def _back(self, **told: str) -> Response:
        return RedirectResponse(f"{self.back}?{urlencode(told)}", 302)

    def token(
        self, code: str = Form(), redirect_uri: str = Form(), client_id: str = Form(), client_secret: str = Form()
    ) -> Any:
        bought = self.codes.pop(code, {"at": 0})
        fresh = self.now().timestamp() - bought["at"] < CODE_LIFE
        if not fresh or (client_id, client_secret, redirect_uri) != (CLIENT, SECRET, self.back):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        access = urlsafe_b64encode(sha256(code.encode()).digest()).decode()
        self.tokens[access] = self.now().timestamp()
        identity = self.signed(self.claims() | {"nonce": bought["nonce"]} | self.spoilt)
        return {"access_token": access, "token_type": "Bearer", "expires_in": TOKEN_LIFE, "id_token": identity}

    def userinfo(self, request: Request) -> Response:
        access = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self.now().timestamp() - self.tokens.get(access, 0) >= TOKEN_LIFE:
            raise HTTPException(401)
        told = self.claims() | {"email": self.email, "given_name": "Anne", "usual_name": "Le Goff"} | self.info
        if self.plain_info:
            return JSONResponse(told)
        return PlainTextResponse(self.signed(told), media_type="application/jwt")

    def end(self, request: Request) -> Response:
        asked = dict(request.query_params)
        self.ended.append(asked)
        return RedirectResponse(f"{asked['post_logout_redirect_uri']}?{urlencode({'state': asked['state']})}", 302)


@contextmanager
def listening(now: Callable[[], datetime]) -> Iterator[Idp]:
    """The provider, on a port of its own, until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    idp = Idp(now=now, address=f"http://127.0.0.1:{listener.getsockname()[1]}")
    server = uvicorn.Server(uvicorn.Config(_app(idp), log_level="error", ws="none", lifespan="off"))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield idp
    server.should_exit = True
    thread.join()
    listener.close()


def _app(idp: Idp) -> FastAPI:
    app = FastAPI()
    pages: dict[str, Callable[..., Any]] = {
        ".well-known/openid-configuration": idp.discovery,
        "jwks": idp.jwks,
        "authorize": idp.authorize,
        "userinfo": idp.userinfo,
        "session/end": idp.end,
    }
    for path, page in pages.items():
        app.add_api_route(f"/api/v2/{path}", page, methods=["GET"], response_model=None)
    app.add_api_route("/api/v2/token", idp.token, methods=["POST"], response_model=None)
    return app

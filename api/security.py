"""What every answer forbids the browser, and how a request made by a foreign page is recognised."""

import hmac
from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # the design system's style sheets carry 61 small data: images
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",  # no-referrer would turn the Origin of our own forms into "null"
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=31536000",  # browsers heed it over https only
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SESSION_COOKIE = "__Host-session"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
FORM_TOKEN = "jeton"
FOREIGN = "Cette demande ne vient pas d’une page de ce site."
STALE = "Le formulaire a expiré ou vient d’une autre session."


class Guarded:
    """Middleware: headers on every answer, and no change of anything at the request of a foreign page."""

    def __init__(self, app: ASGIApp, refuse: Callable[[Request, str], Response]) -> None:
        self.app = app
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(MutableHeaders(scope=message))
            await send(message)

        request = Request(scope)
        answer = self.app if _is_welcome(request) else self.refuse(request, FOREIGN)
        return await answer(scope, receive, send_guarded)


def cookie_name(request: Request, name: str = SESSION_COOKIE) -> str:
    """A cookie's name as this browser accepts it: bound to this very host wherever the connection allows it."""
    return name if is_secure(request) else name.removeprefix("__Host-")


def is_secure(request: Request) -> bool:
    """Whether browsers take a cookie marked `Secure` from here: over https, and from the machine itself."""
    return request.url.scheme == "https" or request.url.hostname in LOOPBACK


def set_cookie(request: Request, response: Response, value: str, name: str = SESSION_COOKIE) -> None:
    """Give the browser a secret that no script reads and no other site sends; it forgets it when it closes."""
    response.set_cookie(
        cookie_name(request, name), value, path="/", secure=is_secure(request), httponly=True, samesite="lax"
    )


def drop_cookie(request: Request, response: Response, name: str = SESSION_COOKIE) -> None:
    """Take it back."""
    response.delete_cookie(
        cookie_name(request, name), path="/", secure=is_secure(request), httponly=True, samesite="lax"
    )


def session_secret(request: Request) -> str:
    """The identifier of the session that the browser claims; empty without one."""
    return request.cookies.get(cookie_name(request), "")


def form_token(request: Request) -> str:
    """Token of this session's forms; empty without a session, where there is nothing to forge."""
    session = session_secret(request)
    return hmac.digest(session.encode(), b"form", "sha256").hex() if session else ""


async def check_form_token(request: Request) -> None:
    """Dependency of every route that takes a form: raise 403 unless the form carries its session's token."""
    form = await request.form()
    if not hmac.compare_digest(str(form.get(FORM_TOKEN, "")).encode(), form_token(request).encode()):
        raise HTTPException(403, STALE)


def _complete(headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")


def _is_welcome(request: Request) -> bool:
    return request.method in SAFE_METHODS or _is_ours(request.headers, bool(session_secret(request)))


def _is_ours(headers: Headers, has_session: bool) -> bool:
    if site := headers.get("sec-fetch-site"):
        return site == "same-origin"
    if origin := headers.get("origin"):
        return urlsplit(origin).netloc == headers.get("host")
    return not has_session

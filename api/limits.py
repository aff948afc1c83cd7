"""How heavy a request may be, refused before its first byte is kept."""

from collections.abc import Callable

from fastapi import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.security import SAFE_METHODS
from store import documents

#: Four documents and the form around them; a little more, so that a heavy document is refused in its own words.
LARGEST = 4 * documents.LARGEST + 4 * 1024 * 1024
UNMEASURED = "Le poids de cet envoi n’est pas annoncé."


class Limited:
    """Middleware: what is too heavy, or does not say how heavy it is, is not read."""

    def __init__(self, app: ASGIApp, refuse: Callable[[Request, int, str], Response]) -> None:
        self.app = app
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._refusal(Request(scope)) if scope["type"] == "http" else None
        await (answer or self.app)(scope, receive, send)

    def _refusal(self, request: Request) -> Response | None:
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > LARGEST:
            return self.refuse(request, 413, "")
        # The parser keeps chunks on the disk as they come: without an announced weight, nothing would stop them.
        if "transfer-encoding" in request.headers and request.method not in SAFE_METHODS:
            return self.refuse(request, 411, UNMEASURED)
        return None

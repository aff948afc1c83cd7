"""Answers when something is refused, missing or broken: what happened, and what to do about it."""

from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from api import security
from api.accounts import account_of
from api.showing import pages
from notifications.typography import typo
from states import refusals

PROBLEM = "application/problem+json"
Reasons = Sequence[refusals.Reason]


STATUS: dict[type[refusals.Refusal], int] = {
    refusals.NotYours: 403,
    refusals.Unknown: 404,
    refusals.OutOfOrder: 409,
    refusals.Conflict: 409,
    refusals.Blocked: 422,
    refusals.BadField: 422,
}


def handle(app: FastAPI) -> None:
    """Answer every failure of the application in French, or in problem details under /api/."""
    app.exception_handler(refusals.Refusal)(_refused)
    app.exception_handler(HTTPException)(_raised)
    app.exception_handler(RequestValidationError)(_misread)
    app.exception_handler(Exception)(_crashed)


def foreign(request: Request, sentence: str) -> Response:
    """Answer to a request made by another site's page."""
    return answer(request, 403, sentence)


def answer(request: Request, status: int, sentence: str = "", reasons: Reasons = ()) -> Response:
    """The page, or the problem details (RFC 9457), for a status and the reasons behind it."""
    account = account_of(status)
    if _wants_problems(request):
        return _problem(status, sentence or account.sentence, reasons)
    told = typo(sentence or account.sentence)
    return pages.render(
        request, "error.html", status=status, account=account, told=told, reasons=reasons, status_code=status
    )


def _wants_problems(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _asked(request: Request) -> str:
    """Where to go after the log-in: the page asked for, or the one whose form was sent."""
    if request.method in security.SAFE_METHODS:
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return urlsplit(request.headers.get("referer", "")).path


def _problem(status: int, sentence: str, reasons: Reasons) -> Response:
    body = {"type": "about:blank", "title": account_of(status).title, "status": status, "detail": sentence}
    return JSONResponse(body | {"reasons": [asdict(why) for why in reasons]}, status_code=status, media_type=PROBLEM)


def _refused(request: Request, refusal: refusals.Refusal) -> Response:
    status = next(status for kind, status in STATUS.items() if isinstance(refusal, kind))
    return answer(request, status, reasons=refusal.reasons)


def _raised(request: Request, error: HTTPException) -> Response:
    if error.status_code == 401 and not _wants_problems(request):
        return RedirectResponse(f"/connexion?{urlencode({'suite': _asked(request)})}", 303)
    told = "" if error.detail == HTTPStatus(error.status_code).phrase else str(error.detail)
    response = answer(request, error.status_code, told)
    response.headers.update(error.headers or {})
    return response


def _misread(request: Request, error: RequestValidationError) -> Response:
    faults = error.errors()
    if any(fault["loc"][0] == "path" for fault in faults):
        return answer(request, 404)
    return answer(request, 422, reasons=[reason for fault in faults for reason in _misfit(fault).reasons])


def _misfit(fault: dict[str, Any]) -> refusals.BadField:
    if fault["type"] == "missing":
        return refusals.BadField(str(fault["loc"][-1]), None, "à remplir.")
    return refusals.BadField(str(fault["loc"][-1]), fault["input"], "cette valeur n’est pas admise.")


def _crashed(request: Request, error: Exception) -> Response:
    # Starlette answers a crash outside every middleware: the headers must be put here.
    response = answer(request, 500)
    response.headers.update(security.HEADERS)
    return response

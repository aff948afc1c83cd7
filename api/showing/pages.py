"""Turns a template and what it shows into an answer."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from api import security
from api.showing import assets, navigation, speaking, tiles
from notifications import typography

SERVICE = "Campus des métiers et des qualifications – suivi des labels"


def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("api"), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    typography.register(env)
    env.filters["spoken"] = speaking.spoken
    env.globals.update(service=SERVICE, dsfr=assets.DSFR, own=assets.OWN, place_of=tiles.PLACES.get)
    return env


ENVIRONMENT = _environment()


def render(
    request: Request, template: str, *, status: int = 200, headers: dict[str, str] | None = None, **context: Any
) -> HTMLResponse:
    """The page, dressed in the theme and addressed to the person of the request."""
    text = ENVIRONMENT.get_template(template).render(**shell(request), **context)
    return HTMLResponse(text, status_code=status, headers=headers)


def shell(request: Request) -> dict[str, Any]:
    """What every page knows: theme, person, menu, and how to stay on the same view."""
    person = getattr(request.state, "person", None)
    return {
        "request": request,
        "neutral": request.app.state.settings.theme == "neutre",
        "furnished": request.app.state.furnished,
        "silence": request.app.state.watchdog.silence if person else "",
        "person": person,
        "seen_by": getattr(person, "seen_by", ""),
        "mails_to_read": request.app.state.demo and getattr(person, "national", False),
        "token": security.form_token(request),
        "token_name": security.FORM_TOKEN,
        "menu": navigation.menu(request.url.path, national=getattr(person, "national", True)),
        "query": lambda **changes: query(request, **changes),
    }


def query(request: Request, **changes: object) -> str:
    """This page's address with some parameters changed, so that a view stays a URL; `None` removes one."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in changes]
    added = [(name, value) for name, value in changes.items() if value is not None]
    return f"?{urlencode([*kept, *added])}"

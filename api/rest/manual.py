"""The page that tells developers what the interface takes and gives: no script, nothing from elsewhere."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.rest.published import operations, shapes
from api.showing import pages

router = APIRouter(include_in_schema=False)


@router.get("/api")
def manual(request: Request) -> HTMLResponse:
    """The manual, drawn from the OpenAPI document itself."""
    schema = request.app.openapi()
    return pages.render(request, "interface.html", operations=operations(schema), shapes=shapes(schema))

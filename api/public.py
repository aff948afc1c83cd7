"""Pages and answers that need no log-in and no database."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.showing import pages

router = APIRouter()


@router.get("/accessibilite", include_in_schema=False)
def accessibility(request: Request) -> HTMLResponse:
    return pages.render(request, "accessibility.html")

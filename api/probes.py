"""For those who run the service: does it answer, can it work, and how is it doing."""

from ipaddress import ip_address, ip_network

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api import metrics
from api.entry.identity import Db, Now
from store import migrations
from store.session import reading

router = APIRouter()
OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"


@router.get("/health", summary="Savoir si le processus répond")
def health() -> dict[str, str]:
    """Whether the process answers; `/ready` says whether it can work."""
    return {"status": "ok"}


@router.get(
    "/ready", summary="Savoir s’il peut travailler", responses={503: {"description": "Pourquoi il ne peut pas."}}
)
def ready(db: Db) -> JSONResponse:
    """Whether the database answers and has the newest tables."""
    why = _unready(db)
    if why:
        return JSONResponse({"status": "unready", "reason": why}, 503)
    return JSONResponse({"status": "ready"})


def _unready(engine: Engine) -> str:
    try:
        return "" if migrations.is_at_head(engine) else "La base n’a pas les dernières tables : campus migrate."
    except SQLAlchemyError:
        return "La base de données ne répond pas."


@router.get("/metrics", summary="Lire les mesures", response_class=Response)
def measure(request: Request, db: Db, at: Now) -> Response:
    """OpenMetrics, for a collector on this machine or at the address of a trusted proxy; nobody else finds it."""
    if not _is_near(request):
        raise HTTPException(404)
    with reading(db) as session:
        lines = metrics.lines(session, at)
        return Response("\n".join((*lines, "# EOF", "")), media_type=OPENMETRICS)


def _is_near(request: Request) -> bool:
    """The proxy's own address, not that of whom it speaks for, which has replaced it by then."""
    try:
        client = ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    trusted = [part.strip() for part in request.app.state.settings.trusted_proxies.split(",")]
    return client.is_loopback or any(_holds(network, client) for network in trusted)


def _holds(network: str, client: object) -> bool:
    try:
        return client in ip_network(network)
    except ValueError:  # « * » trusts every proxy, which says nothing of who may read figures
        return False

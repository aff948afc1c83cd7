"""Puts the web application together."""

from fastapi import Depends, FastAPI
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from api import agendas, errors, limits, mails, probes, public, security
from api.applicants import routes as applicants
from api.console import (
    acting,
    blockages,
    creating,
    delays,
    exporting,
    files,
    following,
    grouping,
    lists,
    living,
    questions,
    register,
    timetables,
    viewing,
    watching,
)
from api.entry import connections, login
from api.entry.identity import visitor
from api.letters import routes as letters
from api.offices import routes as offices
from api.operations import routes as operations
from api.proconnect import routes as proconnect
from api.proconnect.provider import Provider
from api.rest import acts, agenda, deadlines, documents, journal, manual, objects
from api.rest.published import Application
from api.rest.refusals import refused
from api.showing import assets
from api.watchdog import Watchdog
from store.people import seeding
from store.session import engine_for, reading
from store.settings import Settings, settings

#: Pages open to all name whoever is logged in, as the others do.
NAMED = [Depends(visitor)]


def create_app(chosen: Settings | None = None, *, engine: Engine | None = None, demo: bool = False) -> FastAPI:
    """The console and the REST interface, ready to serve, under this process's settings or others.

    `demo` lets anyone log in as any person of a furnished database, and read its letters.
    """
    asked = chosen or settings()
    app = Application(
        title="Campus Label",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lambda app: app.state.watchdog.guarding(app),
    )
    point(app, asked, engine or engine_for(asked.database), demo=demo)
    app.add_middleware(limits.Limited, refuse=errors.answer)
    app.add_middleware(security.Guarded, refuse=errors.foreign)
    errors.handle(app)
    assets.mount(app)
    app.include_router(public.router)
    app.include_router(probes.router)
    app.include_router(login.router, dependencies=NAMED)
    app.include_router(mails.router)
    app.include_router(proconnect.router, dependencies=NAMED)
    app.include_router(connections.router)
    app.include_router(agendas.router)
    app.include_router(applicants.router)
    app.include_router(letters.router)
    app.include_router(offices.router)
    app.include_router(operations.router)
    for page in (
        blockages,
        following,
        questions,
        grouping,
        lists,
        creating,
        living,
        timetables,
        files,
        acting,
        exporting,
        viewing,
        watching,
        delays,
        register,
    ):
        app.include_router(page.router)
    app.include_router(manual.router, dependencies=NAMED)
    for part in (objects, journal, agenda, deadlines, documents, acts):
        app.include_router(part.router, prefix="/api/v1", tags=["v1"], responses=refused(401, 422))
    return app


def point(app: FastAPI, chosen: Settings, engine: Engine, *, demo: bool = False) -> None:
    """What an application serves, under which settings: its routes, which take longer to build, stay."""
    app.state.settings, app.state.engine, app.state.watchdog = chosen, engine, Watchdog(engine)
    app.state.provider = Provider(chosen)
    app.state.furnished = _is_furnished(engine)
    app.state.demo = demo and app.state.furnished


def _is_furnished(engine: Engine) -> bool:
    """A database that does not answer, or has no tables yet, is served all the same: `/ready` says so."""
    try:
        if not inspect(engine).has_table("meta"):
            return False
        with reading(engine) as session:
            return seeding.is_furnished(session)
    except SQLAlchemyError:
        return False

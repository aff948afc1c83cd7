"""Puts the web application together."""

from fastapi import Depends, FastAPI
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from api import assets, errors, limits, login, mails, probes, public, security
from api.applicants import routes as applicants
from api.console import (
    acting,
    appointing,
    blockages,
    creating,
    delays,
    files,
    grouping,
    lists,
    living,
    register,
    running,
    timetables,
    watching,
)
from api.identity import visitor
from api.rest import acts, agenda, deadlines, documents, journal, manual, objects
from api.rest.published import Application
from api.rest.refusals import refused
from store.people import seeding
from store.session import engine_for, reading
from store.settings import Settings, settings

#: Pages open to all name whoever is logged in, as the others do.
NAMED = [Depends(visitor)]


def create_app(chosen: Settings | None = None, *, engine: Engine | None = None, demo: bool = False) -> FastAPI:
    """The console and the REST interface, ready to serve, under this process's settings or others.

    `demo` lets anyone log in as any person of a furnished database, and read its letters.
    """
    app = Application(title="Campus Label", openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
    app.state.settings = chosen or settings()
    app.state.engine = engine or engine_for(app.state.settings.database)
    app.state.furnished = _is_furnished(app.state.engine)
    app.state.demo = demo and app.state.furnished
    app.add_middleware(limits.Limited, refuse=errors.answer)
    app.add_middleware(security.Guarded, refuse=errors.foreign)
    errors.handle(app)
    assets.mount(app)
    app.include_router(public.router)
    app.include_router(probes.router)
    app.include_router(login.router, dependencies=NAMED)
    app.include_router(mails.router)
    app.include_router(applicants.router)
    for page in (
        blockages,
        grouping,
        lists,
        creating,
        living,
        timetables,
        files,
        acting,
        appointing,
        watching,
        delays,
        running,
        register,
    ):
        app.include_router(page.router)
    app.include_router(manual.router, dependencies=NAMED)
    for part in (objects, journal, agenda, deadlines, documents, acts):
        app.include_router(part.router, prefix="/api/v1", tags=["v1"], responses=refused(401, 422))
    return app


def _is_furnished(engine: Engine) -> bool:
    """A database that does not answer, or has no tables yet, is served all the same: `/ready` says so."""
    try:
        if not inspect(engine).has_table("meta"):
            return False
        with reading(engine) as session:
            return seeding.is_furnished(session)
    except SQLAlchemyError:
        return False

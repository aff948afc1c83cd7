"""Puts the web application together."""

from fastapi import FastAPI

from api import assets, errors, public, security
from store.settings import Settings, settings


def create_app(chosen: Settings | None = None) -> FastAPI:
    """The console and the REST interface, ready to serve, under this process's settings or others."""
    app = FastAPI(title="Campus Label", openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
    app.state.settings = chosen or settings()
    app.state.furnished = False
    app.add_middleware(security.Guarded, refuse=errors.foreign)
    errors.handle(app)
    assets.mount(app)
    app.include_router(public.router)
    return app

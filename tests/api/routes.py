"""Every route of the application, those of its routers included."""

from collections.abc import Iterator

from fastapi import FastAPI


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path of each; static files and the OpenAPI document are not among them."""
    for route in app.routes:
        for context in getattr(route, "effective_route_contexts", tuple)():
            for method in sorted(context.methods):
                yield method, context.path

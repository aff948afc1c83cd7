"""A real server on this machine, for a browser or another program to talk to."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from store import clock
from store.settings import Settings
from tests.walking import World


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Where an application answers; the socket listens before the server runs, so nobody waits."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", lifespan="off"))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@contextmanager
def serving(world: World, theme: str) -> Iterator[str]:
    """The application on a world, at its instant, in a theme."""
    app = create_app(Settings.model_validate({"theme": theme}), engine=world.engine)
    app.dependency_overrides[clock.now] = lambda: world.at
    with served(app) as address:
        yield address

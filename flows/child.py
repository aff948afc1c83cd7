"""Prefect's server and the worker on one event loop, in a process that dies with the one that started it."""

import asyncio
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import uvicorn
from prefect.server.api.server import create_app

from flows.schedules import RHYTHMS, Rhythm
from flows.worker import serve

PORT_TAKEN = 3
GRACE_SECONDS = 5.0


def run(port: int, rhythms: Iterable[Rhythm] = RHYTHMS) -> None:
    """Serve Prefect on a loopback port and run the rhythms, until standard input ends."""
    asyncio.run(_run(_bound(port), rhythms))


def _bound(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        sys.exit(PORT_TAKEN)
    return listener


async def _run(listener: socket.socket, rhythms: Iterable[Rhythm]) -> None:
    stop = asyncio.Event()
    _stop_with_parent(asyncio.get_running_loop(), stop)
    server = _Server(uvicorn.Config(create_app(), log_level="warning", timeout_graceful_shutdown=1))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.05)
    await serve(rhythms, stop)
    server.should_exit = True
    await serving


class _Server(uvicorn.Server):
    """A server that leaves the signals to the process around it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _stop_with_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    threading.Thread(target=_wait_for_parent, args=(loop, stop), daemon=True).start()


def _wait_for_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    sys.stdin.buffer.read()
    loop.call_soon_threadsafe(stop.set)
    time.sleep(GRACE_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    run(int(sys.argv[1]))

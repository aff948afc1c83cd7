"""Keeps Prefect's process alive beside the web server, without importing Prefect."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from store import clock

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}
# What only the server beside the web process needs: no pages of its own, and a memory of a week.
EMBEDDED = {
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(7 * 24 * 60 * 60),
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P1D",
}
CHILD = (sys.executable, "-m", "flows.child")
STATUS = "prefect-child.json"
LOG = "prefect.log"
FIRST_DELAY, LONGEST_DELAY = 1.0, 60.0
STEADY_SECONDS = 60.0
GRACE_SECONDS = 7.0


@contextmanager
def prefect_beside(
    home: Path, environment: Mapping[str, str] | None = None, command: Sequence[str] = CHILD
) -> Iterator[None]:
    """Run Prefect's server and worker while the block lasts; SIGTERM leaves the block like a `sys.exit`."""
    signal.signal(signal.SIGTERM, _leave)
    keeper = Keeper(home, environment or {}, command)
    keeper.start()
    try:
        yield
    finally:
        keeper.stop()


def _leave(*_: object) -> None:
    sys.exit(0)


class Keeper:
    """Starts the child, starts it again when it dies, and writes what became of it."""

    def __init__(self, home: Path, environment: Mapping[str, str], command: Sequence[str]) -> None:
        self._home = home
        self._environment = environment
        self._command = command
        self._restarts = 0
        self._last_exit: int | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="prefect")

    def start(self) -> None:
        (self._home / "prefect").mkdir(parents=True, exist_ok=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _keep(self) -> None:
        delay = FIRST_DELAY
        while not self._stopping.is_set():
            born = time.monotonic()
            self._last_exit = self._live()
            delay = FIRST_DELAY if time.monotonic() - born > STEADY_SECONDS else min(2 * delay, LONGEST_DELAY)
            self._tell("waiting")
            self._stopping.wait(delay)
            self._restarts += 1
        self._tell("stopped")

    def _live(self) -> int:
        port = _free_port()
        with (self._home / LOG).open("ab") as log:
            child = self._spawn(port, log)
        self._tell("running", pid=child.pid, port=port)
        while child.poll() is None and not self._stopping.wait(0.2):
            pass
        return _end(child)

    def _spawn(self, port: int, log: BinaryIO) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*self._command, str(port)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=self._surroundings(port),
            process_group=0,
        )

    def _surroundings(self, port: int) -> dict[str, str]:
        own = {"PREFECT_HOME": str(self._home / "prefect"), "PREFECT_API_URL": f"http://127.0.0.1:{port}/api"}
        return {**QUIET, **EMBEDDED, **os.environ, **self._environment, **own}

    def _tell(self, state: str, pid: int | None = None, port: int | None = None) -> None:
        status = {"state": state, "pid": pid, "port": port, "since": clock.now().isoformat()}
        status |= {"restarts": self._restarts, "last_exit": self._last_exit}
        draft = self._home / f"{STATUS}.new"
        draft.write_text(json.dumps(status), encoding="utf-8")
        draft.replace(self._home / STATUS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end(child: subprocess.Popen[bytes]) -> int:
    """Ask by closing the pipe, then insist on the whole group: a flow outlives a child that was killed."""
    if child.stdin:
        child.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        child.wait(GRACE_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    return child.wait()

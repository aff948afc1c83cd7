"""Memory of the web process, and of its child with Prefect's server and the worker. At most 160 and 400 MiB.

`python -m benchmarks.memory`: both run as `campus serve --all` runs them, on a furnished wave; pages are asked for and
every sweep has run before anything is read. Resident memory, each process with its own children, by Linux's own count.
"""

import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from urllib.request import urlopen

from store import clock
from store.migrations import upgrade
from store.people.seeding import seed
from store.session import engine_for, transaction

ASKED = {"web": 160, "child": 400}
SETTLING, LONGEST = 150, 120
PATHS = ("/registre", "/connexion", "/accessibilite", "/api/openapi.json", "/health", "/metrics")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _resident(pid: int) -> int:
    """MiB of the process and of those below it, the memory that they share counted once for each half."""
    with suppress(FileNotFoundError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return own // 1024
    return 0


def _children(pid: int) -> list[int]:
    """Those started by any thread of it, and those below."""
    with suppress(FileNotFoundError):
        lists = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
        found = [int(one) for some in lists for one in some]
        return [*found, *(below for one in found for below in _children(one))]
    return []


def _asked(port: int) -> None:
    for _ in range(20):
        for path in PATHS:
            with suppress(OSError), urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
                answer.read()


def measure() -> None:
    """Start, ask, wait for the sweeps, read."""
    with TemporaryDirectory(prefix="campus-memory-") as home:
        engine = engine_for(f"sqlite:///{home}/campus.db")
        upgrade(engine)
        with transaction(engine) as session:
            seed(session, clock.now(), furnished=True)
        port, environment = _free_port(), os.environ | {"CAMPUS_HOME": home}
        command = [str(Path(sys.executable).with_name("campus")), "serve", "--all", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _read(process.pid, port)
        finally:
            process.terminate()
            process.wait()


def _read(pid: int, port: int) -> None:
    until = monotonic() + LONGEST
    while monotonic() < until and not _children(pid):
        sleep(1)
    sleep(SETTLING)
    _asked(port)
    web, child = _resident(pid), sum(_resident(one) for one in _children(pid))
    assert child, "the child with Prefect is not there"
    for name, found in (("web", web), ("child", child)):
        print(
            f"memory of the {name}: {found} MiB, asked ≤ {ASKED[name]}: {'kept' if found <= ASKED[name] else 'MISSED'}"
        )


if __name__ == "__main__":
    measure()

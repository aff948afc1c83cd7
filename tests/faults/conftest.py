"""Clients that act at the same time, on real databases."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.walking import World

Answer = Any
Together = Callable[[Sequence[Callable[[], Any]]], list[Answer]]


@pytest.fixture
def world(database: Engine) -> World:
    """A world on each database."""
    return World(database)


@pytest.fixture
def postgresql_world(postgresql: Engine) -> World:
    """A world where rows are locked one by one."""
    return World(postgresql)


@pytest.fixture
def together() -> Together:
    """Run calls at the same instant, each in its own thread; what each returned or raised, in order."""

    def run(calls: Sequence[Callable[[], Any]]) -> list[Answer]:
        barrier = Barrier(len(calls))
        answers: list[Answer] = [None] * len(calls)

        def client(number: int, call: Callable[[], Any]) -> None:
            barrier.wait()
            try:
                answers[number] = call()
            except Exception as error:
                answers[number] = error

        threads = [Thread(target=client, args=pair) for pair in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    return run

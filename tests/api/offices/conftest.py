"""The small programme of the console, its administrator, and where its mails arrive."""

from collections.abc import Iterator

import pytest

from notifications.posting.sink import Box, sink
from store.settings import settings
from tests.api.console.conftest import app, made, visit, world

__all__ = ["app", "made", "visit", "world"]


@pytest.fixture(autouse=True)
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """Where the mails of the application arrive."""
    received = Box()
    with sink(received) as url:
        monkeypatch.setenv("CAMPUS_SMTP_URL", url)
        settings.cache_clear()
        yield received
    monkeypatch.undo()
    settings.cache_clear()

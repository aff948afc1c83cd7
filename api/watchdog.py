"""The thread that looks every minute whether what is due gets done; it needs neither Prefect nor a visitor."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread

from fastapi import FastAPI
from sqlalchemy import Engine

from notifications.sweeping.watchdog import watch
from store import clock

LOG = logging.getLogger(__name__)
PERIOD = timedelta(minutes=1)


@dataclass(slots=True)
class Watchdog:
    """One look every `period`, at the instant that `now` gives, since it `began`; `silence` is what a banner should
    say since the last.

    What goes wrong in a look is logged, and the next look comes all the same.
    """

    engine: Engine
    period: timedelta = PERIOD
    now: Callable[[], datetime] = clock.now
    silence: str = ""
    began: datetime | None = None
    _stopping: Event = field(default_factory=Event)

    @asynccontextmanager
    async def guarding(self, app: FastAPI) -> AsyncIterator[None]:
        """The lifespan of an application: the thread begins and ends with it."""
        thread = Thread(target=self.run, name="watchdog", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            thread.join()

    def run(self) -> None:
        """Look until the application ends."""
        self.began = self.now()
        while not self._stopping.wait(self.period.total_seconds()):
            self.look(self.began)

    def look(self, began: datetime) -> None:
        """One look; without a database there is nothing to compare, and `/ready` says so."""
        try:
            self.silence = watch(self.now(), began, on=self.engine)
        except Exception:
            LOG.exception("watchdog")

"""One run of posting: couriers that share a tray, and the books in which their verdicts are written together."""

import asyncio
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import perf_counter

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from notifications.posting.claims import CLAIM, DROPPED, LEASE, Claimed, claim, droppable
from notifications.posting.courier import Courier, Verdict
from notifications.posting.outcomes import Told, settle
from notifications.posting.routes import Route
from notifications.tally import Tally
from store.session import Busy, transaction
from store.tables.letters import LetterStatus

CONNECTIONS = 4
#: Seconds during which verdicts gather before they are committed together, and how many mails may be handed over,
#: or be on their way, without their verdict being committed: what a killed process may deliver twice. Only a server
#: that takes thousands a second ever fills it; one that takes fifty leaves one or two. Gathered for longer, mails would
#: wait for that room; for less, the commits would take the connections' time.
GATHER, UNWRITTEN = 0.02, 80
#: How many are left when more are claimed: were there none, the connections would wait for the database.
AHEAD = CLAIM // 2


@dataclass(slots=True, kw_only=True)
class Round:
    """Couriers take from a tray, which claims fill ahead of them; their verdicts wait a moment in the books."""

    route: Route
    at: datetime
    on: Engine | None
    only: Collection[int] | None
    tally: Tally = field(default_factory=Tally)
    tray: deque[Claimed] = field(default_factory=deque)
    filling: asyncio.Lock = field(default_factory=asyncio.Lock)
    began: float = field(default_factory=perf_counter)
    drained: bool = False
    books: list[tuple[Claimed, Verdict]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(UNWRITTEN))
    over: bool = False

    def drop(self) -> None:
        """Hand everything to nobody."""
        nobody = Verdict(status=LetterStatus.ACCEPTED, words="Remis à personne : horloge simulée.")
        while self._drop_some(nobody) == DROPPED:
            pass

    def _drop_some(self, nobody: Verdict) -> int:
        with transaction(self.on) as session:
            claimed = droppable(session, self.at, self.only)
            settle(session, [Told(one.parcel, nobody) for one in claimed], self.at)
        self._count([(one, nobody) for one in claimed])
        return len(claimed)

    async def run(self) -> None:
        """Hand over all that is due, on a few connections."""
        async with asyncio.TaskGroup() as everyone:
            everyone.create_task(self._keep_books())
            async with asyncio.TaskGroup() as couriers:
                for _ in range(CONNECTIONS):
                    couriers.create_task(self._carry())
            self.over = True
            self.news.set()

    async def _carry(self) -> None:
        courier = Courier(self.route)
        try:
            while await self.room.acquire() and (taken := await self._take()):
                verdict = await courier.deliver(taken.parcel)
                self._note([(taken, verdict)])
                if verdict.status is LetterStatus.READY:
                    self._give_back(verdict)
        finally:
            await courier.close()

    async def _take(self) -> Claimed | None:
        """The next mail; whoever finds few left claims more, while the others carry these."""
        while self._short() and not (self.tray and self.filling.locked()):
            async with self.filling:
                if self._short():
                    found = await asyncio.to_thread(self._claim)
                    self.drained = self.drained or len(found) < CLAIM
                    self.tray.extend(found)
        return self.tray.popleft() if self.tray else None

    def _short(self) -> bool:
        return len(self.tray) < AHEAD and not self.drained

    def _claim(self) -> list[Claimed]:
        with transaction(self.on) as session:
            lease = self.at + timedelta(seconds=perf_counter() - self.began) + LEASE
            return claim(session, self.at, lease, self.only)

    def _give_back(self, verdict: Verdict) -> None:
        """The server cannot be reached: the others need not wait for it one by one."""
        self.drained = True
        self._note([(one, verdict) for one in self.tray])
        self.tray.clear()

    def _note(self, verdicts: Sequence[tuple[Claimed, Verdict]]) -> None:
        self.books += verdicts
        self.news.set()

    async def _keep_books(self) -> None:
        """Commit together what was told while the last commit lasted, and a moment more while mails still leave."""
        while not self.over or self.books:
            await self.news.wait()
            if not (self.over or self.drained):
                await asyncio.sleep(GATHER)
            self.news.clear()
            told, self.books = self.books, []
            if told:
                await asyncio.to_thread(self._write, told)
                for _ in told:
                    self.room.release()

    def _write(self, told: Sequence[tuple[Claimed, Verdict]]) -> None:
        try:
            self._settle(told)
        except (Busy, SQLAlchemyError) as error:
            if len(told) == 1:
                # Its lease will end, and leave a doubt.
                return self.tally.failure(error, f"courriel {told[0][0].parcel.id}")
            # What one of them broke must not put the others in doubt.
            for one in told:
                self._write([one])

    def _settle(self, told: Sequence[tuple[Claimed, Verdict]]) -> None:
        with transaction(self.on) as session:
            settle(session, [Told(one.parcel, verdict) for one, verdict in told], self.at)
        self._count(told)

    def _count(self, told: Sequence[tuple[Claimed, Verdict]]) -> None:
        for (_, since), verdict in told:
            self._count_one(since, verdict)

    def _count_one(self, since: datetime, verdict: Verdict) -> None:
        if verdict.status is LetterStatus.ACCEPTED:
            self.tally.did(since, self.at)
        elif verdict.status is LetterStatus.REFUSED:
            self.tally.failed, self.tally.due = self.tally.failed + 1, self.tally.due + 1
            self.tally.error = self.tally.error or verdict.words
        else:
            self.tally.skip()

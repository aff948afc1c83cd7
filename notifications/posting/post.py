"""Posting: mails that are ready leave under a lease, on a few reused connections, each acceptance committed alone."""

import asyncio
from collections import deque
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, Select, bindparam, or_, select, update

from notifications.composing.batches import MAIL
from notifications.posting.courier import Courier, Parcel, Verdict
from notifications.posting.outcomes import mirror, settle
from notifications.posting.recalling import recall
from notifications.posting.routes import NOWHERE, Route, route_for
from notifications.sweeping.coming import POSTABLE
from notifications.tally import Tally
from store.session import reading, transaction
from store.settings import settings
from store.tables.letters import LetterStatus

CONNECTIONS = 4
#: Few enough that a lease outlives the slowest server, and that a killed process leaves few in doubt.
CLAIM = 40
#: What goes nowhere waits for no server.
DROPPED = 400
LEASE = timedelta(minutes=15)


def post(at: datetime, *, on: Engine | None = None, smtp_url: str | None = None) -> Tally:
    """Send every mail that is due; what moved since it was composed, and was never tried, is composed again first."""
    recall(at, on)
    return _send(at, on, smtp_url, None)


def post_now(mails: Collection[int], at: datetime, *, on: Engine | None = None, smtp_url: str | None = None) -> Tally:
    """Send these at once, after the commit that queued them; what fails waits for the minute."""
    return _send(at, on, smtp_url, tuple(mails))


def _send(at: datetime, on: Engine | None, smtp_url: str | None, only: Collection[int] | None) -> Tally:
    with reading(on) as session:
        if smtp_url != NOWHERE and not session.execute(_among(DUE, only).limit(1), {"now": at}).first():
            return Tally()
        route = route_for(session, smtp_url)
    round_ = _Round(route=route, at=at, on=on, only=only)
    if route.nowhere:
        round_.drop()
    else:
        # In a thread of its own: whoever calls may be running an event loop already.
        with ThreadPoolExecutor(1) as apart:
            apart.submit(asyncio.run, round_.run()).result()
    return round_.tally


WAITING = MAIL.c.status.in_(POSTABLE) & (MAIL.c.next_try_at <= bindparam("now"))
ABANDONED = (MAIL.c.status == LetterStatus.SENDING.value) & (MAIL.c.lease_until <= bindparam("now"))
DUE = select(MAIL).where(or_(WAITING, ABANDONED)).order_by(MAIL.c.next_try_at, MAIL.c.id)


def _among(due: Select[Any], only: Collection[int] | None) -> Select[Any]:
    return due if only is None else due.where(MAIL.c.id.in_(only))


@dataclass(slots=True, kw_only=True)
class _Round:
    """One run: couriers that share a tray, which is filled by claims under a lease."""

    route: Route
    at: datetime
    on: Engine | None
    only: Collection[int] | None
    tally: Tally = field(default_factory=Tally)
    tray: deque[tuple[Parcel, datetime]] = field(default_factory=deque)
    filling: asyncio.Lock = field(default_factory=asyncio.Lock)
    began: float = field(default_factory=perf_counter)
    cut_off: bool = False

    def drop(self) -> None:
        """Hand everything to nobody."""
        nobody = Verdict(status=LetterStatus.ACCEPTED, words="Remis à personne : horloge simulée.")
        while self._drop_some(nobody) == DROPPED:
            pass

    def _drop_some(self, nobody: Verdict) -> int:
        with transaction(self.on) as session:
            rows = session.execute(_among(DUE, self.only).limit(DROPPED), {"now": self.at})
            parcels = [(_parcel(row), row.next_try_at) for row in rows]
            settle(session, [parcel for parcel, _ in parcels], nobody, self.at)
        self._count_all(parcels, nobody)
        return len(parcels)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(CONNECTIONS):
                group.create_task(self._carry())

    async def _carry(self) -> None:
        courier = Courier(self.route)
        try:
            while taken := await self._take():
                parcel, since = taken
                verdict = await courier.deliver(parcel)
                await asyncio.to_thread(self._settle, [(parcel, since)], verdict)
                if verdict.status is LetterStatus.READY:
                    await self._give_back(verdict)
        finally:
            await courier.close()

    async def _take(self) -> tuple[Parcel, datetime] | None:
        async with self.filling:
            if not self.tray and not self.cut_off:
                self.tray.extend(await asyncio.to_thread(self._claim))
            return self.tray.popleft() if self.tray else None

    async def _give_back(self, verdict: Verdict) -> None:
        """The server cannot be reached: the others need not wait for it one by one."""
        self.cut_off = True
        rest = list(self.tray)
        self.tray.clear()
        await asyncio.to_thread(self._settle, rest, verdict)

    def _claim(self) -> list[tuple[Parcel, datetime]]:
        with transaction(self.on) as session:
            query = _among(DUE, self.only).limit(CLAIM).with_for_update(skip_locked=True)
            rows = session.execute(query, {"now": self.at}).all()
            ids = [row.id for row in rows]
            if ids:
                lease = self.at + timedelta(seconds=perf_counter() - self.began) + LEASE
                taken = {"status": LetterStatus.SENDING.value, "lease_until": lease, "attempts": MAIL.c.attempts + 1}
                session.execute(update(MAIL).where(MAIL.c.id.in_(ids)).values(**taken))
                mirror(session, ids)
        return [(_parcel(row), row.next_try_at) for row in rows]

    def _settle(self, parcels: Collection[tuple[Parcel, datetime]], verdict: Verdict) -> None:
        with transaction(self.on) as session:
            settle(session, [parcel for parcel, _ in parcels], verdict, self.at)
        self._count_all(parcels, verdict)

    def _count_all(self, parcels: Collection[tuple[Parcel, datetime]], verdict: Verdict) -> None:
        for _, since in parcels:
            self._count(since, verdict)

    def _count(self, since: datetime, verdict: Verdict) -> None:
        if verdict.status is LetterStatus.ACCEPTED:
            self.tally.did(since, self.at)
        elif verdict.status is LetterStatus.REFUSED:
            self.tally.failed, self.tally.due = self.tally.failed + 1, self.tally.due + 1
            self.tally.error = self.tally.error or verdict.words
        else:
            self.tally.skip()


def _parcel(row: Any) -> Parcel:
    doubtful = row.status in {LetterStatus.SENDING.value, LetterStatus.UNCERTAIN.value}
    return Parcel(
        id=row.id,
        sender=return_path(row.id),
        mailbox=row.mailbox,
        content=row.content,
        attempts=row.attempts + 1,
        doubtful=doubtful,
    )


def return_path(mail: int) -> str:
    """Where a bounce of this mail goes: its number stands in the address (VERP)."""
    name, _, domain = parseaddr(settings().bounce_address)[1].partition("@")
    return f"{name}+{mail}@{domain}"

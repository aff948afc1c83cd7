"""Posting: mails that are ready leave under a lease, on a few reused connections."""

import asyncio
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy import Engine

from notifications.posting.claims import among, bounce_address
from notifications.posting.departing import gone, let_go
from notifications.posting.recalling import moved, recall
from notifications.posting.round import Round
from notifications.posting.routes import NOWHERE, route_for
from notifications.tally import Tally
from store.session import reading


def post(at: datetime, *, on: Engine | None = None, smtp_url: str | None = None) -> Tally:
    """Send every mail that is due, after composing again what moved before its first attempt, or whose reader left."""
    with reading(on) as session:
        left, outdated = gone(session, at), moved(session, at)
    if left:
        let_go(left, at, on)
        with reading(on) as session:
            outdated = moved(session, at)
    if outdated:
        recall(outdated, at, on)
    return _send(at, on, smtp_url, None)


def post_now(mails: Collection[int], at: datetime, *, on: Engine | None = None, smtp_url: str | None = None) -> Tally:
    """Send these at once, after the commit that queued them; what fails waits for the minute."""
    return _send(at, on, smtp_url, tuple(mails))


def _send(at: datetime, on: Engine | None, smtp_url: str | None, only: Collection[int] | None) -> Tally:
    with reading(on) as session:
        if smtp_url != NOWHERE and not session.execute(among(only).limit(1), {"now": at}).first():
            return Tally()
        route = route_for(session, smtp_url)
        bounce_address()  # Refused here, in words, rather than amid the round.
    found = Round(route=route, at=at, on=on, only=only)
    if route.nowhere:
        found.drop()
    else:
        # In a thread of its own: whoever calls may be running an event loop already.
        with ThreadPoolExecutor(1) as apart:
            apart.submit(asyncio.run, found.run()).result()
    return found.tally

"""One object as a viewer sees it now: its facts with what dates have already done, its history, its papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, select
from sqlmodel import Session

from states.calendar import paris_day
from states.settle import settle
from store.board import history, scope, veil
from store.board.names import Names, names
from store.board.scope import APPLICATION, seen
from store.board.viewer import Viewer
from store.desk import contents
from store.desk.kinds import TABLES
from store.desk.loading import load


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a page about one object is made of.

    `whole` when comparative opinions are open to the viewer, `veiled` while a decision is prepared out of their sight.
    """

    kind: str
    ref: str
    row: Mapping[str, Any] | RowMapping
    facts: Any
    whole: bool
    veiled: bool
    events: Sequence[RowMapping]
    texts: Mapping[int, list[tuple[str, str | None]]]
    letters: Sequence[RowMapping]
    attachments: Sequence[RowMapping]
    content: Mapping[str, Any]
    carried: Sequence[RowMapping]


def look(session: Session, viewer: Viewer, kind: str, ref: str, at: datetime) -> Sight:
    """The object; Unknown outside the viewer's scope."""
    scope.check(session, kind, ref, viewer)
    loaded = load(session, kind, ref, at)
    done = settle(loaded.facts, at)
    facts = done[-1].after if done else loaded.facts
    whole = history.reads_all(viewer, kind, ref, facts.state.value)
    veiled = veil.covers(viewer, kind, ref, facts.state.value)
    events = history.events(session, kind, ref, whole=whole)
    row = loaded.row if viewer.national else _row(session, viewer, kind, ref)
    return Sight(
        kind=kind,
        ref=ref,
        row=row,
        facts=veil.as_seen(viewer, kind, facts, row["entered_at"]),
        whole=whole,
        veiled=veiled,
        events=events,
        texts=history.texts(session, [event["id"] for event in events]),
        letters=history.letters(session, viewer, kind, ref, whole=whole),
        attachments=history.attachments(session, kind, ref, whole=whole),
        content=contents.body(session, ref) if kind == "application" else {},
        carried=_carried(session, viewer, kind, ref),
    )


def _row(session: Session, viewer: Viewer, kind: str, ref: str) -> RowMapping:
    """The row under the veil."""
    return session.execute(select(*veil.columns(kind, viewer)).where(TABLES[kind].c.ref == ref)).mappings().one()


_CARRIERS = {"session": APPLICATION.session_ref, "order": APPLICATION.order_ref}


def _carried(session: Session, viewer: Viewer, kind: str, ref: str) -> Sequence[RowMapping]:
    """Applications in scope that a session or an order carries."""
    if kind not in _CARRIERS:
        return ()
    query = (
        select(*veil.columns("application", viewer))
        .where(_CARRIERS[kind] == ref, seen("application", viewer))
        .order_by(APPLICATION.ref)
    )
    return session.execute(query).mappings().all()


def names_for(session: Session, viewer: Viewer, sight: Sight, offices: Sequence[str], at: datetime) -> Names:
    """Every name that the page of an object needs."""
    found = {*offices, *sight.row["awaiting"].split()}
    found |= {row["office"] for row in (*sight.events, *sight.letters, *sight.attachments)}
    found |= {office for row in sight.carried for office in row["awaiting"].split()}
    persons = {event["person"] for event in sight.events} | {event["registrar"] for event in sight.events}
    return names(session, found - {"", "system"}, persons, paris_day(at), anonymous=not sight.whole)

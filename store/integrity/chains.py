"""Chains of events: whole, unaltered, and ending where their object says they end."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from store.desk.chain import EVENT, TEXT, link, seal
from store.desk.kinds import TABLES
from store.desk.snapshots import digest
from store.integrity.findings import Finding

CHUNK = 2_000
Texts = list[Row[Any]]


def check(session: Session) -> Iterator[Finding]:
    """Every chain, event by event, then the row that it belongs to."""
    heads: dict[tuple[str, str], Row[Any]] = {}
    query = select(EVENT).order_by(EVENT.c.kind, EVENT.c.ref, EVENT.c.seq)
    events = session.execute(query.execution_options(yield_per=CHUNK))
    texts = _texts(session)
    for (kind, ref), chain in groupby(events, key=lambda event: (event.kind, event.ref)):
        seq, previous = 0, ""
        for event in chain:
            yield from _event(event, seq, previous, texts.get(event.id, []))
            seq, previous, heads[kind, ref] = event.seq, event.hash, event
    yield from _rows(session, heads)


def _texts(session: Session) -> dict[int, Texts]:
    rows = session.execute(select(TEXT).order_by(TEXT.c.event))
    return {event: list(found) for event, found in groupby(rows, key=lambda text: text.event)}


def _event(event: Row[Any], seq: int, previous: str, texts: Texts) -> Iterator[Finding]:
    where = (event.kind, event.ref)
    if event.seq != seq + 1:
        yield Finding("chain_gap", *where, f"il manque un événement entre les n° {seq} et {event.seq}.")
    elif event.previous != previous:
        yield Finding("chain_broken", *where, f"l’événement n° {event.seq} ne suit pas celui d’avant.")
    if event.hash != link(event._asdict()):
        yield Finding("event_altered", *where, f"l’événement n° {event.seq} a été modifié.")
    if event.texts_hash != seal(text.hash for text in texts):
        yield Finding("texts_missing", *where, f"il manque un texte à l’événement n° {event.seq}.")
    for text in texts:
        if text.text is not None and digest(text.salt + text.text) != text.hash:
            yield Finding("text_altered", *where, f"le texte « {text.name} » de l’événement n° {event.seq} a changé.")


def _rows(session: Session, heads: dict[tuple[str, str], Row[Any]]) -> Iterator[Finding]:
    for kind, table in TABLES.items():
        rows = session.execute(select(table.c.ref, table.c.seq, table.c.chain, table.c.state, table.c.facts))
        for row in rows.yield_per(CHUNK):
            yield from _row(kind, row, heads.pop((kind, row.ref), None))
    for kind, ref in heads:
        if kind in TABLES:
            yield Finding("object_missing", kind, ref, "le journal en parle, mais il n’existe plus.")


def _row(kind: str, row: Row[Any], head: Row[Any] | None) -> Iterator[Finding]:
    if head is None:
        yield Finding("chain_missing", kind, row.ref, "aucun événement n’en parle.")
    elif (row.seq, row.chain) != (head.seq, head.hash):
        sentence = f"le journal s’arrête au n° {head.seq}, alors que {row.seq} événements lui sont arrivés."
        yield Finding("chain_cut", kind, row.ref, sentence)
    elif (row.state, row.facts) != (head.target, head.facts):
        yield Finding("facts_altered", kind, row.ref, "ses faits ne sont plus ceux de son dernier événement.")

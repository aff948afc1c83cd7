"""The events of a proof exactly as they were hashed, and the free texts beside them."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from store.desk.chain import EVENT, TEXT, hashed
from store.desk.snapshots import canonical
from store.exporting.proof.covering import Chain

CHUNK = 500
#: Known to the register alone: it opens the console, and proves nothing. Its hash is in the chain all the same.
WITHHELD = {("person", "email")}


def events(session: Session, covered: Iterable[Chain]) -> Iterator[bytes]:
    """One line for each: number, hash, and last, as it was hashed, byte for byte, what the hash is of."""
    for event in _events(session, covered):
        line = f'{{"event":{event.id},"hash":{canonical(event.hash)},"hashed":{hashed(event._asdict())}}}\n'
        yield line.encode()


def _events(session: Session, covered: Iterable[Chain]) -> Iterator[Row[Any]]:
    for chain in covered:
        query = select(EVENT).where(EVENT.c.kind == chain.kind, EVENT.c.ref == chain.ref).order_by(EVENT.c.seq)
        yield from session.execute(query.execution_options(yield_per=CHUNK))


def texts(session: Session, covered: Iterable[Chain]) -> Iterator[bytes]:
    """One line for each, with its salt and hash; of blanked and withheld ones, the hash alone."""
    for chain in covered:
        query = select(TEXT).join(EVENT, EVENT.c.id == TEXT.c.event)
        query = query.where(EVENT.c.kind == chain.kind, EVENT.c.ref == chain.ref).order_by(EVENT.c.seq, TEXT.c.name)
        for row in session.execute(query):
            withheld = (chain.kind, row.name) in WITHHELD
            told = row._asdict()
            if withheld or row.text is None:
                # With its salt, a short text could be guessed.
                told |= {"text": None, "salt": None}
            told["fate"] = "effacé" if row.text is None else "non communiqué" if withheld else "lisible"
            yield canonical(told).encode() + b"\n"

"""Contents, signatures and pieces of a proof."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from store.desk.chain import EVENT
from store.desk.contents import CONTENT
from store.desk.snapshots import canonical
from store.exporting.proof.covering import Chain, is_living
from store.tables.documents import Attachment, Document
from store.tables.journal import SignatureRecord

SIGNATURE = SignatureRecord.__table__  # type: ignore[attr-defined]
ATTACHMENT = Attachment.__table__.c  # type: ignore[attr-defined]
DOCUMENT = Document.__table__.c  # type: ignore[attr-defined]
ENDINGS = {"application/pdf": "pdf"}


def contents(session: Session, covered: Iterable[Chain]) -> Iterator[bytes]:
    """Every version of the content of an application, as hashed: what its sponsors signed; blanked ones as blanked."""
    for chain in covered:
        if chain.kind == "application":
            query = select(CONTENT).where(CONTENT.c.application == chain.ref).order_by(CONTENT.c.version)
            yield from _lines(session, query)


def signatures(session: Session, covered: Iterable[Chain]) -> Iterator[bytes]:
    """Every signature, with the hash of what was signed and the event that it is."""
    for chain in filter(is_living, covered):
        query = select(SIGNATURE).where(SIGNATURE.c.kind == chain.kind, SIGNATURE.c.ref == chain.ref)
        yield from _lines(session, query.order_by(SIGNATURE.c.event, *SIGNATURE.primary_key.columns))


def pieces(session: Session, covered: Iterable[Chain]) -> Iterator[bytes]:
    """Every piece: its file, the name that it was given, and the event that attached it."""
    for chain in filter(is_living, covered):
        for row in session.execute(_attached(chain)):
            told = row._asdict() | {"file": _file(row.sha256, row.media_type)}
            yield canonical(told).encode() + b"\n"


def files(session: Session, covered: Iterable[Chain]) -> list[tuple[str, str]]:
    """Hash and file of each document, once."""
    rows = [row for chain in filter(is_living, covered) for row in session.execute(_attached(chain))]
    return sorted({(row.sha256, _file(row.sha256, row.media_type)) for row in rows})


def _attached(chain: Chain) -> Select[Any]:
    names = ("kind", "ref", "event", "field", "name", "sha256")
    query = select(*(ATTACHMENT[name] for name in names), DOCUMENT.media_type, DOCUMENT.size)
    query = query.join(DOCUMENT.sha256.table, DOCUMENT.sha256 == ATTACHMENT.sha256)
    query = query.join(EVENT, EVENT.c.id == ATTACHMENT.event)
    here = query.where(ATTACHMENT.kind == chain.kind, ATTACHMENT.ref == chain.ref)
    return here.order_by(EVENT.c.seq, ATTACHMENT.id)


def _file(sha256: str, media_type: str) -> str:
    return f"pieces/{sha256}.{ENDINGS.get(media_type, 'bin')}"


def _lines(session: Session, query: Select[Any]) -> Iterator[bytes]:
    for row in session.execute(query):
        yield canonical(row._asdict()).encode() + b"\n"

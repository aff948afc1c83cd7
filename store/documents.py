"""Documents: received in slices, checked by their content, named by their hash."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import insert, select
from sqlmodel import Session

from states.declaration import AskKind
from states.lifecycles import LIFECYCLES
from states.refusals import BadField
from store.tables.documents import Document, DocumentSlice

LARGEST = 20 * 1024 * 1024
SLICE = 256 * 1024
#: What a file must begin with, whatever its name says.
SIGNATURES = {b"%PDF-": "application/pdf"}


def receive(session: Session, stream: BinaryIO, *, at: datetime, field: str = "Pièce") -> str:
    """Store a file and return its SHA-256. Raises BadField when it is empty, too large, or not what it should be."""
    slices = _slices(stream, field)
    digest = hashlib.sha256(b"".join(slices)).hexdigest()
    media_type = _media_type(slices, field)
    if session.get(Document, digest) is None:
        size = sum(len(part) for part in slices)
        session.add(Document(sha256=digest, media_type=media_type, size=size, received_at=at))
        session.flush()
        rows = [{"sha256": digest, "number": number, "content": part} for number, part in enumerate(slices)]
        session.execute(insert(DocumentSlice.__table__), rows)  # type: ignore[attr-defined]
    return digest


def _slices(stream: BinaryIO, field: str) -> list[bytes]:
    parts, size = [], 0
    while part := stream.read(SLICE):
        size += len(part)
        if size > LARGEST:
            raise BadField(field, f"plus de {LARGEST // 1024 // 1024} Mio", "joignez un fichier de 20 Mio au plus.")
        parts.append(part)
    if not parts:
        raise BadField(field, "fichier vide", "joignez un fichier PDF.")
    return parts


def _media_type(slices: list[bytes], field: str) -> str:
    for prefix, media_type in SIGNATURES.items():
        if slices[0].startswith(prefix) and b"%%EOF" in b"".join(slices[-2:])[-2048:]:
            return media_type
    raise BadField(field, "fichier illisible", "le contenu n’est pas un PDF complet : réexportez-le, puis joignez-le.")


def read(session: Session, sha256: str) -> Iterator[bytes]:
    """The bytes, slice by slice."""
    table = DocumentSlice.__table__.c  # type: ignore[attr-defined]
    yield from session.execute(select(table.content).where(table.sha256 == sha256).order_by(table.number)).scalars()


def check_known(session: Session, kind: str, facts: Any, trigger: str, given: Mapping[str, object]) -> None:
    """Every document that an act names must have been received; BadField names the field otherwise."""
    steps = (s for s in LIFECYCLES[kind].steps_from[facts.state] if s.trigger.value == trigger)
    asks = {ask for step in steps for ask in step.asks if ask.kind is AskKind.DOCUMENT}
    for ask in asks:
        digest = given.get(ask.name)
        if digest and session.get(Document, str(digest)) is None:
            raise BadField(ask.label, digest, "joignez d’abord la pièce elle-même.")

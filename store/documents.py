"""Documents: received in slices, checked by their content, named by their hash."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import insert, select
from sqlmodel import Session

from states.declaration import AskKind
from states.machine import Outcome
from states.refusals import BadField
from store.dialects import insert_into
from store.tables.documents import Attachment, Document, DocumentSlice

DOCUMENT = Document.__table__  # type: ignore[attr-defined]
DOCUMENT_SLICE = DocumentSlice.__table__  # type: ignore[attr-defined]
ATTACHMENT = Attachment.__table__  # type: ignore[attr-defined]
SCAN = "Numérisation de l’acte signé"
LARGEST = 20 * 1024 * 1024
SLICE = 256 * 1024
#: What a file must begin with, whatever its name says.
SIGNATURES = {b"%PDF-": "application/pdf"}


def receive(session: Session, stream: BinaryIO, *, at: datetime, field: str = "Pièce") -> str:
    """Store a file and return its SHA-256. Raises BadField when it is empty, too large, or not what it should be."""
    slices = _slices(stream, field)
    digest = hashlib.sha256(b"".join(slices)).hexdigest()
    media_type = _media_type(slices, field)
    row = {"sha256": digest, "media_type": media_type, "size": sum(map(len, slices)), "received_at": at}
    first = insert_into(session, DOCUMENT).values(row).on_conflict_do_nothing().returning(DOCUMENT.c.sha256)
    if session.execute(first).first() is not None:
        parts = [{"sha256": digest, "number": number, "content": part} for number, part in enumerate(slices)]
        session.execute(insert(DOCUMENT_SLICE), parts)
    return digest


def is_known(session: Session, sha256: str) -> bool:
    """Whether that document has been received."""
    return session.execute(select(DOCUMENT.c.sha256).where(DOCUMENT.c.sha256 == sha256)).first() is not None


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
    table = DOCUMENT_SLICE.c
    yield from session.execute(select(table.content).where(table.sha256 == sha256).order_by(table.number)).scalars()


def check_known(session: Session, outcomes: Iterable[Outcome], scan: str = "") -> None:
    """Every document that acts name must have been received; BadField names the field otherwise."""
    named = [(label, digest) for outcome in outcomes for _, label, digest in _pieces(outcome)]
    for label, digest in (*named, (SCAN, scan)):
        if digest and not is_known(session, digest):
            raise BadField(label, digest, "joignez d’abord la pièce elle-même.")


def attach(session: Session, kind: str, outcome: Outcome, event: int, scan: str = "") -> None:
    """The pieces of an act, under the names of its fields, and its scan when it was done on paper."""
    known = _known_annexes(session, kind, outcome)
    rows = [
        {"sha256": digest, "kind": kind, "ref": outcome.after.ref, "event": event, "field": field, "name": name}
        for field, name, digest in (*_pieces(outcome), ("scan", SCAN, scan))
        if digest and (field, name, digest) not in known
    ]
    if rows:
        session.execute(insert(ATTACHMENT), rows)


def _pieces(outcome: Outcome) -> Iterator[tuple[str, str, str]]:
    """Field, name and hash of every document that an act names, its annexes one by one."""
    for ask in outcome.step.asks:
        given = outcome.payload.get(ask.name)
        if ask.kind is AskKind.DOCUMENT:
            yield ask.name, ask.label, given or ""
        if ask.kind is AskKind.ANNEXES:
            yield from ((ask.name, one["name"], one["document"]) for one in given or ())


def _known_annexes(session: Session, kind: str, outcome: Outcome) -> set[tuple[str, str, str]]:
    """Annexes attached before: those that a new version of the list only repeats."""
    lists = [ask.name for ask in outcome.step.asks if ask.kind is AskKind.ANNEXES]
    if not lists:
        return set()
    c = ATTACHMENT.c
    query = select(c.field, c.name, c.sha256).where(c.kind == kind, c.ref == outcome.after.ref, c.field.in_(lists))
    return set(session.execute(query).tuples())

"""Documents come first: an act then names them by their hash."""

from fastapi import APIRouter, UploadFile
from sqlmodel import Session

from api.entry.identity import Db, Me, Now
from api.rest import traces
from store import documents
from store.session import transaction
from store.tables.documents import Document

router = APIRouter()


@router.post("/documents", status_code=201, summary="Déposer une pièce")
def receive(file: UploadFile, me: Me, at: Now, db: Db) -> traces.Received:
    """A file, stored once whatever its name; refused when it is not what it should be."""
    with transaction(db) as session:
        digest = documents.receive(session, file.file, at=at, field="file")
        return _received(session, digest)


def _received(session: Session, digest: str) -> traces.Received:
    found = session.get_one(Document, digest)
    return traces.Received(sha256=found.sha256, media_type=found.media_type, size=found.size)

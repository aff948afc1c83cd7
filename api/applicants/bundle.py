"""The whole file as one ZIP: the content as a PDF, every piece that the reader may read, and the list of hashes."""

from collections.abc import Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZipFile

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from sqlalchemy import Engine
from sqlmodel import Session

from api.applicants.dossier import Dossier, dossier
from api.console.living import Ref
from api.entry.identity import Db, Me, Now
from api.papers import receipt, summary
from states.calendar import paris_day
from store import documents
from store.exporting.sheets import Sheet, as_csv
from store.exporting.zipped import entry
from store.session import reading

router = APIRouter(include_in_schema=False)
IN_MEMORY, SLICE = 16 * 1024 * 1024, 256 * 1024


@router.get("/dossiers/{ref}/dossier.zip")
def download(ref: Ref, me: Me, at: Now, db: Db) -> StreamingResponse:
    """Made from what the reader may see: an applicant finds no report in it before the decision."""
    with reading(db) as session:
        opened = dossier(session, me, ref, at)
    headers = {"Content-Disposition": f'attachment; filename="{ref}.zip"'}
    return StreamingResponse(_slices(db, opened), media_type="application/zip", headers=headers)


@router.get("/dossiers/{ref}/dossier.pdf")
def content(ref: Ref, me: Me, at: Now, db: Db) -> Response:
    """The content alone, to be read in one go before signing or reporting."""
    with reading(db) as session:
        opened = dossier(session, me, ref, at)
    headers = {"Content-Disposition": f'inline; filename="{ref}.pdf"'}
    return Response(summary.of(opened), media_type="application/pdf", headers=headers)


def _slices(db: Engine, opened: Dossier) -> Iterator[bytes]:
    with SpooledTemporaryFile(IN_MEMORY) as made, reading(db) as session:
        _fill(session, made, opened)
        made.seek(0)
        while part := made.read(SLICE):
            yield part


def _fill(session: Session, made: IO[bytes], opened: Dossier) -> None:
    names = [(f"pieces/{row['id']:06d}-{row['field']}.pdf", row) for row in opened.sight.attachments]
    with ZipFile(made, "w") as archive:
        _put(archive, "dossier.pdf", summary.of(opened), opened.at)
        found = receipt.of(session, opened.sight)
        if found:
            _put(archive, "accuse-de-reception.pdf", found, opened.at)
        for name, row in names:
            with archive.open(entry(name, row["at"], packed=True), "w") as piece:
                for part in documents.read(session, row["sha256"]):
                    piece.write(part)
        _put(archive, "liste-des-pieces.csv", _listed(opened, names), opened.at)


def _put(archive: ZipFile, name: str, content: bytes, at: datetime) -> None:
    archive.writestr(entry(name, at), content)


def _listed(opened: Dossier, names: list[tuple[str, Any]]) -> bytes:
    rows = ((name, row["name"], opened.names.title(row["office"]), _day(row), row["sha256"]) for name, row in names)
    columns = [(title, False) for title in ("fichier", "intitulé", "joint par", "le", "SHA-256")]
    return b"".join(as_csv(Sheet(name="liste-des-pieces", columns=columns, rows=rows)))


def _day(row: Any) -> str:
    return paris_day(row["at"]).isoformat()

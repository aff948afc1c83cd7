"""The proof of one object: a sealed archive that can be verified without this software, on any machine with Python."""

import json
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlmodel import Session

from states.calendar import PARIS
from states.dates import french_day, french_time
from store import documents
from store.exporting.proof import journal, letters, nights, papers, timetable
from store.exporting.proof.archive import Archive
from store.exporting.proof.covering import Chain, Subject, chains, subject
from store.integrity.findings import FRENCH

__all__ = ["Subject", "default_name", "subject", "write"]

HERE = Path(__file__).parent
FORMAT = 1


def write(session: Session, found: Subject, at: datetime, file: IO[bytes]) -> None:
    """The archive of an object as of an instant; the same database and the same instant give the same bytes."""
    covered = chains(session, found)
    with Archive(file, at) as archive:
        archive.put("preuve.json", [_manifest(found, covered, at)])
        archive.put("journal.jsonl", journal.events(session, covered))
        archive.put("textes.jsonl", journal.texts(session, covered))
        archive.put("contenus.jsonl", papers.contents(session, covered))
        archive.put("signatures.jsonl", papers.signatures(session, covered))
        archive.put("pieces.jsonl", papers.pieces(session, covered))
        for sha256, name in papers.files(session, covered):
            archive.put(name, documents.read(session, sha256), packed=True)
        archive.put("courriels.jsonl", letters.about(session, found, covered))
        archive.put("echeances.txt", timetable.told(session, found, at))
        archive.put("nuits.jsonl", nights.digests(session, found))
        archive.put("tetes.json", nights.heads(session, found))
        archive.put("verifier.py", [(HERE / "verifier.py").read_bytes()])
        archive.put("LISEZ-MOI.txt", [_readme(found, at)])


def _manifest(found: Subject, covered: tuple[Chain, ...], at: datetime) -> bytes:
    told = {
        "format": FORMAT,
        "kind": found.kind,
        "ref": found.ref,
        "name": found.name,
        "fictif": found.fictitious,
        "made_at": at.isoformat(),
        "chains": [chain._asdict() for chain in covered],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _readme(found: Subject, at: datetime) -> bytes:
    wall = at.astimezone(PARIS)
    text = (HERE / "LISEZ-MOI.txt").read_text(encoding="utf-8")
    return text.format(
        what=f"{FRENCH[found.kind]} {found.ref}",
        name=found.name,
        when=f"{french_day(wall)} à {french_time(wall.time())}",
        fictitious="\nCet objet est FICTIF : il a été inventé pour la démonstration.\n" if found.fictitious else "",
    ).encode()


def default_name(ref: str) -> str:
    """What the archive is called when nobody says otherwise."""
    return f"{ref}-preuve.zip"

"""Documents and contents: their bytes still give the hash that names them."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select
from sqlmodel import Session

from store import documents
from store.desk.contents import CONTENT
from store.desk.kinds import TABLES
from store.desk.snapshots import digest, load
from store.integrity.findings import Finding
from store.tables.documents import Document

DOCUMENT = Document.__table__  # type: ignore[attr-defined]


def check(session: Session) -> Iterator[Finding]:
    """Every document, every version of every content, and the version that each application goes by."""
    for name, size in session.execute(select(DOCUMENT.c.sha256, DOCUMENT.c.size)).tuples().all():
        bytes_of = b"".join(documents.read(session, name))
        if (hashlib.sha256(bytes_of).hexdigest(), len(bytes_of)) != (name, size):
            yield Finding("document_altered", "pièce", name, "ses octets ne donnent plus son empreinte.")
    yield from _contents(session)


def _contents(session: Session) -> Iterator[Finding]:
    newest: dict[str, str] = {}
    query = select(CONTENT.c.application, CONTENT.c.version, CONTENT.c.hash, CONTENT.c.body)
    for ref, version, named, body in session.execute(query.order_by(CONTENT.c.application, CONTENT.c.version)).tuples():
        newest[ref] = named
        if body and digest(body) != named:
            yield Finding("content_altered", "application", ref, f"la version n° {version} du contenu a changé.")
    yield from _current(session, newest)


def _current(session: Session, newest: dict[str, str]) -> Iterator[Finding]:
    table = TABLES["application"].c
    for ref, text in session.execute(select(table.ref, table.facts)).tuples():
        if load("application", text).content_hash != newest.get(ref, ""):
            yield Finding("content_differs", "application", ref, "le dossier ne suit pas son dernier contenu.")

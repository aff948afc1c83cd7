"""Documents sent with a form: kept as soon as they are read, so that a refused act does not ask for them again."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Engine
from starlette.datastructures import FormData, UploadFile

from api.showing.fields import Field
from states.refusals import BadField
from store import documents
from store.session import reading, transaction

#: The hidden answer that stands for a document already received.
RECEIVED = ".recu"


def received(
    db: Engine, form: FormData, fields: Iterable[Field], at: datetime
) -> tuple[dict[str, str], dict[str, str]]:
    """Hashes of the documents by field, and what is wrong with the others."""
    known: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for field in fields:
        if field.kind == "document":
            try:
                digest = _received(db, form, field, at)
            except BadField as fault:
                wrong[field.name] = fault.remedy
                continue
            known |= {field.name: digest} if digest else {}
    return known, wrong


def _received(db: Engine, form: FormData, field: Field, at: datetime) -> str:
    sent = form.get(field.name)
    if isinstance(sent, UploadFile) and sent.filename:
        with transaction(db) as session:
            return documents.receive(session, sent.file, at=at, field=field.label)
    digest = str(form.get(field.name + RECEIVED, ""))
    with reading(db) as session:
        return digest if digest and documents.is_known(session, digest) else ""

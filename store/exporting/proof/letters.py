"""What was written about the object, to whom, and what became of it."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, select
from sqlmodel import Session

from store.desk.snapshots import canonical
from store.exporting.proof.covering import Chain, Subject
from store.tables.letters import Letter, Mail, MailLetter

LETTER = Letter.__table__.c  # type: ignore[attr-defined]
MAIL = Mail.__table__.c  # type: ignore[attr-defined]
CARRIED = MailLetter.__table__.c  # type: ignore[attr-defined]
CHUNK = 100
#: What a wave, a session or an order wrote to all the others is no proof of one application or label.
OWN = frozenset({"application", "label"})
OWED = ("id", "key", "letter", "kind", "ref", "office", "event", "rung_days", "due_at", "owed_at", "status", "why")
SENT = ("mailbox", "subject", "message_id", "status", "attempts", "server_words", "composed_at", "settled_at")


def about(session: Session, found: Subject, covered: Iterable[Chain]) -> Iterator[bytes]:
    """One line for each letter, with the mail that carried it, by its hash, and the server's own words."""
    for chain in covered:
        if (chain.kind, chain.ref) == (found.kind, found.ref) or chain.kind in OWN:
            rows = session.execute(_query(chain).execution_options(yield_per=CHUNK))
            for _, carried in groupby(rows, key=lambda row: row.id):
                yield canonical(_told(list(carried))).encode() + b"\n"


def _query(chain: Chain) -> Select[Any]:
    mails = [MAIL[name].label(f"mail_{name}") for name in (*SENT, "content")]
    query = select(*(LETTER[name] for name in OWED), MAIL.id.label("mail"), *mails)
    query = query.outerjoin(CARRIED.letter.table, CARRIED.letter == LETTER.id)
    query = query.outerjoin(MAIL.id.table, MAIL.id == CARRIED.mail)
    return query.where(LETTER.kind == chain.kind, LETTER.ref == chain.ref).order_by(LETTER.id, MAIL.id)


def _told(rows: list[Row[Any]]) -> dict[str, Any]:
    owed = {name: getattr(rows[0], name) for name in OWED}
    return owed | {"mails": [_mail(row) for row in rows if row.mail is not None]}


def _mail(row: Row[Any]) -> dict[str, Any]:
    told = {name: getattr(row, f"mail_{name}") for name in SENT}
    bytes_of = bytes(row.mail_content)
    return told | {"sha256": hashlib.sha256(bytes_of).hexdigest() if bytes_of else None}

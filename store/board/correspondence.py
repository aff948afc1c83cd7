"""Letters about an object that reached the viewer's own offices, and the bytes that were sent."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, select
from sqlmodel import Session

from store.board.history import CARRIED, LETTER, MAIL
from store.board.viewer import Viewer

MOST = 100


def received(session: Session, viewer: Viewer, kind: str, ref: str) -> Sequence[RowMapping]:
    """Mails to the viewer's offices about an object, latest first, without their bytes."""
    query = (
        select(MAIL.id, MAIL.subject, MAIL.mailbox, MAIL.office, MAIL.status, MAIL.settled_at, MAIL.composed_at)
        .join(CARRIED.mail.table, CARRIED.mail == MAIL.id)
        .join(LETTER.id.table, LETTER.id == CARRIED.letter)
        .where(LETTER.kind == kind, LETTER.ref == ref, MAIL.office.in_(list(viewer.offices)))
        .distinct()
    )
    return session.execute(query.order_by(MAIL.id.desc()).limit(MOST)).mappings().all()


def copy(session: Session, viewer: Viewer, kind: str, ref: str, number: int) -> RowMapping | None:
    """One of them, whole; None when it is not theirs, or says nothing of this object."""
    about = select(CARRIED.mail).join(LETTER.id.table, LETTER.id == CARRIED.letter)
    about = about.where(LETTER.kind == kind, LETTER.ref == ref)
    query = select(MAIL.id.table).where(
        MAIL.id == number, MAIL.id.in_(about), MAIL.office.in_(list(viewer.offices)), MAIL.office != ""
    )
    return session.execute(query).mappings().first()

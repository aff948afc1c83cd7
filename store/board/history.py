"""What happened to an object and what was written about it, as far as the viewer may read it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, RowMapping, false, or_, select
from sqlmodel import Session

from states.application.words import Trigger
from store.board.viewer import Viewer
from store.desk.chain import EVENT, TEXT
from store.desk.contents import CONTENT
from store.desk.kinds import TABLES
from store.tables.documents import Attachment, Document
from store.tables.letters import Letter, Mail, MailLetter

LETTER = Letter.__table__.c  # type: ignore[attr-defined]
MAIL = Mail.__table__.c  # type: ignore[attr-defined]
CARRIED = MailLetter.__table__.c  # type: ignore[attr-defined]
ATTACHMENT = Attachment.__table__.c  # type: ignore[attr-defined]
DOCUMENT = Document.__table__.c  # type: ignore[attr-defined]
MOST = 200
#: What bears on the comparison of applications: closed to applicants until the decision (CRPA, art. L. 311-2).
COMPARATIVE = frozenset(
    {
        *(Trigger.ASSIGN_RAPPORTEURS, Trigger.DELIVER_REPORT, Trigger.RECUSE, Trigger.REPLACE_REVIEWER),
        *(Trigger.ADD_RAPPORTEUR, Trigger.WAIVE_REPORT, Trigger.REVIEWS_DONE, Trigger.RENDER_OPINION),
        *(Trigger.KEEP_RESERVATIONS, Trigger.ATTACH_CNEE_OPINION, Trigger.PROPOSE, Trigger.RETURN_TO_COMMISSION),
        *(Trigger.PUT_IN_ORDER, Trigger.TAKE_OUT_OF_ORDER, Trigger.ONE_REFUSES, Trigger.ARBITRATE_SIGN),
        *(Trigger.ARBITRATE_SPLIT, Trigger.ARBITRATE_ADJOURN, Trigger.START_SIGNATURE, Trigger.SEAL),
        *(Trigger.SIGN_REFUSAL, Trigger.SIGN_INADMISSIBILITY, Trigger.VOTE_AGAIN, Trigger.VOID_VOTE),
    }
)
#: States after which they are open to all who see the application.
PUBLISHED = frozenset({"labelled", "refused", "under_appeal"})


def reads_all(viewer: Viewer, kind: str, ref: str, state: str) -> bool:
    """Whether comparative opinions and inner work on an object are open to the viewer."""
    if kind == "application":
        return viewer.judges(ref) or state in PUBLISHED
    return viewer.national or kind in ("label", "wave")


def events(session: Session, kind: str, ref: str, *, whole: bool) -> Sequence[RowMapping]:
    """The journal of an object, latest first, without what is still secret."""
    query = select(*(column for column in EVENT.c if column.name != "facts"))
    query = query.where(EVENT.c.kind == kind, EVENT.c.ref == ref)
    if not whole:
        query = query.where(_told_to_applicants(kind))
    return session.execute(query.order_by(EVENT.c.seq.desc()).limit(MOST)).mappings().all()


def _told_to_applicants(kind: str) -> ColumnElement[bool]:
    """That an application moves on is no secret, what was said of it is; of orders and sessions nothing is told."""
    if kind != "application":
        return false()
    return or_(EVENT.c.trigger.not_in(COMPARATIVE), EVENT.c.source != EVENT.c.target)


def texts(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[str, str | None]]]:
    """Free texts by event; None for those that retention has blanked."""
    found: dict[int, list[tuple[str, str | None]]] = {}
    query = select(TEXT.c.event, TEXT.c.name, TEXT.c.text).where(TEXT.c.event.in_(list(ids)))
    for event, name, text in session.execute(query.order_by(TEXT.c.event, TEXT.c.name)):
        found.setdefault(event, []).append((name, text))
    return found


def letters(session: Session, viewer: Viewer, kind: str, ref: str, *, whole: bool) -> Sequence[RowMapping]:
    """Letters about an object with the mail that carried them, latest first; applicants see their own."""
    columns = (LETTER.id, LETTER.letter, LETTER.office, LETTER.owed_at, LETTER.status, LETTER.why, LETTER.event)
    query = (
        select(
            *columns,
            LETTER.rung_days,
            MAIL.status.label("mail_status"),
            MAIL.subject,
            MAIL.settled_at,
            MAIL.server_words,
            MAIL.attempts,
        )
        .outerjoin(CARRIED.letter.table, CARRIED.letter == LETTER.id)
        .outerjoin(MAIL.id.table, MAIL.id == CARRIED.mail)
        .where(LETTER.kind == kind, LETTER.ref == ref)
    )
    if not (whole and viewer.sees_inside):
        query = query.where(LETTER.office.in_(list(viewer.offices)))
    return session.execute(query.order_by(LETTER.owed_at.desc(), LETTER.id.desc()).limit(MOST)).mappings().all()


def attachments(session: Session, kind: str, ref: str, *, whole: bool) -> Sequence[RowMapping]:
    """Documents attached to an object by the acts that the viewer may read."""
    query = (
        select(ATTACHMENT.id, ATTACHMENT.sha256, ATTACHMENT.field, ATTACHMENT.name, DOCUMENT.size, DOCUMENT.media_type)
        .add_columns(EVENT.c.trigger, EVENT.c.office, EVENT.c.at)
        .join(EVENT, EVENT.c.id == ATTACHMENT.event)
        .join(DOCUMENT.sha256.table, DOCUMENT.sha256 == ATTACHMENT.sha256)
        .where(ATTACHMENT.kind == kind, ATTACHMENT.ref == ref)
    )
    if not whole:
        query = query.where(EVENT.c.trigger.not_in(COMPARATIVE)) if kind == "application" else query.where(false())
    return session.execute(query.order_by(EVENT.c.seq.desc(), ATTACHMENT.id)).mappings().all()


def versions(session: Session, application: str) -> Sequence[RowMapping]:
    """Versions of an application's content, latest first: by whom, when, and the hash that sponsors sign."""
    query = select(CONTENT.c.version, CONTENT.c.hash, CONTENT.c.at, CONTENT.c.office)
    query = query.where(CONTENT.c.application == application).order_by(CONTENT.c.version.desc())
    return session.execute(query.limit(MOST)).mappings().all()


def since(session: Session, kind: str, ref: str, seq: int) -> Sequence[RowMapping]:
    """Events that one act recorded, from its number on: its own and those it caused on the object."""
    query = select(EVENT.c.id, EVENT.c.seq, EVENT.c.trigger, EVENT.c.recorded_at)
    query = query.where(EVENT.c.kind == kind, EVENT.c.ref == ref, EVENT.c.seq >= seq).order_by(EVENT.c.seq)
    rows = session.execute(query.limit(MOST)).mappings().all()
    return [row for row in rows if row["recorded_at"] == rows[0]["recorded_at"]]


def told(session: Session, ids: Sequence[int]) -> tuple[str, ...]:
    """Offices that events owe a letter to, in order, each once."""
    query = select(LETTER.office).where(LETTER.event.in_(list(ids))).order_by(LETTER.id)
    return tuple(dict.fromkeys(session.execute(query).scalars()))


def last(session: Session, kind: str, ref: str) -> RowMapping | None:
    """The last event of what has no lifecycle: an office, a person, a mandate, a delegation, an absence."""
    query = select(EVENT.c.kind, EVENT.c.ref, EVENT.c.trigger, EVENT.c.legal_date)
    query = query.where(EVENT.c.kind == kind, EVENT.c.ref == ref, EVENT.c.kind.not_in(sorted(TABLES)))
    return session.execute(query.order_by(EVENT.c.seq.desc()).limit(1)).mappings().first()

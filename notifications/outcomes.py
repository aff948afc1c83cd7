"""What a hand-over leaves in the database: the mail, its letters, the clock that a letter starts, the troubles."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from notifications.batches import CARRIES, LETTER, MAIL
from notifications.courier import Parcel, Verdict
from notifications.troubles import Code, solve, trouble
from store.kinds import TABLES
from store.tables.letters import LetterStatus

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)
UNREACHED_PAUSE = timedelta(minutes=2)
GIVES_UP = timedelta(days=5)
DOUBT = "Un premier envoi a été interrompu : un second exemplaire, au même identifiant, a pu parvenir."
#: Of the mails that carry one letter, the one that says most of it.
TELLING = (
    LetterStatus.ACCEPTED,
    LetterStatus.UNCERTAIN,
    LetterStatus.SENDING,
    LetterStatus.DEFERRED,
    LetterStatus.READY,
    LetterStatus.REFUSED,
)


def settle(session: Session, parcel: Parcel, verdict: Verdict, at: datetime) -> None:
    """Write down one verdict, on the mail and on all that hangs on it."""
    mail = _given_up(session, parcel, verdict, at)
    session.execute(update(MAIL).where(MAIL.c.id == parcel.id).values(**_columns(parcel, mail, at)))
    for letter in mirror(session, (parcel.id,), DOUBT if parcel.doubtful else ""):
        _tell(session, letter, mail, parcel, at)


def _given_up(session: Session, parcel: Parcel, verdict: Verdict, at: datetime) -> Verdict:
    if verdict.status not in {LetterStatus.DEFERRED, LetterStatus.UNCERTAIN}:
        return verdict
    composed_at = session.execute(select(MAIL.c.composed_at).where(MAIL.c.id == parcel.id)).scalar_one()
    if at - composed_at < GIVES_UP:
        return verdict
    return Verdict(status=LetterStatus.REFUSED, words=f"Abandon après {parcel.attempts} essais. {verdict.words}")


def _columns(parcel: Parcel, verdict: Verdict, at: datetime) -> dict[str, Any]:
    columns = {"status": verdict.status.value, "server_words": verdict.words, "lease_until": None}
    if verdict.status is LetterStatus.READY:
        again = LetterStatus.READY if parcel.attempts == 1 else LetterStatus.DEFERRED
        return columns | {
            "status": again.value,
            "attempts": parcel.attempts - 1,
            "next_try_at": at + UNREACHED_PAUSE,
        }
    if verdict.status in {LetterStatus.DEFERRED, LetterStatus.UNCERTAIN}:
        return columns | {"next_try_at": at + pause(parcel.id, parcel.attempts)}
    return columns | {"settled_at": at}


def pause(mail: int, attempts: int) -> timedelta:
    """Before the next attempt: twice as long each time, and up to a quarter more so that mails do not crowd."""
    plain: timedelta = min(FIRST_PAUSE * 2 ** min(attempts - 1, 16), LONGEST_PAUSE)
    spread = int.from_bytes(sha256(f"{mail}:{attempts}".encode()).digest()[:4]) / 2**32
    return plain * (1 + spread / 4)


def mirror(session: Session, mails: Collection[int], why: str = "") -> list[Any]:
    """Give letters the status of the mails that carry them; returns them with their new status."""
    mine = select(CARRIES.c.letter).where(CARRIES.c.mail.in_(mails))
    columns = (LETTER.c.id, LETTER.c.kind, LETTER.c.ref, LETTER.c.office, LETTER.c.event, LETTER.c.status.label("was"))
    query = (
        select(*columns, MAIL.c.status)
        .join_from(LETTER, CARRIES, CARRIES.c.letter == LETTER.c.id)
        .join(MAIL, MAIL.c.id == CARRIES.c.mail)
        .where(LETTER.c.id.in_(mine))
        .order_by(LETTER.c.id)
    )
    letters = list(_combined(session.execute(query)))
    for status in {status for _, status in letters}:
        ids = [row.id for row, now in letters if now is status]
        session.execute(update(LETTER).where(LETTER.c.id.in_(ids)).values(status=status.value, why=why))
    return letters


def _combined(rows: Iterable[Any]) -> Iterator[tuple[Any, LetterStatus]]:
    found: dict[int, tuple[Any, list[str]]] = {}
    for row in rows:
        found.setdefault(row.id, (row, []))[1].append(row.status)
    for row, statuses in found.values():
        yield row, next(status for status in TELLING if status.value in statuses)


def _tell(session: Session, told: Sequence[Any], verdict: Verdict, parcel: Parcel, at: datetime) -> None:
    letter, status = told
    if verdict.status is LetterStatus.ACCEPTED:
        _start_clock(session, letter, at)
    elif status is LetterStatus.REFUSED:
        words = (
            f"Le courriel adressé à {parcel.mailbox} a été refusé : « {verdict.words} ». "
            "Corrigez l’adresse dans la page des offices, puis relancez le service."
        )
        trouble(session, letter.kind, letter.ref, Code.LETTER_REFUSED, letter.office, words, at)


def _start_clock(session: Session, letter: Any, at: datetime) -> None:
    """The letter that began the stage has reached one of those it awaits: the deadline's reminders may run."""
    table = TABLES[letter.kind]
    columns = (table.c.telling, table.c.troubled, table.c.entered_event, table.c.awaiting)
    row = session.execute(select(*columns).where(table.c.ref == letter.ref)).first()
    if row is None:
        return
    if row.telling and row.entered_event == letter.event and letter.office in row.awaiting.split():
        told = {"telling": False, "told_at": at, "wake_at": at}
        session.execute(update(table).where(table.c.ref == letter.ref, table.c.telling).values(**told))
    if row.troubled:
        solve(session, letter.kind, letter.ref, (Code.LETTER_REFUSED,), at, letter.office)

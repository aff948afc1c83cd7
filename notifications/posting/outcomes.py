"""What a hand-over leaves in the database: the mail, its letters, the clock that a letter starts, the troubles."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, Update, bindparam, select, update
from sqlmodel import Session

from notifications.composing.batches import CARRIES, LETTER, MAIL
from notifications.posting.courier import Parcel, Verdict
from notifications.troubles import Code, open_troubles, solve, trouble
from store.desk.kinds import TABLES
from store.tables.letters import LetterStatus
from store.tables.types import Instant

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
    LetterStatus.CANCELLED,
)


MINE = select(CARRIES.c.letter).where(CARRIES.c.mail.in_(bindparam("mails", expanding=True)))
CARRIED = (
    select(LETTER.c.id, LETTER.c.kind, LETTER.c.ref, LETTER.c.office, LETTER.c.event)
    .add_columns(MAIL.c.status, MAIL.c.mailbox, MAIL.c.server_words)
    .join_from(LETTER, CARRIES, CARRIES.c.letter == LETTER.c.id)
    .join(MAIL, MAIL.c.id == CARRIES.c.mail)
    .where(LETTER.c.id.in_(MINE))
    .order_by(LETTER.c.id)
)

SETTLE = update(MAIL).where(MAIL.c.id.in_(bindparam("mails", expanding=True)))
EACH = update(MAIL).where(MAIL.c.id == bindparam("mail")).values(server_words=bindparam("words"))
MIRROR = update(LETTER).where(LETTER.c.id.in_(bindparam("letters", expanding=True)))


class Told(NamedTuple):
    """What the server said of a mail."""

    parcel: Parcel
    verdict: Verdict


def settle(session: Session, told: Sequence[Told], at: datetime) -> None:
    """Write down verdicts, on the mails and on all that hangs on them."""
    accepted = [one for one in told if one.verdict.status is LetterStatus.ACCEPTED]
    if accepted:
        _accepted(session, accepted, at)
    for parcel, verdict in told:
        if verdict.status is not LetterStatus.ACCEPTED:
            not_accepted(session, parcel, _given_up(session, parcel, verdict, at), at)


def _accepted(session: Session, told: Sequence[Told], at: datetime) -> None:
    _keep_words(session, told, {"status": LetterStatus.ACCEPTED.value, "lease_until": None, "settled_at": at})
    arrived: defaultdict[str, list[Any]] = defaultdict(list)
    for doubtful in (False, True):
        ids = [parcel.id for parcel, _ in told if parcel.doubtful is doubtful]
        for letter, _ in mirror(session, ids, DOUBT if doubtful else "") if ids else ():
            arrived[letter.kind].append(letter)
    for kind, letters in arrived.items():
        _start_clocks(session, kind, letters, at)


def _keep_words(session: Session, told: Sequence[Told], done: Mapping[str, Any]) -> None:
    """Most servers name each mail in their answer; one that says the same of all needs one statement."""
    if len({verdict.words for _, verdict in told}) == 1:
        ids = [parcel.id for parcel, _ in told]
        session.execute(SETTLE, {"mails": ids, "server_words": told[0].verdict.words, **done})
    else:
        session.execute(EACH, [{"mail": parcel.id, "words": verdict.words, **done} for parcel, verdict in told])


def not_accepted(session: Session, parcel: Parcel, verdict: Verdict, at: datetime) -> None:
    """Write down that a mail has not arrived; a letter that reached nobody stops its object."""
    session.execute(update(MAIL).where(MAIL.c.id == parcel.id).values(**_columns(parcel, verdict, at)))
    for letter, status in mirror(session, (parcel.id,)):
        if status is LetterStatus.REFUSED:
            _refused(session, letter, verdict, parcel, at)


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
    alike: defaultdict[tuple[LetterStatus, str], list[Any]] = defaultdict(list)
    for letter, status, elsewhere in _combined(session.execute(CARRIED, {"mails": list(mails)})):
        alike[status, " ".join(filter(None, (why, elsewhere)))].append(letter)
    for (status, told), letters in alike.items():
        session.execute(MIRROR, {"letters": [row.id for row in letters], "status": status.value, "why": told})
    return [(letter, status) for (status, _), letters in alike.items() for letter in letters]


def _combined(rows: Iterable[Any]) -> Iterator[tuple[Any, LetterStatus, str]]:
    """Each letter, the status that tells most of it, and the addresses that refused what another took or may take."""
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    for mails in found.values():
        statuses = {mail.status for mail in mails}
        status = next(status for status in TELLING if status.value in statuses)
        refused = mails if len(statuses) > 1 and status is not LetterStatus.REFUSED else ()
        yield mails[0], status, " ".join(_elsewhere(mail) for mail in refused if mail.status == LetterStatus.REFUSED)


def _elsewhere(mail: Any) -> str:
    return f"Refusée à {mail.mailbox} : « {mail.server_words} »."


def _refused(session: Session, letter: Any, verdict: Verdict, parcel: Parcel, at: datetime) -> None:
    words = (
        f"Adresse refusée : un courriel adressé à {parcel.mailbox} ne lui est pas parvenu (« {verdict.words} »). "
        "Corrigez l’adresse dans la page des offices, puis envoyez de nouveau le courriel."
    )
    trouble(session, letter.kind, letter.ref, Code.LETTER_REFUSED, letter.office, words, at)


def _start_clocks(session: Session, kind: str, letters: Sequence[Any], at: datetime) -> None:
    """A letter that began a stage has reached one of those it awaits: the deadline's reminders may run."""
    told, refs = set[str](), {letter.ref for letter in letters}
    rows = {row.ref: row for row in session.execute(_listening(kind), {"of": list(refs)})}
    refusals = {row.ref: _open(session, kind, row.ref) for row in rows.values() if row.troubled}
    for letter in letters:
        row = rows.get(letter.ref)
        if row and row.telling and row.entered_event == letter.event and letter.office in row.awaiting.split():
            told.add(letter.ref)
        if row and (Code.LETTER_REFUSED, letter.office) in refusals.get(letter.ref, ()):
            solve(session, kind, letter.ref, (Code.LETTER_REFUSED,), at, letter.office)
    if told:
        session.execute(_begun(kind), {"of": list(told), "now": at})


@cache
def _listening(kind: str) -> Select[Any]:
    """Objects that await the word of a letter, or that one was in trouble."""
    table = TABLES[kind].c
    columns = (table.ref, table.telling, table.troubled, table.entered_event, table.awaiting)
    return select(*columns).where(table.ref.in_(bindparam("of", expanding=True)), table.telling | table.troubled)


@cache
def _begun(kind: str) -> Update:
    table = TABLES[kind]
    now: BindParameter[Any] = bindparam("now", type_=Instant)
    mine = table.c.ref.in_(bindparam("of", expanding=True)) & table.c.telling
    return update(table).where(mine).values(telling=False, told_at=now, wake_at=now)


def _open(session: Session, kind: str, ref: str) -> set[tuple[str, str]]:
    return {(code, office) for code, office, _ in open_troubles(session, kind, ref)}

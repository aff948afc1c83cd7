"""What an administrator must know: one mail a day to the office `admin`, and only when something is wrong."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Engine, func, insert, select
from sqlmodel import Session

from notifications.composing.batches import BLANK, LETTER, MAIL
from notifications.posting.post import post_now
from notifications.tally import Tally
from notifications.troubles import TROUBLE, Code
from notifications.typography import NBSP, duration, plural
from notifications.wording.context import Contact
from notifications.wording.drafting import mail
from notifications.wording.recipients import Address, Directory
from notifications.wording.rendering import rendered
from states.calendar import paris_day
from states.roles import Role
from store.session import transaction
from store.settings import settings
from store.tables.journal import SweepRun
from store.tables.letters import LetterStatus

RUN = SweepRun.__table__.c  # type: ignore[attr-defined]
DAY, LATE, SILENT = timedelta(days=1), timedelta(hours=1), timedelta(minutes=10)
EVERY_MINUTE = ("waves", "deadlines", "labels", "sessions", "compose", "post")
UNSETTLED = tuple(s.value for s in (LetterStatus.READY, LetterStatus.DEFERRED, LetterStatus.UNCERTAIN))


def alarm(at: datetime, on: Engine | None, smtp_url: str | None) -> Tally:
    """Write to the administrators if anything is wrong, once a day, and post it at once."""
    tally = Tally()
    with transaction(on) as session:
        wrong = tuple(findings(session, at))
        ids = _written(session, wrong, at, tally) if wrong else []
    if ids:
        post_now(ids, at, on=on, smtp_url=smtp_url)
    return tally


def findings(session: Session, at: datetime) -> Iterator[str]:
    """In French, one line each."""
    yield from _troubles(session)
    yield from _mails(session, at)
    yield from _sweeps(session, at)


def _troubles(session: Session) -> Iterator[str]:
    count = func.count().label("objects")
    query = select(TROUBLE.c.code, count).where(TROUBLE.c.solved_at.is_(None)).group_by(TROUBLE.c.code)
    for code, objects in session.execute(query.order_by(TROUBLE.c.code)):
        yield f"{Code(code).label.capitalize()}{NBSP}: {plural(objects, 'incident ouvert', 'incidents ouverts')}."


def _mails(session: Session, at: datetime) -> Iterator[str]:
    refused = (MAIL.c.status == LetterStatus.REFUSED.value) & (MAIL.c.settled_at > at - DAY)
    late = MAIL.c.status.in_(UNSETTLED) & (MAIL.c.composed_at < at - LATE)
    owed = (LETTER.c.status == LetterStatus.OWED.value) & (LETTER.c.not_before < at - LATE)
    for table, which, words in (
        (MAIL, refused, "courriel refusé depuis hier"),
        (MAIL, late, "courriel prêt depuis plus d’une heure et pas encore accepté"),
        (LETTER, owed, "courriel dû depuis plus d’une heure et pas encore composé"),
    ):
        number = session.execute(select(func.count()).select_from(table).where(which)).scalar_one()
        if number:
            yield f"{plural(number, *_agreed(words))}."


def _agreed(words: str) -> tuple[str, str]:
    return words, words.replace("courriel", "courriels").replace("refusé", "refusés").replace("dû", "dus").replace(
        "prêt ", "prêts "
    ).replace("accepté", "acceptés").replace("composé", "composés")


def _sweeps(session: Session, at: datetime) -> Iterator[str]:
    finished = RUN.ended_at.is_not(None) & (RUN.started_at <= at)
    query = select(RUN.name, func.max(RUN.started_at)).where(finished).group_by(RUN.name)
    last = {row[0]: row[1] for row in session.execute(query)}
    for name in EVERY_MINUTE:
        if name not in last:
            yield f"Le balayage «{NBSP}{name}{NBSP}» n’a encore jamais tourné."
        elif at - last[name] > SILENT:
            yield f"Le balayage «{NBSP}{name}{NBSP}» n’a pas tourné depuis {duration(at - last[name])}."
    failing = select(RUN.name, func.sum(RUN.failed), func.max(RUN.error)).where(
        RUN.started_at > at - DAY, RUN.error != ""
    )
    for name, failed, error in session.execute(failing.group_by(RUN.name).order_by(RUN.name)):
        yield f"Le balayage «{NBSP}{name}{NBSP}» a rencontré {plural(failed, 'échec')} depuis hier. {error[:300]}"


def _written(session: Session, wrong: Sequence[str], at: datetime, tally: Tally) -> list[int]:
    day, office = paris_day(at), Role.ADMIN.value
    directory = Directory(session, day)
    addresses = directory.addresses(office)
    if not addresses:
        tally.failure(LookupError("aucune adresse pour l’administration de l’application"), office)
    rows = [_mail(wrong, address, directory.contact(""), day, at) for address in addresses]
    known = select(MAIL.c.message_id).where(MAIL.c.message_id.in_([row["message_id"] for row in rows]))
    told = set(session.execute(known).scalars())
    new = [BLANK | row for row in rows if row["message_id"] not in told]
    for _ in new:
        tally.did(at, at)
    return list(session.execute(insert(MAIL).returning(MAIL.c.id), new).scalars()) if new else []


def _mail(wrong: Sequence[str], address: Address, contact: Contact, day: date, at: datetime) -> dict[str, object]:
    words = {
        "recipient": address.addressee,
        "contact": contact,
        "findings": wrong,
        "url": f"{settings().public_url}/exploitation",
        "at": at,
    }
    return mail("alarme", f"{day} {address.mailbox}", rendered("alarm/daily", words), (), contact, address, at)

"""What an administrator must know: one mail a day to the office `admin`, and only when something is wrong."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select
from sqlmodel import Session

from notifications.composing.alarming import ALARM, write
from notifications.composing.batches import LETTER, MAIL
from notifications.posting.post import post_now
from notifications.sweeping.heartbeats import EVERY_MINUTE, beats
from notifications.tally import Tally
from notifications.troubles import TROUBLE, Code
from notifications.typography import NBSP, day, duration, plural
from states.calendar import paris_day
from states.roles import Role
from store.holds import Scope, in_force
from store.session import transaction
from store.settings import settings
from store.tables.journal import SweepRun
from store.tables.letters import LetterStatus

RUN = SweepRun.__table__.c  # type: ignore[attr-defined]
DAY, LATE = timedelta(days=1), timedelta(hours=1)
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
    yield from _holds(session, at)
    yield from _raised(session, at)


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
    for name, beat in beats(session, at).items():
        if beat.run is None and name in EVERY_MINUTE:
            yield f"Le balayage «{NBSP}{name}{NBSP}» n’a encore jamais tourné."
        elif beat.run and beat.late:
            since = duration(at - beat.run["started_at"])
            yield f"Le balayage «{NBSP}{name}{NBSP}» n’a pas tourné depuis {since}."
    failing = select(RUN.name, func.sum(RUN.failed), func.max(RUN.error)).where(
        RUN.started_at > at - DAY, RUN.error != ""
    )
    for name, failed, error in session.execute(failing.group_by(RUN.name).order_by(RUN.name)):
        yield f"Le balayage «{NBSP}{name}{NBSP}» a rencontré {plural(failed, 'échec')} depuis hier. {error[:300]}"


def _holds(session: Session, at: datetime) -> Iterator[str]:
    for hold in in_force(session, at):
        if hold.scope is Scope.EVERYTHING:
            yield f"Tous les courriels sont retenus jusqu’au {day(hold.until)} inclus ({hold.id})."


def _raised(session: Session, at: datetime) -> Iterator[str]:
    """Alarms that last, and those of the last day that are over."""
    known = select(ALARM.c.words).where(ALARM.c.ended_at.is_(None) | (ALARM.c.raised_at > at - DAY))
    yield from session.execute(known.order_by(ALARM.c.raised_at, ALARM.c.key)).scalars()


def _written(session: Session, wrong: Sequence[str], at: datetime, tally: Tally) -> list[int]:
    told = {"findings": wrong, "url": f"{settings().public_url}/exploitation", "at": at}
    try:
        ids = write(session, "alarm/daily", str(paris_day(at)), told, at)
    except LookupError as error:
        tally.failure(error, Role.ADMIN.value)
        return []
    for _ in ids:
        tally.did(at, at)
    return ids

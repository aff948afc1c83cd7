"""The watchdog: compares what is owed with what was done, from outside whatever runs the sweeps, and raises alarms.

The web process calls `watch` every minute. Several may: an alarm has one key, and its mail one identifier.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, select, union_all
from sqlmodel import Session

from notifications import typography
from notifications.composing.alarming import ALARM, Code, end, sound
from notifications.composing.batches import MAIL
from notifications.posting.post import post_now
from notifications.sweeping.coming import POSTABLE, fell_due
from notifications.sweeping.heartbeats import DAILY, EVERY_MINUTE, LABELS, RUN, beats
from states.letters import told_of
from store.board.proof import silent_kinds
from store.session import reading, transaction

#: With a look every minute, whoever watches says it less than ten minutes after the instant that passed.
PATIENCE = timedelta(minutes=8)
WATCHED = (Code.SILENCE, Code.MISSED_SWEEP, Code.QUIET_KIND)


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is not as it should be; `which` and `since` tell it from another of its code."""

    code: Code
    which: str
    since: datetime
    words: str

    @property
    def stem(self) -> str:
        """What its key begins with, however often its beginning is computed anew."""
        return f"{self.code.value}:{self.which}@"

    @property
    def mark(self) -> str:
        """What follows the code in its key."""
        return f"{self.which}@{self.since:%Y-%m-%dT%H:%MZ}"


def watch(at: datetime, began: datetime, *, on: Engine | None = None, smtp_url: str | None = None) -> str:
    """Raise what is new, end what is over, post the mails; returns what a banner should say, empty when all is well.

    `began` is when whoever watches began to: what was due before gets its patience from then on.
    """
    with reading(on) as session:
        wrong = tuple(_wrongs(session, at, began))
        standing = _standing(session)
    new = [one for one in wrong if not any(key.startswith(one.stem) for key in standing)]
    kept = {key for key in standing if any(key.startswith(one.stem) for one in wrong)}
    if new or kept != standing:
        _tell(new, kept, at, on)
    with reading(on) as session:
        mails = session.execute(UNSENT, {"now": at}).scalars().all()
    if mails:
        post_now(mails, at, on=on, smtp_url=smtp_url)
    return next((one.words for one in wrong if one.code is Code.SILENCE), "")


def _standing(session: Session) -> set[str]:
    codes = [code.value for code in WATCHED]
    query = select(ALARM.c.key).where(ALARM.c.ended_at.is_(None), ALARM.c.code.in_(codes))
    return set(session.execute(query).scalars())


#: Alarms whose mail no server has taken yet: nobody else may be there to try again.
UNSENT = select(MAIL.c.id).where(
    MAIL.c.status.in_(POSTABLE), MAIL.c.next_try_at <= bindparam("now"), MAIL.c.message_id.like("<alarme.%")
)


def _tell(new: Iterable[Wrong], kept: Iterable[str], at: datetime, on: Engine | None) -> None:
    marks = [key.partition(":")[2] for key in kept]
    with transaction(on) as session:
        for code in WATCHED:
            end(session, code, at, besides=marks)
        for one in new:
            sound(session, one.code, one.mark, one.words, since=one.since, at=at)


def _wrongs(session: Session, at: datetime, began: datetime) -> Iterator[Wrong]:
    yield from _silence(session, at, began)
    yield from _missed(session, at, began)
    yield from _quiet(session, at)


def _silence(session: Session, at: datetime, began: datetime) -> Iterator[Wrong]:
    """The oldest thing that is due and since which no run has begun and come to its end."""
    if began > at - PATIENCE:
        return
    due = fell_due(session, _done(session), at - PATIENCE)
    if due:
        sweep, since = min(due.items(), key=lambda one: one[1])
        words = (
            f"Ce qui était dû le {typography.instant(since)} attend encore (« {LABELS[sweep]} »). "
            "Rien n’est perdu : tout sera fait, à sa date, dès que l’ordonnanceur tournera de nouveau."
        )
        yield Wrong(Code.SILENCE, "", since, typography.typo(words))


def _done(session: Session) -> dict[str, datetime]:
    """For each sweep, when the last run began that came to its end without failing as a whole."""
    return dict(session.execute(FINISHED).tuples().all())


def _finished(name: str) -> Any:
    failed = (RUN.c.error != "") & (RUN.c.due == 0)
    mine = select(RUN.c.name, RUN.c.started_at).where(RUN.c.name == name, RUN.c.ended_at.is_not(None), ~failed)
    return mine.order_by(RUN.c.started_at.desc()).limit(1).subquery()


FINISHED = union_all(*(select(_finished(name)) for name in EVERY_MINUTE))


def _missed(session: Session, at: datetime, began: datetime) -> Iterator[Wrong]:
    """A sweep of the night or of the morning that ran before, and did not at its last hour."""
    for name, beat in beats(session, at).items():
        if name in DAILY and beat.run and beat.late and began <= at - PATIENCE:
            hour = typography.instant(beat.expected)
            words = f"Le balayage « {LABELS[name]} » était attendu le {hour} et n’est pas passé."
            yield Wrong(Code.MISSED_SWEEP, name, beat.expected, typography.typo(words))


def _quiet(session: Session, at: datetime) -> Iterator[Wrong]:
    for row in silent_kinds(session, at):
        told = told_of(row["letter"]) or row["letter"]
        owed = typography.plural(row["owed"], "courriel dû", "courriels dus")
        words = (
            f"« {told} » ({row['letter']}) : {owed} depuis le {typography.instant(row['since'])}, et aucun "
            "de cette sorte n’est parti depuis 48 heures."
        )
        yield Wrong(Code.QUIET_KIND, row["letter"], row["since"], typography.typo(words))

"""Proof that letters work: of each kind, what was owed, sent, suppressed, late, acted upon; and kinds gone silent."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, RowMapping, and_, case, exists, func, select
from sqlmodel import Session

from store.board.lateness import CARRIES, LETTER, MAIL
from store.desk.chain import EVENT
from store.dialects import seconds_between
from store.tables.journal import TroubleRecord
from store.tables.letters import Letter, LetterStatus, Mail, MailLetter, Rung
from store.tables.watching import CatchupPlan, PlannedRung

RUNG = Rung.__table__.c  # type: ignore[attr-defined]
TROUBLE = TroubleRecord.__table__.c  # type: ignore[attr-defined]
PLAN = CatchupPlan.__table__.c  # type: ignore[attr-defined]
PLANNED = PlannedRung.__table__.c  # type: ignore[attr-defined]
#: An act of the awaited office so soon after a letter is taken for its effect.
EFFECT = timedelta(hours=72)
#: A letter of an act leaves within the minute; a reminder may wait for the next bundle of its mailbox.
LATE_ACT, LATE_REMINDER = timedelta(hours=1), timedelta(hours=24)
SILENT = timedelta(hours=48)
SUPPRESSED = (LetterStatus.MOOT.value, LetterStatus.CANCELLED.value, LetterStatus.HELD.value)
UNDER_WAY = tuple(
    status.value
    for status in (
        LetterStatus.OWED,
        LetterStatus.READY,
        LetterStatus.SENDING,
        LetterStatus.DEFERRED,
        LetterStatus.UNCERTAIN,
    )
)
_TAKEN = and_(CARRIES.letter == LETTER.id, MAIL.id == CARRIES.mail, MAIL.status == LetterStatus.ACCEPTED.value)
TAKEN_AT = select(func.min(MAIL.settled_at)).where(_TAKEN).correlate(Letter).scalar_subquery()


def by_kind(session: Session, since: datetime, at: datetime) -> Sequence[RowMapping]:
    """One row per kind of letter owed since then: owed, sent, suppressed, late, acted upon; the most owed first."""
    letter = select(
        LETTER.letter, LETTER.kind, LETTER.ref, LETTER.status, LETTER.owed_at, LETTER.rung_days,
        func.coalesce(func.nullif(LETTER.concerns, ""), LETTER.office).label("awaited"),
        TAKEN_AT.label("taken_at"),
    ).where(LETTER.owed_at.between(since, at)).subquery()  # fmt: skip
    one = letter.c
    wait = seconds_between(func.coalesce(one.taken_at, at), one.owed_at)
    patience = case((one.rung_days.is_(None), LATE_ACT.total_seconds()), else_=LATE_REMINDER.total_seconds())
    effect = seconds_between(EVENT.c.recorded_at, one.taken_at).between(0, EFFECT.total_seconds())
    mine = and_(EVENT.c.kind == one.kind, EVENT.c.ref == one.ref, EVENT.c.office == one.awaited)
    query = select(
        one.letter,
        func.count().label("owed"),
        _sum(one.rung_days.is_not(None)).label("reminders"),
        _sum(one.status == LetterStatus.ACCEPTED.value).label("sent"),
        _sum(one.status.in_(SUPPRESSED)).label("suppressed"),
        _sum(and_(one.status.not_in(SUPPRESSED), wait > patience)).label("late"),
        _sum(and_(one.taken_at.is_not(None), exists().where(mine, effect))).label("answered"),
    )
    return session.execute(query.group_by(one.letter).order_by(func.count().desc(), one.letter)).mappings().all()


def _sum(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)


def passed_over(session: Session, since: datetime, at: datetime) -> dict[str, int]:
    """Rungs that no letter carried, merged or dropped, by fate."""
    period = RUNG.at.between(since, at)
    query = select(RUNG.fate, func.count()).where(period, RUNG.letter_key == "").group_by(RUNG.fate)
    return dict(session.execute(query).tuples().all())


def silent_kinds(session: Session, at: datetime) -> Sequence[RowMapping]:
    """Kinds of letters owed for two days of which none has left in two days: how many, and since when.

    What waits for a yes on a plan, is held, or has nobody to read it says so elsewhere and is not counted.
    """
    before = at - SILENT
    overdue = and_(LETTER.status.in_(UNDER_WAY), LETTER.owed_at <= before, ~_waits(), ~_unreachable())
    spoken = select(LETTER.letter).join_from(Letter, MailLetter, CARRIES.letter == LETTER.id)
    spoken = spoken.join(Mail, MAIL.id == CARRIES.mail)
    spoken = spoken.where(MAIL.status == LetterStatus.ACCEPTED.value, MAIL.settled_at > before)
    query = select(LETTER.letter, func.count().label("owed"), func.min(LETTER.owed_at).label("since"))
    query = query.where(overdue, LETTER.letter.not_in(spoken)).group_by(LETTER.letter).order_by(LETTER.letter)
    return session.execute(query).mappings().all()


def _waits() -> ColumnElement[bool]:
    waiting = select(PLANNED.key).join_from(PlannedRung, CatchupPlan, PLAN.id == PLANNED.plan)
    found: ColumnElement[bool] = LETTER.key.in_(waiting.where(PLAN.applied_at.is_(None)))
    return found


def _unreachable() -> ColumnElement[bool]:
    codes = ("address_unknown", "office_vacant")
    same = and_(TROUBLE.kind == LETTER.kind, TROUBLE.ref == LETTER.ref, TROUBLE.office == LETTER.office)
    return exists().where(same, TROUBLE.code.in_(codes), TROUBLE.solved_at.is_(None))

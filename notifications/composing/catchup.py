"""After an outage: when many reminders are late, they wait for one yes on a plan; nothing else ever waits for it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, insert, select, update
from sqlmodel import Session

from notifications import typography
from notifications.composing.alarming import ADMIN, Code, end, sound
from notifications.composing.batches import LETTER
from states.agenda import Fate
from states.calendar import METROPOLE, PARIS, instant, next_working_day, office_hours, paris_day
from states.machine import THE_SYSTEM, Actor
from states.refusals import Conflict, Reason, Unknown
from states.roles import Role
from store.desk.rungs import RUNG
from store.people.chronicle import Deed, keeper, record
from store.reference.places import PLACES
from store.session import transaction
from store.tables.letters import LetterStatus
from store.tables.watching import CatchupPlan, PlannedRung

PLAN = CatchupPlan.__table__  # type: ignore[attr-defined]
PLANNED = PlannedRung.__table__  # type: ignore[attr-defined]
#: As many as a small office can answer for by telephone in a morning: more is a wave of mail that someone must want.
MANY = 20
#: A reminder of yesterday is still a reminder; a later one may astonish whoever has done the thing since.
LATE = timedelta(hours=24)
#: Who is told that a plan waits: those who run the service, and those who answer for what it sends.
WARNED = (*ADMIN, Role.DGESCO_OFFICER.value)

_SEEN_TO = select(PLANNED.c.key)
IS_LATE = (
    (LETTER.c.status == LetterStatus.OWED.value)
    & (LETTER.c.not_before <= bindparam("now"))
    & LETTER.c.rung_days.is_not(None)
    & (LETTER.c.owed_at <= bindparam("before"))
    & (LETTER.c.why == "")
    & LETTER.c.key.not_in(_SEEN_TO)
)
LOCKING = select(LETTER.c.key, LETTER.c.office).where(IS_LATE).order_by(LETTER.c.id).with_for_update()
WAITING = select(PLAN).where(PLAN.c.applied_at.is_(None)).order_by(PLAN.c.id)
LAPSED = WAITING.where(PLAN.c.applies_at <= bindparam("now"))


def is_behind(session: Session, owed: Iterable[Any], at: datetime) -> bool:
    """Whether the day of a plan is over, or one of the letters owed is a reminder that is late and not seen to."""
    waits = session.execute(LAPSED, {"now": at}).first()
    return waits is not None or any(
        one.rung_days is not None and one.owed_at <= at - LATE and not one.why for one in owed
    )


def gather(at: datetime, on: Engine | None = None) -> None:
    """Before anything is composed: apply the plans whose day is over, and put the late reminders under a plan."""
    with transaction(on) as session:
        _lapse(session, at)
        _plan(session, session.execute(LOCKING, {"now": at, "before": at - LATE}).all(), at)


def ref_of(plan: int) -> str:
    """How a plan is named in the journal."""
    return f"REPRISE-{plan}"


def apply(session: Session, plan: int, person: str, at: datetime) -> int:
    """Someone says yes: what waits leaves as soon as its offices are open. Returns how many letters do.

    Raises Unknown without such a plan, Conflict when it has been applied already, NotYours for whoever may not.
    """
    author = keeper(session, person, paris_day(at))
    row = session.execute(select(PLAN).where(PLAN.c.id == plan).with_for_update()).first()
    if row is None:
        raise Unknown(Reason("plan", "Ce plan de reprise n’existe pas."))
    if row.applied_at is not None:
        raise Conflict(Reason("plan", "Ce plan de reprise est déjà appliqué : rien n’attend plus."))
    _close(session, plan, Deed.APPLY, author, at)
    return _release(session, plan, at)


def _lapse(session: Session, at: datetime) -> None:
    """Nobody answered within a working day: the letters leave by themselves, and it is said."""
    over = session.execute(LAPSED.with_for_update(), {"now": at}).all()
    for row in over:
        _close(session, row.id, Deed.LAPSE, THE_SYSTEM, at)
        _release(session, row.id, at)
        _confess(session, row, at)


def _confess(session: Session, row: Any, at: datetime) -> None:
    words = f"Le plan de reprise n° {row.id} n’a pas eu de réponse en un jour ouvré. {told(counts(session, row.id))}"
    path = f"/exploitation/reprises/{row.id}"
    sound(session, Code.PLAN_LAPSED, str(row.id), words, since=row.made_at, at=at, offices=WARNED, path=path)
    end(session, Code.PLAN_LAPSED, at, which=str(row.id))


def _close(session: Session, plan: int, deed: Deed, by: Actor, at: datetime) -> None:
    session.execute(update(PLAN).where(PLAN.c.id == plan).values(applied_at=at, person=by.person))
    record(session, "plan", ref_of(plan), deed, counts(session, plan), at=at, by=by)
    end(session, Code.PLAN, at, which=str(plan))


def _release(session: Session, plan: int, at: datetime) -> int:
    held = _letters_of(plan) & (LETTER.c.status == LetterStatus.OWED.value) & (LETTER.c.not_before > at)
    offices = session.execute(select(LETTER.c.office).where(held).distinct()).scalars().all()
    return sum(_leave(session, held & (LETTER.c.office == one), office_hours(at, PLACES[one]), "") for one in offices)


def _letters_of(plan: int) -> Any:
    return LETTER.c.key.in_(select(PLANNED.c.key).where(PLANNED.c.plan == plan))


def _leave(session: Session, which: Any, when: datetime, why: str) -> int:
    found: int = session.execute(update(LETTER).where(which).values(not_before=when, why=why)).rowcount  # type: ignore[attr-defined]
    return found


def _plan(session: Session, letters: Sequence[Any], at: datetime) -> None:
    """Put late letters, and the rungs that were merged into them or dropped with them, under the plan that waits."""
    if not letters:
        return
    keys = {letter.key for letter in letters} | set(_passed_over(session, [letter.key for letter in letters]))
    plan = session.execute(WAITING).first()
    if plan is None and len(keys) < MANY:
        return
    number, applies_at = (plan.id, plan.applies_at) if plan else _begin(session, at)
    session.execute(insert(PLANNED), [{"key": key, "plan": number} for key in sorted(keys)])
    if plan is None:
        _announce(session, number, applies_at, at)
    why = f"Attend l’accord de l’administration sur le plan de reprise n° {number}, ou un jour ouvré."
    _wait(session, letters, applies_at, why)


def _announce(session: Session, plan: int, applies_at: datetime, at: datetime) -> None:
    found = counts(session, plan)
    record(session, "plan", ref_of(plan), Deed.PLAN, found, at=at)
    words = f"{told(found)} Sans réponse, ce plan s’applique de lui-même le {typography.instant(applies_at)}."
    path = f"/exploitation/reprises/{plan}"
    sound(session, Code.PLAN, str(plan), words, since=at, at=at, offices=WARNED, path=path)


def told(found: Mapping[str, int]) -> str:
    """« 41 rappels en retard : 12 partent, 29 fusionnés. »"""
    sent, merged, dropped = (found[fate.value] for fate in (Fate.SEND, Fate.MERGED, Fate.DROPPED))
    parts = [
        f"{sent} {typography.agree(sent, 'part', 'partent')}",
        typography.plural(merged, "fusionné") if merged else "",
        typography.plural(dropped, "abandonné") if dropped else "",
    ]
    late = typography.plural(sum(found.values()), "rappel")
    return typography.typo(f"{late} en retard : {', '.join(part for part in parts if part)}.")


def _wait(session: Session, letters: Iterable[Any], until: datetime, why: str) -> None:
    for office in {letter.office for letter in letters}:
        mine = LETTER.c.key.in_([letter.key for letter in letters if letter.office == office])
        _leave(session, mine, office_hours(until, PLACES[office]), why)


def _begin(session: Session, at: datetime) -> tuple[int, datetime]:
    applies_at = a_working_day_later(at)
    row = insert(PLAN).values(made_at=at, applies_at=applies_at, person="").returning(PLAN.c.id)
    return session.execute(row).scalar_one(), applies_at


def _passed_over(session: Session, keys: Sequence[str]) -> list[str]:
    """Rungs honoured late with these that no letter carries."""
    first = select(RUNG.c.honoured_at).where(RUNG.c.key.in_(keys)).order_by(RUNG.c.honoured_at).limit(1)
    since = session.execute(first).scalar()
    if since is None:
        return []
    late = (RUNG.c.honoured_at >= since) & (RUNG.c.at <= since - LATE)
    query = select(RUNG.c.key).where(late, RUNG.c.fate != Fate.SEND.value, RUNG.c.key.not_in(_SEEN_TO))
    return list(session.execute(query).scalars())


def counts(session: Session, plan: int) -> dict[str, int]:
    """How many reminders of a plan have each fate."""
    query = select(RUNG.c.fate).join(PLANNED, PLANNED.c.key == RUNG.c.key).where(PLANNED.c.plan == plan)
    fates = session.execute(query).scalars().all()
    return {fate.value: fates.count(fate.value) for fate in Fate}


def a_working_day_later(at: datetime) -> datetime:
    """The same hour of the next working day; what falls outside office hours counts from the next opening."""
    start = office_hours(at, METROPOLE).astimezone(PARIS)
    day = next_working_day(paris_day(start) + timedelta(days=1))
    return instant(day, start.time(), PARIS)

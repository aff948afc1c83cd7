"""The table of deadlines of the object, in words, each with the working of its count where it is counted in days."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlmodel import Session

from states.calendar import PARIS, compute, explain, last_instant, paris_day
from states.dates import french_day, french_time
from states.settle import settle
from states.table.deadlines import deadline_table
from states.table.rows import DeadlineRow
from store.board.deadlines import moments
from store.board.names import title_of
from store.desk.chain import EVENT, TEXT
from store.desk.loading import load
from store.exporting.proof.covering import Subject

A_DAY = timedelta(days=1)


def told(session: Session, found: Subject, at: datetime) -> Iterator[bytes]:
    """The whole table, as of an instant."""
    facts = load(session, found.kind, found.ref, at, choices=False).facts
    done = settle(facts, at)
    reasons = _reasons(session, found)
    yield f"Échéances de {found.ref}, telles qu’au {_moment(at)} (heure de Paris).\n".encode()
    past = moments(session, found.kind, _of(found))
    for row in deadline_table(done[-1].after if done else facts, past, at):
        yield "".join(f"{line}\n" for line in ("", *_row(row, reasons, paris_day(at)))).encode()


def _of(found: Subject) -> ColumnElement[bool]:
    return and_(EVENT.c.kind == found.kind, EVENT.c.ref == found.ref)


def _reasons(session: Session, found: Subject) -> dict[int, str]:
    query = select(TEXT.c.event, TEXT.c.text).join(EVENT, EVENT.c.id == TEXT.c.event)
    query = query.where(_of(found), TEXT.c.name == "reason")
    return {event: " ".join((text or "").split()) for event, text in session.execute(query).tuples()}


def _row(row: DeadlineRow, reasons: dict[int, str], day: date) -> Iterator[str]:
    yield f"{row.what[:1].upper()}{row.what[1:]} : {row.standing.label}"
    yield f"  Règle : {row.rule}" + (f" ({row.law})" if row.law else "")
    yield f"  De qui : {', '.join([title_of(office, day) for office in row.offices] or row.awaits)}"
    if row.since:
        yield f"  Depuis : {_moment(row.since)}"
    if row.until:
        yield f"  Jusqu’à : {_end(row.until)}"
    if row.ended_at:
        yield f"  Fait ou fini : {_moment(row.ended_at)}"
    yield f"  Sinon : {row.on_passing}"
    for change in row.changes:
        moved = f", du {_end(change.before)}" * bool(change.before) + f" au {_end(change.after)}" * bool(change.after)
        yield f"  Date déplacée le {_moment(change.at)}{moved}{_because(change.why or reasons.get(change.event, ''))}"
    for pause in row.pauses:
        end = f" au {_moment(pause.until)}" if pause.until else ""
        yield f"  Suspendu du {_moment(pause.since)}{end} : {pause.why}{_because(reasons.get(pause.event, ''))}"
    yield from (f"  | {line}" for line in _working(row))


def _working(row: DeadlineRow) -> Iterator[str]:
    """The count, day by day; what moved the date since is said above."""
    if row.delay is None or row.since is None:
        return
    computation = compute(paris_day(row.since), row.delay)
    yield from explain(computation)
    if row.until and row.until != last_instant(computation.day):
        yield "Cette date n’est plus celle qui court : une décision ou une suspension l’a déplacée."


def _because(why: str) -> str:
    return f" ({why})" if why else ""


def _end(at: datetime | None) -> str:
    """An end that is not of the day: at midnight, the day before was the last."""
    wall = at.astimezone(PARIS) if at else None
    if wall and not (wall.hour or wall.minute or wall.second):
        return f"{french_day(wall - A_DAY)} à vingt-quatre heures"
    return _moment(at) if at else ""


def _moment(at: datetime) -> str:
    wall = at.astimezone(PARIS)
    return f"{french_day(wall)} à {french_time(wall.time())}"

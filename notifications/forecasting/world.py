"""What a forecast knows: objects with their facts, letters not yet sent, holds; read once, never written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select, true
from sqlmodel import Session

from notifications.composing.batches import CARRIES, LETTER, MAIL
from notifications.composing.compose import COMPOSABLE
from notifications.sweeping.coming import POSTABLE
from notifications.wording.recipients import Directory
from states.calendar import paris_day
from store.board.scope import seen
from store.board.viewer import Viewer
from store.desk.kinds import TABLES
from store.desk.loading import from_rows
from store.holds import Held, in_force
from store.people.register import MANDATE
from store.tables.letters import LetterStatus

#: What one forecast reads at most; what is left out would have come last, and the forecast says so.
MOST_OBJECTS, MOST_LETTERS = 2_000, 5_000
#: No rung stands further from its deadline.
LADDER = timedelta(days=45)
SENDING = (*POSTABLE, LetterStatus.SENDING.value)
COMPOSED = (LetterStatus.READY, LetterStatus.SENDING, LetterStatus.DEFERRED, LetterStatus.UNCERTAIN)


@dataclass(slots=True, kw_only=True)
class Known:
    """An object as time passes: its facts, its number of events, the event by which it entered its stage."""

    kind: str
    name: str
    facts: Any
    seq: int
    entered: int
    wake: datetime | None
    quiet: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """Its reference."""
        return str(self.facts.ref)


@dataclass(slots=True, kw_only=True)
class World:
    """The present, from which several futures may be played."""

    session: Session
    at: datetime
    holds: tuple[Held, ...]
    objects: dict[tuple[str, str], Known] = field(default_factory=dict)
    letters: list[dict[str, Any]] = field(default_factory=list)
    served: set[tuple[str, date]] = field(default_factory=set)
    directories: dict[date, Directory] = field(default_factory=dict)
    known_turns: dict[str, tuple[date, ...]] = field(default_factory=dict)
    cut: bool = False

    def copy(self) -> "World":
        """The same present, for another future."""
        objects = {key: replace(known) for key, known in self.objects.items()}
        return replace(self, objects=objects, letters=[dict(one) for one in self.letters], served=set(self.served))

    def known(self, kind: str, ref: str) -> Known:
        """An object, read when it is first asked for."""
        if (kind, ref) not in self.objects:
            query = select(TABLES[kind]).where(TABLES[kind].c.ref == ref)
            self.meet(kind, [dict(row) for row in self.session.execute(query).mappings()])
        return self.objects[kind, ref]

    def meet(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Make objects of rows."""
        for loaded in from_rows(self.session, kind, rows, self.at, choices=False):
            row = loaded.row
            self.objects[kind, row["ref"]] = Known(
                kind=kind,
                name=row["name"],
                facts=loaded.facts,
                seq=row["seq"],
                entered=row["entered_event"],
                wake=row["wake_at"],
            )

    def directory(self, at: datetime) -> Directory:
        """The offices as they will be on that day."""
        day = paris_day(at)
        if day not in self.directories:
            self.directories[day] = Directory(self.session, day)
        return self.directories[day]

    def turns(self, office: str) -> tuple[date, ...]:
        """Days on which another person may hold an office, in order."""
        if office not in self.known_turns:
            query = select(MANDATE.c.starts_on, MANDATE.c.ends_on).where(MANDATE.c.office == office)
            rows = self.session.execute(query).tuples().all()
            ends = (last + timedelta(days=1) for _, last in rows if last)
            self.known_turns[office] = tuple(sorted({*(first for first, _ in rows), *ends}))
        return self.known_turns[office]


def present(session: Session, at: datetime) -> World:
    """A world without objects yet: the holds in force, and the mailboxes that have had their bundle today."""
    day = paris_day(at)
    boxes = session.execute(select(MAIL.c.mailbox).where(MAIL.c.bundle_day == day.isoformat())).scalars()
    return World(session=session, at=at, holds=in_force(session, at), served={(box, day) for box in boxes})


def meet_awake(world: World, viewer: Viewer | None, until: datetime, kinds: Iterable[str] = tuple(TABLES)) -> None:
    """Objects in scope of which a date comes by that instant, and their letters that have not left; None sees all."""
    for kind in kinds:
        table = TABLES[kind]
        mine = select(table).where(seen(kind, viewer) if viewer else true())
        _meet(world, kind, mine.where(table.c.wake_at <= until).order_by(table.c.wake_at, table.c.ref))
        _meet(world, kind, mine.where(_taken_up(table, world.at, until)).order_by(table.c.due_at, table.c.ref))
    meet_letters(world, or_(*(_of(kind, viewer) for kind in kinds)), until)


def _meet(world: World, kind: str, query: Select[Any]) -> None:
    rows = [dict(row) for row in world.session.execute(query.limit(MOST_OBJECTS + 1)).mappings()]
    world.cut |= len(rows) > MOST_OBJECTS
    world.meet(kind, [row for row in rows[:MOST_OBJECTS] if (kind, row["ref"]) not in world.objects])


def _taken_up(table: Table, at: datetime, until: datetime) -> ColumnElement[bool]:
    """Someone has said when they will answer, so nothing wakes the object; its ladder would otherwise be running."""
    near = and_(table.c.due_at > at - LADDER, table.c.due_at < until + LADDER)
    return and_(near, table.c.facts.not_like('%"acknowledgements":[]%'))


def _of(kind: str, viewer: Viewer | None) -> ColumnElement[bool]:
    mine = and_(LETTER.c.kind == kind)
    if viewer is None or viewer.national:
        return mine
    return and_(mine, LETTER.c.ref.in_(select(TABLES[kind].c.ref).where(seen(kind, viewer))))


def meet_letters(world: World, which: ColumnElement[bool], until: datetime) -> None:
    """Letters that have not left, with the instant at which they next move."""
    soon = or_(LETTER.c.not_before <= until, LETTER.c.status == LetterStatus.HELD.value)
    query = select(LETTER).where(LETTER.c.status.in_(COMPOSABLE), soon, which)
    rows = world.session.execute(query.order_by(LETTER.c.not_before, LETTER.c.id).limit(MOST_LETTERS + 1))
    found = [dict(row) for row in rows.mappings()]
    world.cut |= len(found) > MOST_LETTERS
    world.letters = found[:MOST_LETTERS] + _composed(world, which, until)


def _composed(world: World, which: ColumnElement[bool], until: datetime) -> list[dict[str, Any]]:
    """Those that are in a mail already: they leave when it is next tried."""
    tried = func.min(MAIL.c.next_try_at)
    when = (
        select(CARRIES.c.letter, tried.label("leaves_at"))
        .join(MAIL, MAIL.c.id == CARRIES.c.mail)
        .where(MAIL.c.status.in_(SENDING))
        .group_by(CARRIES.c.letter)
        .subquery()
    )
    statuses = [status.value for status in COMPOSED]
    query = select(LETTER, when.c.leaves_at).join(when, when.c.letter == LETTER.c.id)
    query = query.where(LETTER.c.status.in_(statuses), when.c.leaves_at <= until, which)
    rows = world.session.execute(query.order_by(when.c.leaves_at, LETTER.c.id).limit(MOST_LETTERS)).mappings()
    return [dict(row) | {"not_before": row["leaves_at"]} for row in rows]

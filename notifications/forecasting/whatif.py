"""What if this act were done: every deadline and every letter that would move, played side by side with the present."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlmodel import Session

from notifications.composing.batches import LETTER
from notifications.forecasting.comparing import MovedDate, MovedDeadline, WhatIf, told
from notifications.forecasting.linking import as_of, relink
from notifications.forecasting.playing import Play
from notifications.forecasting.world import World, meet_letters, present
from states.deadlines import due_at
from states.lifecycles import LIFECYCLES
from states.machine import Actor
from states.refusals import Reason, Unknown
from states.settle import act as decide
from states.settle import settle
from store.desk.dependants import AT_REST
from store.desk.kinds import TABLES
from store.desk.loading import load
from store.tables.objects import Awaiting

MOST_NEIGHBOURS = 500
#: After the last date that moves, its ladder and that of the stage it opens still have this to say.
AFTERMATH, LONGEST = timedelta(days=90), timedelta(days=1100)
AWAITING = Awaiting.__table__.c  # type: ignore[attr-defined]
APPLICATION = TABLES["application"].c
CARRIED = {"wave": APPLICATION.wave_ref, "order": APPLICATION.order_ref, "session": APPLICATION.session_ref}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    kind: str
    ref: str
    word: Any
    payload: Mapping[str, object]
    actor: Actor


def what_if(
    session: Session, kind: str, ref: str, trigger: str, payload: Mapping[str, object], *, actor: Actor, at: datetime
) -> WhatIf:
    """The act tried on the facts alone. Raises the Refusal that the desk would; nothing is written either way."""
    trial = _Trial(kind=kind, ref=ref, word=_trigger(kind, trigger), payload=payload, actor=actor)
    world = _around(session, kind, ref, at)
    plain, acted, dates = _played(world, trial, at)
    deadlines = tuple(_deadlines(plain.world, acted.world))
    until = _horizon(deadlines, (plain.world, acted.world), at)
    plain, acted, _ = _played(world, trial, until)
    if _meet_neighbours(world, (plain, acted), until):
        plain, acted, _ = _played(world, trial, until)
    return told(plain, acted, dates, deadlines)


def _played(world: World, trial: _Trial, until: datetime) -> tuple[Play, Play, tuple[MovedDate, ...]]:
    """The future as it stands, and the one in which the act is done first."""
    plain, acted = Play(world=world.copy(), until=until), Play(world=world.copy(), until=until)
    dates = tuple(_act(acted, trial))
    for play in (plain, acted):
        play.run()
        play.leaving.share()
    return plain, acted, dates


def _trigger(kind: str, trigger: str) -> Any:
    try:
        return LIFECYCLES[kind].triggers(trigger)
    except ValueError:
        raise Unknown(Reason("inconnu", f"« {trigger} » n’est pas un acte de cet objet.")) from None


def _around(session: Session, kind: str, ref: str, at: datetime) -> World:
    """The object, what it carries, and their letters that have not left."""
    world = present(session, at)
    loaded = load(session, kind, ref, at)
    world.meet(kind, [dict(loaded.row)])
    world.known(kind, ref).facts = loaded.facts
    if kind in CARRIED:
        table = TABLES["application"]
        query = select(table).where(CARRIED[kind] == ref, table.c.state.not_in(AT_REST["application"]))
        world.meet("application", [dict(row) for row in session.execute(query.order_by(table.c.ref)).mappings()])
    meet_letters(world, _about(world), at + LONGEST)
    return world


def _about(world: World) -> ColumnElement[bool]:
    return and_(LETTER.c.ref.in_([known.ref for known in world.objects.values()]))


def _meet_neighbours(world: World, plays: Iterable[Play], until: datetime) -> bool:
    """Objects whose reminders share a mailbox with those of the plays: who is served first decides who waits a day."""
    offices = {line.office for play in plays for line in play.lines.values() if line.days is not None}
    rows = world.session.execute(
        select(AWAITING.kind, AWAITING.ref)
        .where(AWAITING.office.in_(sorted(offices)))
        .distinct()
        .limit(MOST_NEIGHBOURS)
    ).all()
    new: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if (row.kind, row.ref) not in world.objects:
            new[row.kind].append(row.ref)
    for kind, refs in new.items():
        query = select(TABLES[kind]).where(TABLES[kind].c.ref.in_(refs))
        world.meet(kind, [dict(row) for row in world.session.execute(query).mappings()])
    meet_letters(world, _about(world), until)
    return bool(new)


def _act(play: Play, trial: _Trial) -> Iterator[MovedDate]:
    world, at = play.world, play.world.at
    known = world.known(trial.kind, trial.ref)
    before, facts = known.facts, as_of(known, at)
    done = list(settle(facts, at))
    settled = done[-1].after if done else facts
    done += decide(settled, trial.word, actor=trial.actor, at=at, payload=trial.payload)
    play.moved(known, done)
    known.wake = at
    list(relink(world, known, before, at))
    yield from _dates(settled, known.facts)


def _dates(before: Any, after: Any) -> Iterator[MovedDate]:
    names = [one.name for one in fields(after) if not one.metadata.get("borrowed")]
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if old != new and isinstance(new or old, date) and name not in _CLOCKS:
            yield MovedDate(name=name, before=old, after=new)


#: When things were done, which any act changes.
_CLOCKS = {"moved_at", "entered_at", "date_set_at", "closing_set_at", "resumed_at", "reminded"}


def _deadlines(before: World, after: World) -> Iterator[MovedDeadline]:
    for key, known in sorted(after.objects.items(), key=lambda one: (one[0][0] == "application", one[0])):
        old, new = (due_at(as_of(world.known(*key), world.at)) for world in (before, after))
        if old != new:
            yield MovedDeadline(kind=known.kind, ref=known.ref, name=known.name, before=old, after=new)


def _horizon(deadlines: Iterable[MovedDeadline], worlds: Iterable[World], at: datetime) -> datetime:
    """Until the ladders of all that moves have ended."""
    moved = {(one.kind, one.ref) for one in deadlines}
    dues = [one for line in deadlines for one in (line.before, line.after) if one]
    dues += [due for world in worlds for key in moved if (due := due_at(as_of(world.known(*key), at)))]
    return min(max([at, *dues]) + AFTERMATH, at + LONGEST)

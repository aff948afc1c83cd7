"""Where what happened and what was promised differ."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Engine, select

from store.desk.kinds import TABLES
from store.session import reading
from store.tables.journal import Event
from store.tables.letters import Letter, Mail, MailLetter, Rung
from tests.simulation.book import Fired
from tests.simulation.days import is_open, site
from tests.simulation.letters import Bundle
from tests.simulation.officers import offices
from tests.simulation.play import Play

RUNG, LETTER = Rung.__table__.c, Letter.__table__.c  # type: ignore[attr-defined]
MAIL, EVENT = Mail.__table__.c, Event.__table__.c  # type: ignore[attr-defined]
CARRIES = MailLetter.__table__.c  # type: ignore[attr-defined]
TIMERS = ("open", "close", "lapse", "new_presidency", "take_effect", "open_renewal", "expire", "renew")
SETTLED = ("accepted", "moot", "cancelled")
BY_HAND = LETTER.letter.endswith("/remind") | LETTER.letter.in_(("wave/extend", "wave/new_closing"))
MOST = 8


def differences(play: Play, engine: Engine) -> list[str]:
    """In plain words, the first dozen of each sort."""
    return play.surprises + [line for sort in _sorts(play, engine) for line in sort]


def _sorts(play: Play, engine: Engine) -> Iterator[Iterable[str]]:
    reminders, book = play.reminders, play.book
    yield _differ(
        "reminder", _rows(engine, RUNG.key, RUNG.fate), ((key, one.fate) for key, one in reminders.owed.items())
    )
    yield _differ("timer", _fired(engine), book.fired)
    yield _differ("bundle", _bundles(engine), reminders.bundles)
    moot = _rows(engine, LETTER.key, where=(LETTER.status == "moot",))
    yield _differ("given up", moot, ((key,) for key in reminders.moot))
    yield _out_of_hours(engine)
    yield _twice_a_day(engine)
    gone = _rows(engine, LETTER.key, where=(LETTER.status == "cancelled",))
    yield _differ("cancelled", gone, ((key,) for key in reminders.cancelled))
    by_hand = _rows(engine, LETTER.letter, LETTER.ref, LETTER.office, LETTER.owed_at, where=(BY_HAND,))
    # A territory that has no candidate here is told of a moved closing too.
    by_hand = [one for one in by_hand if one[0] != "wave/extend" or one[2] in offices()]
    yield _differ("letter by hand", by_hand, play.written)
    left = _rows(engine, LETTER.key, LETTER.status, where=(LETTER.status.not_in(SETTLED),))
    yield _differ(
        "letter not settled", left, ((one.rung.key, "held" if one.held else "owed") for one in reminders.waiting)
    )
    states = [row for kind in TABLES for row in _rows(engine, TABLES[kind].c.ref, TABLES[kind].c.state)]
    yield _differ("state", states, ((thing.ref, thing.state) for thing in book.things.values()))


def _rows(engine: Engine, *columns: Any, where: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    with reading(engine) as session:
        return [tuple(row) for row in session.execute(select(*columns).where(*where))]


def _differ(what: str, found: Iterable[Any], promised: Iterable[Any]) -> Iterator[str]:
    found, promised = list(found), list(promised)
    yield from (f"{what} missing: {one}" for one in sorted(set(promised) - set(found), key=str)[:MOST])
    yield from (f"{what} not promised: {one}" for one in sorted(set(found) - set(promised), key=str)[:MOST])
    if len(found) != len(set(found)):
        yield f"{what} twice: {sorted({one for one in found if found.count(one) > 1}, key=str)[:MOST]}"


def _fired(engine: Engine) -> list[Fired]:
    columns = (EVENT.kind, EVENT.ref, EVENT.trigger, EVENT.at, EVENT.legal_date)
    system = (EVENT.trigger.in_(TIMERS), EVENT.kind.in_(TABLES), EVENT.office == "system")
    return [Fired(*row) for row in _rows(engine, *columns, where=system)]


def _bundles(engine: Engine) -> list[Bundle]:
    with reading(engine) as session:
        query = select(MAIL.id, MAIL.mailbox, MAIL.composed_at, LETTER.key)
        query = query.join_from(Mail, MailLetter, CARRIES.mail == MAIL.id).join(Letter, CARRIES.letter == LETTER.id)
        found: dict[int, tuple[str, Any, set[str]]] = {}
        for number, mailbox, at, key in session.execute(query.where(MAIL.bundle_day != "")):
            found.setdefault(number, (mailbox, at, set()))[2].add(key)
    return [Bundle(mailbox, at, frozenset(keys)) for mailbox, at, keys in found.values()]


def _out_of_hours(engine: Engine) -> Iterator[str]:
    for office, at in _rows(engine, MAIL.office, MAIL.composed_at, where=(MAIL.bundle_day != "",)):
        if not is_open(at, site(office)):
            yield f"out of hours: {office} at {at.astimezone(site(office).zone)}"


def _twice_a_day(engine: Engine) -> Iterator[str]:
    days = _rows(engine, MAIL.mailbox, MAIL.bundle_day, where=(MAIL.bundle_day != "",))
    yield from (f"two bundles in a day: {one}" for one in sorted({one for one in days if days.count(one) > 1}))

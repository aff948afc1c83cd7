"""A scenario told: what happened and when, the letters, and how each object ended."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import func, select

from notifications.typography import plural, short_instant
from replay.deeds import Scenario
from replay.player import Done, Player
from states.lifecycles import LIFECYCLES
from store.kinds import TABLES
from store.session import reading
from store.tables.letters import Letter
from store.tables.letters import Rung as RungRow

LETTER = Letter.__table__.c  # type: ignore[attr-defined]
RUNG = RungRow.__table__.c  # type: ignore[attr-defined]


def told(scenario: Scenario, player: Player) -> Iterator[str]:
    """The whole timeline, line by line."""
    yield scenario.title
    yield ""
    for _, done in groupby(player.done, key=lambda one: one.at.date()):
        yield from _day(list(done))
    yield ""
    yield from _letters(player)
    yield ""
    yield from _ends(player)


def _day(done: list[Done]) -> Iterator[str]:
    """One line per kind of act of a day; an act done for many objects is told once, with how many."""
    acts = Counter((one.deed.trigger, bool(one.refusal)) for one in done)
    for (trigger, refused), times in acts.items():
        first = next(one for one in done if one.deed.trigger == trigger and bool(one.refusal) is refused)
        what = _label(player_kind(first), trigger)
        who = first.office if times == 1 else f"{first.office} et autres"
        outcome = f"refusé : {first.refusal}" if refused else first.state
        about = first.ref if times == 1 else plural(times, "fois", "fois")
        yield f"{short_instant(first.at):<28} {what} ({about}) – {who} → {outcome}"


def player_kind(done: Done) -> str:
    """The kind of object of a deed, from its reference."""
    prefixes = {"CMQ": "application", "LAB": "label", "ARR": "order", "SEA": "session"}
    return prefixes.get(done.ref.split("-")[0], "wave")


def _label(kind: str, trigger: str) -> str:
    return str(LIFECYCLES[kind].triggers(trigger).label)


def _letters(player: Player) -> Iterator[str]:
    with reading(player.engine) as session:
        rows = session.execute(select(LETTER.status, LETTER.rung_days.is_(None), func.count()).group_by(*_KINDS))
        acts: Counter[str] = Counter()
        reminders: Counter[str] = Counter()
        for status, of_act, count in rows:
            (acts if of_act else reminders)[status] += count
        fates = Counter(dict(session.execute(select(RUNG.fate, func.count()).group_by(RUNG.fate)).tuples().all()))
    yield f"Lettres d’actes : {plural(acts.total(), 'lettre')} ({_list(acts)})"
    yield f"Rappels : {plural(reminders.total(), 'rappel')} ({_list(reminders)})"
    yield f"Échelons : {_list(fates)}"
    yield f"Balayages : {_list(player.runs)}"


_KINDS = (LETTER.status, LETTER.rung_days.is_(None))


def _list(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "aucun"


def _ends(player: Player) -> Iterator[str]:
    with reading(player.engine) as session:
        for kind, table in TABLES.items():
            rows = session.execute(select(table.c.state, func.count()).group_by(table.c.state)).tuples().all()
            words = LIFECYCLES[kind].states
            ended = ", ".join(f"{words(state).label} {count}" for state, count in sorted(rows))
            if ended:
                yield f"{LIFECYCLES[kind].label} : {ended}"

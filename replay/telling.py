"""A scenario told: what happened and when, what was filed and granted, the letters, the deadlines, how each ended."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from notifications.typography import capital, listing, plural, short_instant
from replay.deeds import Scenario
from replay.player import Done, Player
from states.lifecycles import LIFECYCLES
from store.desk.kinds import TABLES
from store.session import reading
from store.tables.letters import Letter, LetterStatus

LETTER = Letter.__table__.c  # type: ignore[attr-defined]
APPLICATION = TABLES["application"].c
PREFIXES = {"CMQ": "application", "LAB": "label", "ARR": "order", "SEA": "session"}


def told(scenario: Scenario, player: Player) -> Iterator[str]:
    """The whole timeline, line by line."""
    yield scenario.title
    yield ""
    for _, done in groupby(player.done, key=lambda one: one.at.date()):
        yield from _day(list(done))
    with reading(player.engine) as session:
        for part in (_outages(scenario), _waves(session), _letters(session), _deadlines(session), _ends(session)):
            yield ""
            yield from part
    yield ""


def _day(done: list[Done]) -> Iterator[str]:
    """One line per kind of act of a day; an act done for many objects is told once, with how many."""
    acts = Counter((_kind(one), one.deed.trigger, one.refusal) for one in done)
    for (kind, trigger, refusal), times in acts.items():
        first = next(one for one in done if (_kind(one), one.deed.trigger, one.refusal) == (kind, trigger, refusal))
        what = LIFECYCLES[kind].triggers(trigger).label
        about = (first.ref or first.deed.on) if times == 1 else plural(times, "fois", "fois")
        who = first.office if times == 1 else f"{first.office} et autres"
        outcome = f"refusé : {refusal}" if refusal else first.state
        yield f"{short_instant(first.at):<28} {what} ({about}) – {who} → {outcome}"


def _kind(done: Done) -> str:
    return done.deed.creates or PREFIXES.get(done.ref.split("-")[0], "wave")


def _outages(scenario: Scenario) -> Iterator[str]:
    for outage in scenario.outages:
        yield f"Aucun balayage du {short_instant(outage.begins)} au {short_instant(outage.ends)}."


def _waves(session: Session) -> Iterator[str]:
    """How many applications each wave received, and what became of them."""
    filed = func.count(APPLICATION.submitted_at)
    query = select(APPLICATION.wave_ref, APPLICATION.state, filed).group_by(APPLICATION.wave_ref, APPLICATION.state)
    rows = session.execute(query.order_by(APPLICATION.wave_ref)).all()
    for wave, states in groupby(rows, key=lambda row: row[0]):
        counts = {state: count for _, state, count in states}
        ended = [
            plural(counts.get(state, 0), word) for state, word in (("labelled", "labellisé"), ("refused", "refusé"))
        ]
        name = f"Vague {wave}" if wave else "Hors vague"
        yield f"{name} : {plural(sum(counts.values()), 'déposé')}, {listing(ended)}"


def _letters(session: Session) -> Iterator[str]:
    """Letters by name, those of acts then reminders, and what became of them."""
    named = (LETTER.rung_days.is_not(None), LETTER.letter)
    rows = session.execute(select(*named, func.count()).group_by(*named).order_by(*named)).tuples().all()
    for reminder, what in ((False, "Lettres d’actes"), (True, "Rappels")):
        counts = [(name, count) for is_reminder, name, count in rows if is_reminder is reminder]
        yield f"{what} : {plural(sum(count for _, count in counts), 'lettre')}"
        yield from (f"  {name} {count}" for name, count in counts)
    fates = session.execute(select(LETTER.status, func.count()).group_by(LETTER.status)).tuples().all()
    yield f"Sort : {', '.join(f'{LetterStatus(status).label} {count}' for status, count in sorted(fates)) or 'aucune'}"


def _deadlines(session: Session) -> Iterator[str]:
    """Of the deadlines that had to be recalled, how many were kept, and by which kind of object the others missed."""
    reminded = (LETTER.kind, LETTER.ref, LETTER.due_at)
    query = select(*reminded, func.max(LETTER.rung_days)).where(LETTER.rung_days.is_not(None)).group_by(*reminded)
    last: list[Any] = list(session.execute(query))
    missed = Counter(kind for kind, _, _, days in last if days > 0)
    kept = len(last) - missed.total()
    whose = ", ".join(f"{LIFECYCLES[kind].label} {count}" for kind, count in sorted(missed.items()))
    yield f"Échéances rappelées : {plural(kept, 'tenue')}, {plural(missed.total(), 'dépassée')}" + (
        f" ({whose})" if whose else ""
    )


def _ends(session: Session) -> Iterator[str]:
    for kind, table in TABLES.items():
        rows = session.execute(select(table.c.state, func.count()).group_by(table.c.state)).tuples().all()
        words = LIFECYCLES[kind].states
        ended = ", ".join(f"{words(state).label} {count}" for state, count in sorted(rows))
        if ended:
            yield f"{capital(LIFECYCLES[kind].label)} : {ended}"

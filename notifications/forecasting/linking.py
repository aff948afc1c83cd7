"""When an object has moved in a forecast, the others that read it see it as it has become, and look again."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from notifications.forecasting.world import Known, World
from states.calendar import paris_day
from states.facts import Glance
from store.desk.borrowing import surroundings
from store.desk.kinds import is_final
from store.reference.places import PLACES, called_on


def as_of(known: Known, at: datetime) -> Any:
    """The facts with the world around them as it is at an instant."""
    facts = replace(known.facts, **surroundings(at))
    if known.kind == "wave":
        return replace(facts, territories=called_on(paris_day(at)))
    if known.kind == "application":
        return _under_edition(facts, at)
    return facts


def _under_edition(facts: Any, at: datetime) -> Any:
    if facts.wave is None or is_final("application", facts.state.value):
        return facts
    return replace(facts, edition=facts.wave.rules(at).code)


def relink(world: World, moved: Known, before: Any, at: datetime) -> Iterator[Known]:
    """Those that read the object that has moved, now awake."""
    for other, changes in _READERS[moved.kind](world, moved, before):
        other.facts = replace(other.facts, **changes)
        other.wake = at
        yield other


Found = Iterator[tuple[Known, dict[str, Any]]]


def _loaded(world: World, kind: str, reads: Callable[[Any], bool]) -> Iterator[Known]:
    return (known for (of, _), known in list(world.objects.items()) if of == kind and reads(known.facts))


def _of_wave(world: World, moved: Known, before: Any) -> Found:
    for one in _loaded(world, "application", lambda facts: facts.wave_code == moved.ref):
        yield one, {"wave": moved.facts}


def _of_session(world: World, moved: Known, before: Any) -> Found:
    for one in _loaded(world, "application", lambda facts: facts.session_ref == moved.ref):
        yield one, {"session": moved.facts}


def _of_order(world: World, moved: Known, before: Any) -> Found:
    for one in _loaded(world, "application", lambda facts: facts.order_ref == moved.ref):
        yield one, {"order": replace(moved.facts, places=PLACES)}


def _of_label(world: World, moved: Known, before: Any) -> Found:
    for one in _loaded(world, "application", lambda facts: moved.ref in facts.parent_refs):
        parents = (moved.facts if parent.ref == moved.ref else parent for parent in one.facts.parents)
        yield one, {"parents": tuple(parents)}
    for ref in moved.facts.predecessors:
        older = world.known("label", ref)
        if older.facts.successor and older.facts.successor.ref == moved.ref:
            yield older, {"successor": replace(older.facts.successor, state=moved.facts.state.value)}


def _of_application(world: World, moved: Known, before: Any) -> Found:
    if before.state == moved.facts.state:
        return
    glance = _glance(moved.facts)
    for ref in moved.facts.parent_refs:
        label = world.known("label", ref)
        if label.facts.renewal and label.facts.renewal.ref == moved.ref:
            yield label, {"renewal": glance}
    for kind, ref in (("order", moved.facts.order_ref), ("session", moved.facts.session_ref)):
        if ref:
            carrier = world.known(kind, ref)
            items = (replace(glance, on=None) if item.ref == moved.ref else item for item in carrier.facts.items)
            yield carrier, {"items": tuple(items)}
    if moved.facts.wave_code:
        yield _counted(world.known("wave", moved.facts.wave_code), before, moved.facts)


def _glance(facts: Any) -> Glance:
    state, filed = facts.state.value, facts.submitted_at
    final, on = is_final("application", state), paris_day(filed) if filed else None
    return Glance(ref=facts.ref, state=state, final=final, on=on)


def _counted(wave: Known, before: Any, after: Any) -> tuple[Known, dict[str, Any]]:
    counts = dict(wave.facts.counts)
    counts[before.state.value] = counts.get(before.state.value, 1) - 1
    counts[after.state.value] = counts.get(after.state.value, 0) + 1
    pending = sum(number for state, number in counts.items() if not is_final("application", state))
    return wave, {"counts": counts, "pending": pending}


_READERS: dict[str, Callable[[World, Known, Any], Found]] = {
    "wave": _of_wave,
    "session": _of_session,
    "order": _of_order,
    "label": _of_label,
    "application": _of_application,
}

"""How what has a life of its own enters in mid-process: an explicit event, and a clock that starts today."""

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from states.lifecycles import LIFECYCLES
from states.machine import Actor
from store.desk import snapshots
from store.desk.chain import append, salted
from store.desk.dependants import wake_dependants
from store.desk.inserting import insert_row
from store.desk.loading import load
from store.desk.writing import save
from store.people.chronicle import Deed


def enter(
    session: Session,
    kind: str,
    facts: Any,
    name: str,
    *,
    at: datetime,
    actor: Actor,
    legal_date: date,
    texts: Mapping[str, str] | None = None,
    fictitious: bool = False,
    extra: Mapping[str, Any] | None = None,
) -> None:
    """The row, its first event « import », its bearings; those whose facts read it look again."""
    insert_row(session, kind, facts, name, fictitious=fictitious, **(extra or {}))
    loaded = load(session, kind, facts.ref, at)
    event, chain = _event(session, kind, facts, at, actor, legal_date, texts or {})
    changed = {"seq": 1, "chain": chain, "version": 1, "entered_event": event}
    save(session, loaded, loaded.facts, at, changed)
    before = replace(loaded.facts, state=LIFECYCLES[kind].start)
    deque(wake_dependants(session, kind, before, loaded.facts, at), maxlen=0)


def _event(
    session: Session, kind: str, facts: Any, at: datetime, actor: Actor, legal_date: date, texts: Mapping[str, str]
) -> tuple[int, str]:
    values = {
        "kind": kind,
        "ref": facts.ref,
        "seq": 1,
        "trigger": Deed.IMPORT.value,
        "source": LIFECYCLES[kind].start.value,
        "target": facts.state.value,
        "office": actor.office,
        "person": actor.person,
        "quality": actor.quality.value,
        "at": at,
        "legal_date": legal_date,
        "recorded_at": at,
        "facts": snapshots.dump(facts),
    }
    return append(session, values, [salted(name, text) for name, text in texts.items() if text], "")

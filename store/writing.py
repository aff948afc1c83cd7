"""Writing what was decided: the event, the facts, the bearings, the owed letters, in the caller's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session

from states.deadlines import awaited, due_at
from states.declaration import AskKind
from states.diagnosis import bearings
from states.machine import Outcome
from store import snapshots
from store.chain import append, salted
from store.kinds import COLUMNS, TABLES
from store.loading import Loaded
from store.tables.documents import Attachment
from store.tables.journal import SignatureRecord
from store.tables.letters import Letter, LetterStatus
from store.tables.objects import Awaiting

SIGNATURE = SignatureRecord.__table__  # type: ignore[attr-defined]
LETTER = Letter.__table__  # type: ignore[attr-defined]
AWAITING = Awaiting.__table__  # type: ignore[attr-defined]
ATTACHMENT = Attachment.__table__  # type: ignore[attr-defined]
WRITTEN = {AskKind.TEXT, AskKind.LONG_TEXT, AskKind.LABELS}
SIGNED_LISTS = {"signatures": "signature", "decisions": "decision", "visas": "visa"}


@dataclass(frozen=True, slots=True)
class Written:
    """What is left after writing: the facts, and the id of the last event."""

    kind: str
    facts: Any
    event: int


def write(
    session: Session, loaded: Loaded, outcomes: Sequence[Outcome], recorded_at: datetime, cause: int | None = None
) -> Written:
    """All outcomes of one act or one settlement, in order; at least one."""
    row, seq, chain, last = loaded.row, loaded.row["seq"], loaded.row["chain"], cause
    entered: dict[str, Any] = {}
    for outcome in outcomes:
        seq += 1
        last, chain = _event(session, loaded.kind, outcome, seq, chain, recorded_at, last)
        told = _letters(session, loaded.kind, outcome, seq, last)
        if outcome.after.state != outcome.before.state:
            entered = {"entered_event": last, "telling": bool(told & set(awaited(outcome.after))), "told_at": None}
    assert last is not None
    facts = outcomes[-1].after
    changed = {"seq": seq, "chain": chain, "version": row["version"] + 1, "facts": snapshots.dump(facts)} | entered
    save(session, loaded, facts, recorded_at, changed)
    return Written(loaded.kind, facts, last)


def _event(
    session: Session, kind: str, outcome: Outcome, seq: int, chain: str, recorded_at: datetime, cause: int | None
) -> tuple[int, str]:
    values: dict[str, Any] = {
        "kind": kind,
        "ref": outcome.after.ref,
        "seq": seq,
        "trigger": outcome.step.trigger.value,
        "source": outcome.before.state.value,
        "target": outcome.after.state.value,
        "office": outcome.actor.office,
        "person": outcome.actor.person,
        "quality": outcome.actor.quality.value,
        "delegation": outcome.actor.delegation,
        "registrar": outcome.actor.registrar,
        "at": outcome.at,
        "legal_date": outcome.legal_date,
        "recorded_at": recorded_at,
        "cause": cause,
        "facts": snapshots.dump(outcome.after),
    }
    event, chain = append(session, values, _texts(outcome), chain)
    _attach(session, kind, outcome, event)
    _sync_signatures(session, kind, outcome, event)
    return event, chain


def _texts(outcome: Outcome) -> list[dict[str, Any]]:
    found = []
    for ask in outcome.step.asks:
        value = outcome.payload.get(ask.name)
        if ask.kind in WRITTEN and value:
            text = "\n".join(value) if isinstance(value, tuple) else str(value)
            found.append(salted(ask.name, text))
    return found


def _attach(session: Session, kind: str, outcome: Outcome, event: int) -> None:
    documents = (a for a in outcome.step.asks if a.kind is AskKind.DOCUMENT and outcome.payload.get(a.name))
    rows = [
        {
            "sha256": outcome.payload[ask.name],
            "kind": kind,
            "ref": outcome.after.ref,
            "event": event,
            "field": ask.name,
            "name": ask.label,
        }
        for ask in documents
    ]
    if rows:
        session.execute(insert(ATTACHMENT), rows)


def _sync_signatures(session: Session, kind: str, outcome: Outcome, event: int) -> None:
    for name, purpose in SIGNED_LISTS.items():
        before, after = (getattr(facts, name, ()) for facts in (outcome.before, outcome.after))
        if before is after:
            continue
        for gone in (one for one in before if one not in after):
            session.execute(delete(SIGNATURE).where(*_signature_key(kind, outcome.after.ref, purpose, gone)))
        rows = [_signature_row(kind, outcome.after.ref, purpose, one, event) for one in after if one not in before]
        if rows:
            session.execute(insert(SIGNATURE), rows)


def _signature_key(kind: str, ref: str, purpose: str, one: Any) -> tuple[Any, ...]:
    key = {"kind": kind, "ref": ref, "purpose": purpose, "round": one.round, "office": one.office}
    return tuple(SIGNATURE.c[name] == value for name, value in key.items())


def _signature_row(kind: str, ref: str, purpose: str, one: Any, event: int) -> dict[str, Any]:
    names = ("round", "office", "person", "content_hash", "at", "legal_date", "on_paper", "delegation")
    row = {name: getattr(one, name) for name in names}
    return row | {"kind": kind, "ref": ref, "purpose": purpose, "event": event, "quality": one.quality.value}


def _letters(session: Session, kind: str, outcome: Outcome, seq: int, event: int) -> set[str]:
    rows = {
        (tell.letter, office): blank_letter()
        | {
            "key": f"{kind}/{tell.letter}:{outcome.after.ref}:{seq}:{office}",
            "letter": f"{kind}/{tell.letter}",
            "kind": kind,
            "ref": outcome.after.ref,
            "office": office,
            "event": event,
            "due_at": due_at(outcome.after),
            "owed_at": outcome.at,
            "not_before": outcome.at,
        }
        for tell in outcome.step.tell
        for office in tell.to.of(outcome.after)
    }
    if rows:
        session.execute(insert(LETTER), list(rows.values()))
    return {office for _, office in rows}


def blank_letter() -> dict[str, Any]:
    """The columns of a letter that has just become owed."""
    return {"status": LetterStatus.OWED.value, "why": "", "concerns": "", "rung_days": None, "event": None}


def save(session: Session, loaded: Loaded, facts: Any, at: datetime, changed: dict[str, Any]) -> None:
    """The row: its facts' mirror and its bearings; the awaiting rows when they changed."""
    found = bearings(facts, at)
    columns = {
        "state": facts.state.value,
        "entered_at": facts.entered_at,
        "due_at": found.due_at,
        "wake_at": found.wake_at,
        "stuck_cause": found.stuck_cause.value if found.stuck_cause else None,
        "stuck_since": found.stuck_since,
        "stuck_sentence": found.stuck_sentence,
        "holder": found.holder,
        "awaiting": " ".join(found.awaiting),
    }
    table = TABLES[loaded.kind]
    session.execute(
        update(table).where(table.c.ref == facts.ref).values(**columns, **changed, **COLUMNS[loaded.kind](facts))
    )
    before = (loaded.row["awaiting"], loaded.row["due_at"], loaded.row["entered_at"])
    if before != (columns["awaiting"], found.due_at, facts.entered_at):
        _await(session, loaded.kind, facts, found.awaiting, found.due_at)


def _await(session: Session, kind: str, facts: Any, offices: Iterable[str], due: datetime | None) -> None:
    session.execute(delete(AWAITING).where(AWAITING.c.kind == kind, AWAITING.c.ref == facts.ref))
    rows = [
        {"kind": kind, "ref": facts.ref, "office": office, "since": facts.entered_at, "due_at": due}
        for office in offices
    ]
    if rows:
        session.execute(insert(AWAITING), rows)

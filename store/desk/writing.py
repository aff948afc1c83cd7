"""Writing what was decided: the event, the facts, the bearings, the owed letters, in the caller's transaction."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, update
from sqlmodel import Session

from states.application.secrecy import due_told
from states.deadlines import awaited
from states.declaration import AskKind, Nature
from states.diagnosis import bearings
from states.machine import Outcome
from store.desk import snapshots
from store.desk.actors import Paper
from store.desk.chain import append, salted
from store.desk.kinds import COLUMNS, TABLES, is_final
from store.desk.loading import Loaded
from store.desk.turns import next_turn
from store.documents import attach
from store.tables.journal import SignatureRecord
from store.tables.letters import Letter, LetterStatus
from store.tables.objects import Awaiting

SIGNATURE = SignatureRecord.__table__  # type: ignore[attr-defined]
LETTER = Letter.__table__  # type: ignore[attr-defined]
AWAITING = Awaiting.__table__  # type: ignore[attr-defined]
# Built once: they run with every act.
UPDATES = {kind: update(table).where(table.c.ref == bindparam("of")) for kind, table in TABLES.items()}
NO_LONGER_AWAITED = delete(AWAITING).where(AWAITING.c.kind == bindparam("of_kind"), AWAITING.c.ref == bindparam("of"))
OWE, AWAIT, SIGN = insert(LETTER), insert(AWAITING), insert(SIGNATURE)
#: The columns of a row that the rows of those awaited repeat.
AWAITED = frozenset({"awaiting", "due_at", "entered_at"})
WRITTEN = {AskKind.TEXT, AskKind.LONG_TEXT, AskKind.LABELS}
SIGNED_LISTS = {"signatures": "signature", "decisions": "decision", "visas": "visa"}


@dataclass(frozen=True, slots=True)
class Written:
    """What is left after writing: the facts, and the id of the last event."""

    kind: str
    facts: Any
    event: int


def write(
    session: Session,
    loaded: Loaded,
    outcomes: Sequence[Outcome],
    recorded_at: datetime,
    cause: int | None = None,
    paper: Paper | None = None,
) -> Written:
    """All outcomes of one act or one settlement, in order; at least one."""
    pen = _Pen(session, loaded, recorded_at, cause, paper)
    for outcome in outcomes:
        pen.put(outcome)
    facts = outcomes[-1].after
    if pen.entered:
        facts = replace(facts, telling=pen.entered["telling"], told_at=None, honoured=frozenset())
    changed = {"seq": pen.seq, "chain": pen.chain, "version": loaded.row["version"] + 1, "facts": pen.snapshot}
    save(session, loaded, facts, recorded_at, changed | pen.entered)
    return Written(loaded.kind, facts, pen.event)


class _Pen:
    """Writes outcomes one after the other on an object's chain, and remembers what its row must say."""

    def __init__(
        self, session: Session, loaded: Loaded, recorded_at: datetime, cause: int | None, paper: Paper | None
    ) -> None:
        self.session, self.kind, self.recorded_at = session, loaded.kind, recorded_at
        self.seq, self.chain = loaded.row["seq"], loaded.row["chain"]
        self.cause, self.event, self.paper = cause, 0, paper
        self.snapshot = ""
        self.entered: dict[str, Any] = {}

    def put(self, outcome: Outcome) -> None:
        """One outcome: its event with texts, pieces and signatures, and the letters that it owes."""
        self.seq += 1
        self.snapshot = snapshots.dump(outcome.after)
        values = _event_values(self.kind, outcome, self.snapshot) | {"seq": self.seq, "recorded_at": self.recorded_at}
        values["cause"] = self.cause if outcome.step.nature is Nature.JOIN else None
        paper = self.paper if outcome.actor.registrar else None
        self.event, self.chain = append(self.session, values, _texts(outcome, paper), self.chain)
        self.cause = self.event
        attach(self.session, self.kind, outcome, self.event, paper.scan if paper else "")
        _sync_signatures(self.session, self.kind, outcome, self.event)
        told = _letters(self.session, self.kind, outcome, self.seq, self.event)
        if outcome.after.state != outcome.before.state:
            telling = bool(told & set(awaited(outcome.after)))
            self.entered = {"entered_event": self.event, "telling": telling, "told_at": None}


def _event_values(kind: str, outcome: Outcome, snapshot: str) -> dict[str, Any]:
    actor = outcome.actor
    return {
        "kind": kind,
        "ref": outcome.after.ref,
        "trigger": outcome.step.trigger.value,
        "source": outcome.before.state.value,
        "target": outcome.after.state.value,
        "office": actor.office,
        "person": actor.person,
        "quality": actor.quality.value,
        "delegation": actor.delegation,
        "registrar": actor.registrar,
        "at": outcome.at,
        "legal_date": outcome.legal_date,
        "facts": snapshot,
    }


def _texts(outcome: Outcome, paper: Paper | None) -> list[dict[str, str]]:
    found = [salted("paper_reason", paper.reason)] if paper and paper.reason else []
    for ask in outcome.step.asks:
        value = outcome.payload.get(ask.name)
        if ask.kind in WRITTEN and value:
            text = "\n".join(value) if isinstance(value, tuple) else str(value)
            found.append(salted(ask.name, text))
    return found


def _sync_signatures(session: Session, kind: str, outcome: Outcome, event: int) -> None:
    for name, purpose in SIGNED_LISTS.items():
        before, after = (getattr(facts, name, ()) for facts in (outcome.before, outcome.after))
        if before is after:
            continue
        for gone in (one for one in before if one not in after):
            session.execute(delete(SIGNATURE).where(*_signature_key(kind, outcome.after.ref, purpose, gone)))
        rows = [_signature_row(kind, outcome.after.ref, purpose, one, event) for one in after if one not in before]
        if rows:
            session.execute(SIGN, rows)


def _signature_key(kind: str, ref: str, purpose: str, one: Any) -> tuple[Any, ...]:
    key = {"kind": kind, "ref": ref, "purpose": purpose, "round": one.round, "office": one.office}
    return tuple(SIGNATURE.c[name] == value for name, value in key.items())


def _signature_row(kind: str, ref: str, purpose: str, one: Any, event: int) -> dict[str, Any]:
    names = ("round", "office", "person", "content_hash", "at", "legal_date", "on_paper", "delegation")
    row = {name: getattr(one, name) for name in names}
    return row | {"kind": kind, "ref": ref, "purpose": purpose, "event": event, "quality": one.quality.value}


def _letters(session: Session, kind: str, outcome: Outcome, seq: int, event: int) -> set[str]:
    rows = letters_of(kind, outcome, seq, event)
    if rows:
        session.execute(OWE, rows)
    return {row["office"] for row in rows}


def letters_of(kind: str, outcome: Outcome, seq: int, event: int) -> list[dict[str, Any]]:
    """The letters that a move owes, as rows: one for each office told, whatever the number of reasons to tell it."""
    rows = {
        (tell.letter, office): blank_letter()
        | {
            "key": f"{kind}/{tell.letter}:{outcome.after.ref}:{seq}:{office}",
            "letter": f"{kind}/{tell.letter}",
            "kind": kind,
            "ref": outcome.after.ref,
            "office": office,
            "event": event,
            "due_at": due_told(outcome.after, office),
            "owed_at": outcome.at,
            "not_before": outcome.at,
        }
        for tell in outcome.step.tell
        for office in tell.to.of(outcome.after)
    }
    return list(rows.values())


def blank_letter() -> dict[str, Any]:
    """The columns of a letter that has just become owed."""
    return {"status": LetterStatus.OWED.value, "why": "", "concerns": "", "rung_days": None, "event": None}


def mirror(kind: str, facts: Any, at: datetime) -> dict[str, Any]:
    """The columns of a row that follow from its facts at an instant: their mirror, and its bearings."""
    found = bearings(facts, at)
    turn = None if is_final(kind, facts.state.value) else next_turn(facts, at)
    return {
        "state": facts.state.value,
        "entered_at": facts.entered_at,
        "due_at": found.due_at,
        "wake_at": min((moment for moment in (found.wake_at, turn) if moment), default=None),
        "stuck_cause": found.stuck_cause.value if found.stuck_cause else None,
        "stuck_since": found.stuck_since,
        "stuck_sentence": found.stuck_sentence,
        "holder": found.holder,
        "awaiting": " ".join(found.awaiting),
    } | COLUMNS[kind](facts)


def save(session: Session, loaded: Loaded, facts: Any, at: datetime, changed: dict[str, Any]) -> None:
    """The row and, when they changed, the rows of those awaited; nothing is written when nothing changed."""
    _put(session, loaded.kind, [(loaded, facts, mirror(loaded.kind, facts, at) | changed)])


def save_all(session: Session, kind: str, objects: Sequence[tuple[Loaded, Any]], at: datetime) -> None:
    """The same for several of one kind that have new facts and did not move."""
    _put(session, kind, [(loaded, facts, mirror(kind, facts, at)) for loaded, facts in objects])


_Columns = tuple[Loaded, Any, dict[str, Any]]


def _put(session: Session, kind: str, objects: Sequence[_Columns]) -> None:
    # Only what differs: a database that is told a column anew rewrites its indexes, be the value the same.
    alike: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    awaited_anew = []
    for loaded, facts, columns in objects:
        new = {name: value for name, value in columns.items() if loaded.row[name] != value}
        if new:
            alike[tuple(new)].append({"of": facts.ref, **new})
        if not AWAITED.isdisjoint(new):
            awaited_anew.append((loaded, facts, columns))
    for rows in alike.values():
        session.execute(UPDATES[kind], rows)
    if awaited_anew:
        _await(session, kind, awaited_anew)


def _await(session: Session, kind: str, objects: Sequence[_Columns]) -> None:
    session.execute(NO_LONGER_AWAITED, [{"of_kind": kind, "of": facts.ref} for _, facts, _ in objects])
    rows = [
        {"kind": kind, "ref": facts.ref, "since": facts.entered_at, "due_at": columns["due_at"], "office": office}
        for _, facts, columns in objects
        for office in columns["awaiting"].split()
    ]
    if rows:
        session.execute(AWAIT, rows)

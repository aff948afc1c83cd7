"""The desk, the only writer: load, settle, decide, write, and let dependants follow, in the caller's transaction."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from states.agenda import timers
from states.asks import read_payload
from states.calendar import PARIS, paris_day
from states.dates import french_day, french_time
from states.lifecycles import LIFECYCLES
from states.machine import fire
from states.refusals import BadField, Conflict, Reason, Unknown
from states.settle import act as decide
from states.settle import moves, settle
from states.texts import SHORT, clean_text
from store import documents
from store.desk import contents, snapshots
from store.desk.actors import Paper, actor_for
from store.desk.borrowing import borrow
from store.desk.chain import EVENT
from store.desk.following import write_all
from store.desk.inserting import insert_row
from store.desk.kinds import TABLES, table_of
from store.desk.loading import Loaded, load
from store.desk.locking import lock_above, lock_carried, lock_chosen
from store.desk.references import PREFIXES, next_reference
from store.desk.rungs import honour
from store.desk.writing import Written, save
from store.dialects import locks_rows
from store.session import Busy

__all__ = ["Busy", "Paper", "act", "actor_for", "create", "refresh"]

WAVE, APPLICATION = TABLES["wave"].c, TABLES["application"].c
WAVE_AWAKE = (
    select(WAVE.ref, WAVE.facts)
    .join(TABLES["application"], APPLICATION.wave_ref == WAVE.ref)
    .where(APPLICATION.ref == bindparam("of"), WAVE.wake_at <= bindparam("now"))
)
REFERENCE = re.compile(r"[0-9A-Z][0-9A-Za-z-]{0,39}")


def act(
    session: Session,
    kind: str,
    ref: str,
    trigger: str,
    *,
    person: str,
    office: str,
    at: datetime,
    payload: Mapping[str, object] | None = None,
    version: int | None = None,
    paper: Paper | None = None,
) -> Written:
    """One act of a person for an office. Raises a Refusal that names the guard or field; then nothing is written.

    `at` is the server's reception, taken before any lock; `version`, when given, must still be the row's.
    """
    word, given = _trigger(kind, trigger), dict(payload or {})
    loaded = _held(session, kind, ref, given, at)
    if version is not None and version != loaded.row["version"]:
        raise _overtaken(session, loaded)
    done = list(settle(loaded.facts, at))
    facts = borrow(session, kind, done[-1].after, loaded.row, at) if done else loaded.facts
    actor = actor_for(session, kind, trigger, person=person, office=office, at=at, paper=paper)
    draft = _draft(session, kind, facts, trigger, given)
    done += decide(facts, word, actor=actor, at=at, payload=given)
    documents.check_known(session, done, paper.scan if paper else "")
    if draft:
        contents.keep(session, ref, draft, office=office, at=at)
    return write_all(session, loaded, done, at, paper=paper)


def _held(session: Session, kind: str, ref: str, given: Mapping[str, object], at: datetime) -> Loaded:
    """The object, its wave moved first, under all the locks that the act needs."""
    _settle_wave_of(session, kind, ref, at)
    lock_carried(session, kind, ref)
    lock_chosen(session, kind, given)
    return load(session, kind, ref, at, lock=True)


def _trigger(kind: str, trigger: str) -> Any:
    table_of(kind)
    try:
        return LIFECYCLES[kind].triggers(trigger)
    except ValueError:
        raise Unknown(Reason("inconnu", f"« {trigger} » n’est pas un acte de cet objet.")) from None


def _overtaken(session: Session, loaded: Loaded) -> Conflict:
    """Who moved it since, and when."""
    query = select(EVENT.c.trigger, EVENT.c.office, EVENT.c.recorded_at)
    query = query.where(EVENT.c.kind == loaded.kind, EVENT.c.ref == loaded.row["ref"], EVENT.c.seq == loaded.row["seq"])
    trigger, office, at = session.execute(query).one()
    wall = at.astimezone(PARIS)
    sentence = (
        f"« {loaded.row['ref']} » a changé entre-temps : « {_trigger(loaded.kind, trigger).label} » par {office},"
        f" le {french_day(wall)} à {french_time(wall.time())} (étape « {loaded.facts.state.label} »)."
        " Relisez la page avant de recommencer."
    )
    return Conflict(Reason("version", sentence))


def _draft(session: Session, kind: str, facts: Any, trigger: str, given: dict[str, object]) -> contents.Draft | None:
    """What an edit would make of the content; its hash is ours to compute, whatever was given."""
    step = next((s for s in LIFECYCLES[kind].steps_from[facts.state] if s.trigger == trigger), None)
    if kind != "application" or trigger != "edit" or step is None:
        return None
    given["content_hash"] = ""
    draft = contents.prepare(session, facts.ref, read_payload(step.asks, given, facts))
    given["content_hash"] = draft.hash
    return draft


def _settle_wave_of(session: Session, kind: str, ref: str, at: datetime) -> None:
    """An application's wave moves first, before any lock on the application itself."""
    if kind == "application":
        found = session.execute(WAVE_AWAKE, {"of": ref, "now": at}).first()
        if found:
            _settle_wave(session, found.ref, found.facts, at)


def _settle_wave(session: Session, ref: str, facts: str, at: datetime) -> None:
    if any(timer.at <= at for timer in timers(snapshots.load("wave", facts))):
        lock_carried(session, "wave", ref)
        _settled(session, "wave", ref, at, skip=False)


def create(
    session: Session,
    kind: str,
    facts: Any,
    *,
    name: str,
    person: str,
    office: str,
    at: datetime,
    fictitious: bool = False,
    extra: Mapping[str, Any] | None = None,
) -> Written:
    """A new object, by the trigger `create`: it begins in the starting state, and its reference is given here."""
    word = _trigger(kind, "create")
    actor = actor_for(session, kind, "create", person=person, office=office, at=at)
    named = clean_text("Nom", name, SHORT)
    if not named:
        raise BadField("Nom", None, "ce champ est obligatoire.")
    if kind == "application":
        _root(session, facts, at)
    start = LIFECYCLES[kind].start
    new = replace(facts, ref=_reference(session, kind, facts.ref, at), state=start, entered_at=at)
    new = borrow(session, kind, new, _UNTOLD, at)
    outcome = fire(LIFECYCLES[kind], new, word, actor=actor, at=at)
    row = insert_row(session, kind, new, named, fictitious=fictitious, **(extra or {}))
    return write_all(session, Loaded(kind, row, new), [outcome], at)


_UNTOLD = {"telling": False, "told_at": None, "troubled": False}


def _root(session: Session, facts: Any, at: datetime) -> None:
    """Under its wave, which must exist and moves first, and under the labels that it renews."""
    found = session.execute(select(WAVE.facts).where(WAVE.ref == facts.wave_code)).scalar()
    if facts.wave_code and found is None:
        raise BadField("wave_code", facts.wave_code, "indiquez une vague existante.")
    if found:
        _settle_wave(session, facts.wave_code, found, at)
    lock_above(session, facts)


def _reference(session: Session, kind: str, given: str, at: datetime) -> str:
    if not given and kind in PREFIXES:
        return next_reference(session, kind, paris_day(at).year)
    if not REFERENCE.fullmatch(given):
        raise BadField("ref", given, "indiquez une référence en lettres, chiffres et tirets, comme 2016-1.")
    if session.execute(select(TABLES[kind].c.ref).where(TABLES[kind].c.ref == given)).first():
        raise Conflict(Reason("reference", f"La référence « {given} » existe déjà."))
    return given


def refresh(session: Session, kind: str, ref: str, at: datetime) -> Written | None:
    """Fire what is due of one object, honour its rungs and correct its bearings; None when nothing moved.

    Raises Busy when another transaction holds it: it will be looked at again.
    """
    expected = not locks_rows(session) or moves(load(session, kind, ref, at, choices=False).facts, at)
    if expected:
        lock_carried(session, kind, ref)
    return _settled(session, kind, ref, at, skip=True, ready=bool(expected))


def _settled(session: Session, kind: str, ref: str, at: datetime, *, skip: bool, ready: bool = True) -> Written | None:
    loaded = load(session, kind, ref, at, lock=True, skip=skip, choices=False)
    done = moves(loaded.facts, at)
    if done and not ready:
        raise Busy(f"« {ref} »")
    written = write_all(session, loaded, done, at) if done else None
    if written:
        loaded = load(session, kind, ref, at, choices=False)
    save(session, loaded, honour(session, loaded, at), at, {})
    return written

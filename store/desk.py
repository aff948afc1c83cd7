"""The desk, the only writer: load, settle, decide, write, and let dependants follow, in the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from states.calendar import paris_day
from states.facts import borrowed_fields
from states.lifecycles import LIFECYCLES
from states.machine import THE_SYSTEM, Actor, Outcome, fire
from states.mandates import capacity_for
from states.refusals import BadField, Conflict, Reason, Unknown
from states.settle import act as decide
from states.settle import join, settle
from store import contents, documents, register
from store.dependants import dependants, joinable, wake
from store.inserting import insert_row
from store.kinds import TABLES, table_of
from store.loading import Loaded, borrow, load
from store.references import next_reference
from store.rungs import honour
from store.writing import Written, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An act done on paper and registered by an officer: who registers, when it was done, and for whom."""

    registrar: str
    registrar_office: str
    legal_date: date


REGISTRARS = frozenset({"dgesco_officer", "dgesco_head", "admin"})


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
    word = _trigger(kind, trigger)
    _lock_before(session, kind, ref)
    loaded = load(session, kind, ref, at, lock=True)
    if version is not None and version != loaded.row["version"]:
        raise Conflict(Reason("version", _overtaken(loaded)))
    done = list(settle(loaded.facts, at))
    facts = _fresh(session, loaded, done, at)
    actor = actor_for(session, kind, trigger, person=person, office=office, at=at, paper=paper)
    given = _prepared(session, kind, facts, trigger, dict(payload or {}), actor, at)
    done += decide(facts, word, actor=actor, at=at, payload=given)
    return _write_all(session, loaded, done, at)


def _overtaken(loaded: Loaded) -> str:
    return (
        f"« {loaded.row['ref']} » a changé entre-temps (étape « {loaded.facts.state.label} ») :"
        " relisez la page avant de recommencer."
    )


def _trigger(kind: str, trigger: str) -> Any:
    table_of(kind)
    try:
        return LIFECYCLES[kind].triggers(trigger)
    except ValueError:
        raise Unknown(Reason("inconnu", f"« {trigger} » n’est pas un acte de cet objet.")) from None


def _fresh(session: Session, loaded: Loaded, done: Sequence[Outcome], at: datetime) -> Any:
    """After a settlement, what is borrowed by state is read again."""
    if not done:
        return loaded.facts
    return borrow(session, loaded.kind, done[-1].after, loaded.row, at)


def _prepared(
    session: Session, kind: str, facts: Any, trigger: str, given: dict[str, object], actor: Actor, at: datetime
) -> dict[str, object]:
    if kind == "application" and trigger == "edit":
        given["content_hash"] = contents.write(session, facts.ref, given, office=actor.office, at=at)
    documents.check_known(session, kind, facts, trigger, given)
    return given


def actor_for(
    session: Session,
    kind: str,
    trigger: str,
    *,
    person: str,
    office: str,
    at: datetime,
    paper: Paper | None = None,
) -> Actor:
    """In what capacity someone acts, from mandates and delegations; NotYours when in none."""
    day = paper.legal_date if paper else paris_day(at)
    if paper and paper.registrar_office not in REGISTRARS:
        raise BadField("registrar", paper.registrar_office, "un acte sur papier est enregistré par la Dgesco.")
    held = register.capacities_of(session, person, f"{kind}.{trigger}", day)
    capacity = capacity_for(office, held, register.name_of(session, person), day)
    return Actor(
        office=office,
        person=person,
        quality=capacity.quality,
        delegation=capacity.delegation,
        registrar=paper.registrar if paper else "",
        legal_date=paper.legal_date if paper else None,
    )


def _lock_before(session: Session, kind: str, ref: str) -> None:
    """Acts over many objects lock in (kind, ref) order: an order's applications come before the order itself."""
    if kind not in {"order", "wave", "session"}:
        return
    column = {"order": "order_ref", "wave": "wave_ref", "session": "session_ref"}[kind]
    table = TABLES["application"]
    session.execute(select(table.c.ref).where(table.c[column] == ref).order_by(table.c.ref).with_for_update()).all()


def _write_all(session: Session, loaded: Loaded, outcomes: Sequence[Outcome], at: datetime) -> Written:
    written = write(session, loaded, outcomes, at)
    _births(session, loaded, outcomes, at, written.event)
    _ripple(session, loaded.kind, loaded.facts, written, at)
    return written


def _births(session: Session, loaded: Loaded, outcomes: Sequence[Outcome], at: datetime, cause: int) -> None:
    for outcome in outcomes:
        for facts in outcome.births:
            ref = next_reference(session, "label", outcome.legal_date.year)
            born = replace(facts, ref=ref)
            insert_row(session, "label", born, loaded.row["name"], fictitious=loaded.row["fictitious"])
            outcome_of_birth = fire(
                LIFECYCLES["label"], born, _trigger("label", "birth"), actor=THE_SYSTEM, at=outcome.at
            )
            fresh = load(session, "label", ref, at)
            done = [replace(outcome_of_birth, after=replace(outcome_of_birth.after, **_kept(fresh.facts)))]
            done += settle(done[-1].after, at)
            _write_cascade(session, fresh, done, at, cause)


def _kept(facts: Any) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in borrowed_fields(type(facts))}


def _write_cascade(session: Session, loaded: Loaded, outcomes: Sequence[Outcome], at: datetime, cause: int) -> None:
    written = write(session, loaded, outcomes, at, cause)
    _births(session, loaded, outcomes, at, written.event)
    _ripple(session, loaded.kind, loaded.facts, written, at)


def _ripple(session: Session, kind: str, before: Any, written: Written, at: datetime) -> None:
    """Dependants look again; those that a join now moves are moved in this very transaction."""
    for other, refs in dependants(session, kind, before, written.facts):
        wake(session, other, refs, at)
        for ref in joinable(session, other, refs):
            loaded = load(session, other, ref, at, lock=True)
            moved = join(loaded.facts, at)
            if moved:
                _write_cascade(session, loaded, moved, at, written.event)


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
    """A new object, by the trigger `create`; its facts stand in the starting state, its reference is given here."""
    actor = actor_for(session, kind, "create", person=person, office=office, at=at)
    ref = facts.ref or next_reference(session, kind, paris_day(at).year)
    new = borrow(session, kind, replace(facts, ref=ref, entered_at=at), {}, at)
    outcome = fire(LIFECYCLES[kind], new, _trigger(kind, "create"), actor=actor, at=at)
    insert_row(session, kind, new, name, fictitious=fictitious, **(extra or {}))
    return _write_all(session, load(session, kind, ref, at), [outcome], at)


def refresh(session: Session, kind: str, ref: str, at: datetime) -> Written | None:
    """Fire what is due of one object and recompute its bearings; None when nothing moved."""
    _lock_before(session, kind, ref)
    loaded = load(session, kind, ref, at, lock=True, skip=True)
    done = [*settle(loaded.facts, at)]
    done += join(done[-1].after if done else loaded.facts, at)
    if done:
        written = _write_all(session, loaded, done, at)
        loaded = load(session, kind, ref, at)
    else:
        written = None
    honour(session, loaded, at)
    return written

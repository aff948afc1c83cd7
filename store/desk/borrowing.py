"""What an object's facts read of others, in a handful of statements."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select, union_all
from sqlmodel import Session

from states.application.words import State as ApplicationState
from states.calendar import paris_day
from states.facts import Glance, Trouble
from states.lifecycles import LIFECYCLES
from store.desk import snapshots
from store.desk.choosing import BY_STATE
from store.desk.kinds import FINALS, TABLES, is_final
from store.reference.places import PLACES, called_on, heirs_on
from store.tables.journal import TroubleRecord
from store.tables.letters import Rung
from store.tables.objects import ApplicationParent, LabelPredecessor

APPLICATION, LABEL = TABLES["application"].c, TABLES["label"].c
PARENT_OF = ApplicationParent.__table__  # type: ignore[attr-defined]
PREDECESSOR_OF = LabelPredecessor.__table__  # type: ignore[attr-defined]
PARENT, PREDECESSOR = PARENT_OF.c, PREDECESSOR_OF.c
RUNG = Rung.__table__.c  # type: ignore[attr-defined]
TROUBLE = TroubleRecord.__table__.c  # type: ignore[attr-defined]
# Built once: they run with every act.
HONOURED_SINCE = (
    RUNG.ref == bindparam("of"),
    RUNG.kind == bindparam("of_kind"),
    RUNG.honoured_at >= bindparam("since"),
)
HONOURED = select(RUNG.key).where(*HONOURED_SINCE)
# In one statement what nearly every step of an application reads; no reminder is later than a missing instant.
AROUND = union_all(
    *(
        select(literal_column(f"'{kind}'"), TABLES[kind].c.ref, TABLES[kind].c.facts).where(
            TABLES[kind].c.ref == bindparam(kind)
        )
        for kind in ("wave", "order", "session")
    ),
    select(literal_column("'label'"), LABEL.ref, LABEL.facts).where(LABEL.ref.in_(bindparam("labels", expanding=True))),
    select(literal_column("'rung'"), RUNG.key, literal_column("''")).where(*HONOURED_SINCE),
)
OPEN_TROUBLES = select(TROUBLE.code, TROUBLE.office, TROUBLE.since, TROUBLE.words).where(
    TROUBLE.kind == bindparam("of_kind"), TROUBLE.ref == bindparam("of"), TROUBLE.solved_at.is_(None)
)
RENEWALS = (
    select(APPLICATION.ref, APPLICATION.state, APPLICATION.submitted_at, APPLICATION.kind)
    .join_from(PARENT_OF, TABLES["application"], PARENT.application == APPLICATION.ref)
    .where(PARENT.label == bindparam("of"))
    .order_by(APPLICATION.ref.desc())
)
SUCCESSOR = (
    select(LABEL.ref, LABEL.state, LABEL.starts_on, APPLICATION.kind)
    .join_from(PREDECESSOR_OF, TABLES["label"], PREDECESSOR.label == LABEL.ref)
    .outerjoin(TABLES["application"], APPLICATION.ref == LABEL.application)
    .where(PREDECESSOR.predecessor == bindparam("of"))
    .order_by(LABEL.ref)
)
COUNTS = (
    select(APPLICATION.state, func.count()).where(APPLICATION.wave_ref == bindparam("of")).group_by(APPLICATION.state)
)


def borrow(
    session: Session, kind: str, facts: Any, row: Mapping[str, Any] | None, at: datetime, *, choices: bool = True
) -> Any:
    """Fill in what the facts read of others; without its row, not what became of its letters and reminders."""
    since = facts.entered_at if row and LIFECYCLES[kind].stage_of[facts.state].ladder else None
    found: dict[str, Any] = _BORROWERS[kind](session, facts, at, since)
    if choices and facts.state in BY_STATE.get(kind, {}):
        found |= BY_STATE[kind][facts.state](session, facts, at)
    if row:
        found |= _follow_up(session, kind, facts.ref, row)
    return replace(facts, **surroundings(at), **found)


def surroundings(at: datetime) -> dict[str, Any]:
    """What all facts read of the world at an instant."""
    return {"places": PLACES, "heirs": heirs_on(paris_day(at))}


def _follow_up(session: Session, kind: str, ref: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "telling": row["telling"],
        "told_at": row["told_at"],
        "troubles": _troubles(session, kind, ref) if row["troubled"] else (),
    }


def _troubles(session: Session, kind: str, ref: str) -> tuple[Trouble, ...]:
    found = session.execute(OPEN_TROUBLES, {"of": ref, "of_kind": kind})
    return tuple(Trouble(code=code, office=office, since=since, words=words) for code, office, since, words in found)


def _honoured(session: Session, kind: str, ref: str, since: datetime | None) -> dict[str, Any]:
    """The reminders of the present stage, once it has a ladder."""
    if since is None:
        return {}
    given = {"of": ref, "of_kind": kind, "since": since}
    return {"honoured": frozenset(session.execute(HONOURED, given).scalars())}


def _application(session: Session, facts: Any, at: datetime, since: datetime | None) -> dict[str, Any]:
    around = _around(session, facts, since)
    wave, order = around.get(("wave", facts.wave_code)), around.get(("order", facts.order_ref))
    edition = wave.rules(at).code if wave and facts.state.value not in FINALS["application"] else facts.edition
    honoured = frozenset(key for kind, key in around if kind == "rung")
    return {
        "wave": wave,
        "edition": edition,
        "order": replace(order, places=PLACES) if order else None,
        "session": around.get(("session", facts.session_ref)),
        "parents": tuple(_parents(session, facts, around)),
    } | ({"honoured": honoured} if since else {})


def _around(session: Session, facts: Any, since: datetime | None) -> dict[tuple[str, str], Any]:
    """Other objects' own facts, unborrowed, by kind and reference, and the keys of honoured reminders."""
    above = {"wave": facts.wave_code, "order": facts.order_ref, "session": facts.session_ref}
    mine = {"labels": facts.parent_refs, "of": facts.ref, "of_kind": "application", "since": since}
    rows = session.execute(AROUND, above | mine)
    return {(kind, ref): snapshots.load(kind, text) if text else None for kind, ref, text in rows}


def _parents(session: Session, facts: Any, around: Mapping[tuple[str, str], Any]) -> Iterator[Any]:
    """The labels above; whether one is already being renewed matters only to an application not yet created."""
    for ref in facts.parent_refs:
        label = around.get(("label", ref))
        if label and facts.state is ApplicationState.NOWHERE:
            label = replace(label, renewal=next((one for one in _renewals(session, ref) if not one.final), None))
        if label:
            yield label


def _renewals(session: Session, label: str) -> list[Glance]:
    return [
        Glance(
            ref=ref,
            state=state,
            final=is_final("application", state),
            on=paris_day(at) if at else None,
            nature=nature,
        )
        for ref, state, at, nature in session.execute(RENEWALS, {"of": label})
    ]


def _label(session: Session, facts: Any, at: datetime, since: datetime | None) -> dict[str, Any]:
    renewals = _renewals(session, facts.ref)
    chosen = next((glance for glance in renewals if not glance.final), renewals[0] if renewals else None)
    return {"renewal": chosen} | _successor(session, facts.ref) | _honoured(session, "label", facts.ref, since)


def _successor(session: Session, ref: str) -> dict[str, Any]:
    rows = session.execute(SUCCESSOR, {"of": ref}).all()
    if not rows:
        return {}
    found = tuple(Glance(ref=row[0], state=row[1], on=row[2], nature=row[3] or "") for row in rows)
    return {"successor": found[0], "successors": found, "kind_of_successor": found[0].nature}


def _carried(kind: str, column: Any) -> Any:
    query = select(APPLICATION.ref, APPLICATION.state).where(column == bindparam("of")).order_by(APPLICATION.ref)

    def items(session: Session, facts: Any, at: datetime, since: datetime | None) -> dict[str, Any]:
        rows = session.execute(query, {"of": facts.ref})
        found = tuple(Glance(ref=r, state=s, final=is_final("application", s)) for r, s in rows)
        return {"items": found} | _honoured(session, kind, facts.ref, since)

    return items


def _wave(session: Session, facts: Any, at: datetime, since: datetime | None) -> dict[str, Any]:
    counts: dict[str, int] = dict(session.execute(COUNTS, {"of": facts.ref}).tuples().all())
    pending = sum(number for state, number in counts.items() if not is_final("application", state))
    found = {"counts": counts, "pending": pending, "territories": called_on(paris_day(at))}
    return found | _honoured(session, "wave", facts.ref, since)


_BORROWERS: dict[str, Any] = {
    "application": _application,
    "label": _label,
    "order": _carried("order", APPLICATION.order_ref),
    "session": _carried("session", APPLICATION.session_ref),
    "wave": _wave,
}

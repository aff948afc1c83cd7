"""The shape of each kind of object: in a list from its own snapshot, alone from all its facts."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from api.rest import models
from api.rest.shaping import Looking, term
from states.calendar import paris_day
from states.editions import Category
from states.facts import Glance, Signature
from states.settle import settle
from store.board import veil
from store.board.scope import seen
from store.desk import contents, snapshots
from store.desk.kinds import TABLES
from store.desk.loading import load

Row = Mapping[str, Any]


def brief(kind: str, looking: Looking, row: Row) -> dict[str, Any]:
    """What a list tells of an object."""
    facts = snapshots.load(kind, row["facts"])
    return looking.item(kind, row) | _BRIEF[kind](looking, row, facts)


def whole(session: Session, kind: str, looking: Looking, row: Row) -> dict[str, Any]:
    """What is told of an object alone."""
    facts = as_dated(load(session, kind, row["ref"], looking.at).facts, looking.at)
    if not veil.covers(looking.viewer, kind, facts.ref, facts.state.value):
        row = dict(row) | {"state": facts.state.value, "entered_at": facts.entered_at}
    facts = veil.as_seen(looking.viewer, kind, facts, row["entered_at"])
    more = _WHOLE[kind](session, looking, facts)
    return looking.item(kind, row) | _BRIEF[kind](looking, row, facts) | looking.detail(facts, row) | more


def as_dated(facts: Any, at: datetime) -> Any:
    """What dates have already done, whether or not a sweep has written it."""
    done = settle(facts, at)
    return done[-1].after if done else facts


def _application(looking: Looking, row: Row, facts: Any) -> dict[str, Any]:
    return {
        "application_kind": term(facts.kind),
        "campus": facts.campus,
        "wave": facts.wave_code or None,
        "session": facts.session_ref or None,
        "order": facts.order_ref if facts.order_ref and looking.reads_all("application", facts) else None,
        "sector": facts.sector,
        "category": term(facts.category),
        "academies": list(facts.academies),
        "regions": list(facts.regions),
        "submitted_at": facts.submitted_at,
    }


def _application_whole(session: Session, looking: Looking, facts: Any) -> dict[str, Any]:
    open_to_them = looking.reads_all("application", facts)
    return {
        "round": facts.round,
        "content_hash": facts.content_hash,
        "content": contents.body(session, facts.ref),
        "signatures": _signatures(looking, facts.valid_signatures),
        "reports": [_report(looking, one) for one in facts.reviews] if open_to_them else None,
        "opinion": _opinion(facts.opinion) if facts.opinion and open_to_them else None,
    }


def _signatures(looking: Looking, found: Iterable[Signature]) -> list[models.Signature]:
    return [
        models.Signature(
            office=looking.office(one.office),
            quality=term(one.quality),
            at=one.at,
            legal_date=one.legal_date,
            on_paper=one.on_paper,
        )
        for one in found
    ]


def _report(looking: Looking, one: Any) -> models.Report:
    return models.Report(
        office=looking.office(one.office),
        kind=term(one.kind),
        state=term(one.state),
        due=one.due,
        delivered_at=one.delivered_at,
        score=one.score,
    )


def _opinion(found: Any) -> models.Opinion:
    plain = ("months", "session", "votes_for", "votes_against", "abstentions")
    return models.Opinion(
        sense=term(found.sense), category=term(found.category), **{name: getattr(found, name) for name in plain}
    )


def _wave(looking: Looking, row: Row, facts: Any) -> dict[str, Any]:
    plain = {name: getattr(facts, name) for name in ("edition", "opens_at", "closes_at")}
    return plain | {"open": facts.is_open(looking.at)}


def _wave_whole(session: Session, looking: Looking, facts: Any) -> dict[str, Any]:
    names = (
        "grace_minutes",
        "questions_close_at",
        "session_on",
        "target_decision_on",
        "nor",
        "bulletin",
        "published_on",
    )
    plain = {name: getattr(facts, name) for name in names}
    return plain | {"counts": dict(facts.counts) if looking.viewer.national else None}


def _label(looking: Looking, row: Row, facts: Any) -> dict[str, Any]:
    names = ("campus", "application", "order", "starts_on", "expires_on", "extended_until")
    return {name: getattr(facts, name) for name in names} | {
        "category": term(Category(facts.category)),
        "academies": list(facts.academies),
        "regions": list(facts.regions),
        "in_force": facts.in_force(paris_day(looking.at)),
    }


def _label_whole(session: Session, looking: Looking, facts: Any) -> dict[str, Any]:
    return {
        "months": facts.months,
        "edition": facts.edition,
        "predecessors": list(facts.predecessors),
        "successor": facts.successor.ref if facts.successor else None,
        "renewal": facts.renewal.ref if facts.renewal else None,
    }


def _order(looking: Looking, row: Row, facts: Any) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in ("nor", "published_on", "effective_from")}


def _order_whole(session: Session, looking: Looking, facts: Any) -> dict[str, Any]:
    return {
        "ministers": looking.offices(facts.ministers),
        "signatures": _signatures(looking, facts.valid_signatures) if looking.reads_all("order", facts) else None,
        "content_hash": facts.content_hash,
        "journal": facts.journal,
        "items": _carried(session, looking, facts.items),
    }


def _session(looking: Looking, row: Row, facts: Any) -> dict[str, Any]:
    return {"held_at": facts.held_at}


def _session_whole(session: Session, looking: Looking, facts: Any) -> dict[str, Any]:
    inside = looking.reads_all("session", facts)
    return {
        "members": looking.offices(facts.members) if inside else None,
        "present": looking.offices(facts.present) if inside else None,
        "quorum": facts.quorum,
        "items": _carried(session, looking, facts.items),
    }


def _carried(session: Session, looking: Looking, items: Iterable[Glance]) -> list[str]:
    """The applications of an order or a session that the viewer sees."""
    refs = [item.ref for item in items]
    table = TABLES["application"].c.ref
    return list(
        session.execute(
            select(table).where(table.in_(refs), seen("application", looking.viewer)).order_by(table)
        ).scalars()
    )


_BRIEF: dict[str, Callable[[Looking, Row, Any], dict[str, Any]]] = {
    "application": _application,
    "wave": _wave,
    "label": _label,
    "order": _order,
    "session": _session,
}
_WHOLE: dict[str, Callable[[Session, Looking, Any], dict[str, Any]]] = {
    "application": _application_whole,
    "wave": _wave_whole,
    "label": _label_whole,
    "order": _order_whole,
    "session": _session_whole,
}

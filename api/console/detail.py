"""What the page of each kind of object shows beside what they all have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlmodel import Session

from api.console import panel, telling
from api.showing.tiles import PLACES
from notifications import typography
from states.application import audiences
from states.application.words import ReviewKind, Trigger
from states.calendar import paris_day
from states.facts import Signature
from states.roles import Role
from store.board import history, spans, waves
from store.board import questions as asking
from store.board.names import Names, title_of
from store.board.sight import Sight
from store.board.viewer import Viewer
from store.desk.kinds import is_final
from store.reference import catalogue
from store.reference.records import Kind
from store.tending import questions

#: Offices that the page of a wave names, those that held files longest first.
SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """One expected signature, given or not."""

    title: str
    holder: str
    given: str
    on: date | None
    how: str


def offices_named(sight: Sight) -> set[str]:
    """Every office that the page of an object names beside acts and history."""
    facts = sight.facts
    if sight.kind == "application":
        reviews = {review.office for review in facts.reviews}
        return reviews | {*audiences.sponsor_offices(facts), *audiences.body_offices(facts)}
    if sight.kind == "order":
        return set(facts.ministers)
    return set(facts.members) if sight.kind == "session" else set()


def of(session: Session, sight: Sight, names: Names, viewer: Viewer, at: datetime) -> dict[str, Any]:
    """The additions of one kind."""
    found: dict[str, Any] = _DETAILS[sight.kind](session, sight, names, viewer, at)
    return found


def _application(session: Session, sight: Sight, names: Names, viewer: Viewer, at: datetime) -> dict[str, Any]:
    facts = sight.facts
    return {
        "sector": catalogue.sector_label(facts.sector),
        "academies": [_territory(f"academie:{code}", names.day) for code in facts.academies],
        "regions": [_territory(f"region:{code}", names.day) for code in facts.regions],
        "panel": panel.panel(session, sight, names),
        "opinions": _opinions(sight, names),
        "reviews": _reviews(sight, names),
        "versions": _content_versions(session, sight, names),
        "forced": any(event["trigger"] == Trigger.FORCE for event in sight.events),
    }


def _content_versions(session: Session, sight: Sight, names: Names) -> list[dict[str, Any]]:
    """Each version of the content, and who signed that very one, signatures since voided included."""
    until = sight.events[0]["recorded_at"] if sight.events else None
    rows = (row for row in history.versions(session, sight.ref) if until is None or row["at"] <= until)
    return [
        {
            "number": row["version"],
            "at": row["at"],
            "by": names.title(row["office"]),
            "hash": row["hash"],
            "current": row["hash"] == sight.facts.content_hash,
            "signed": [names.title(one.office) for one in sight.facts.signatures if one.content_hash == row["hash"]],
        }
        for row in rows
    ]


def _territory(ref: str, day: date) -> str:
    return catalogue.territory(ref).named_on(day).name


def _signings(offices: Sequence[str], signatures: Sequence[Signature], names: Names) -> list[Signing]:
    by_office = {signature.office: signature for signature in signatures}
    awaited = [office for office in offices if office not in by_office]
    return [_signing(office, by_office[office], names) for office in by_office] + [
        Signing(title=names.title(office), holder=names.holder(office), given="", on=None, how="") for office in awaited
    ]


def _signing(office: str, given: Signature, names: Names) -> Signing:
    how = f"{given.quality.label}, sur papier" if given.on_paper else given.quality.label
    name = names.person(given.person, office)
    return Signing(title=names.title(office), holder=name, given=given.content_hash[:12], on=given.legal_date, how=how)


def _opinions(sight: Sight, names: Names) -> list[tuple[str, str, date]]:
    return [(names.title(one.office), one.sense.label, one.dated) for one in sight.facts.opinions]


def _reviews(sight: Sight, names: Names) -> list[dict[str, Any]]:
    """Reports and opinions, for those to whom they are open."""
    if not sight.whole:
        return []
    return [
        {
            "by": names.full(review.office),
            "kind": review.kind.label,
            "state": review.state.label,
            "due": review.due,
            "delivered_at": review.delivered_at,
            "score": review.score if review.kind is ReviewKind.REPORT else None,
        }
        for review in sight.facts.reviews
    ]


def _wave(session: Session, sight: Sight, names: Names, viewer: Viewer, at: datetime) -> dict[str, Any]:
    rows = waves.drafts(session, viewer, sight.ref)
    return {
        "calendar": calendar(sight.facts),
        "funnel": waves.funnel(session, viewer, sight.ref),
        "stays": [] if viewer.national else waves.stays(session, viewer, sight.ref, at),
        "spans": spans.spans(session, viewer, sight.ref, at) if viewer.national else [],
        **_holds(session, sight, viewer, names.day, at),
        "questions": _questions(session, sight, viewer, names.day, at),
        "whole_nation": viewer.national and not is_final("wave", sight.facts.state.value),
        "may_clone": bool(viewer.may("wave", "create") & {Role.DGESCO_OFFICER, Role.DGESCO_HEAD}),
        "closed": at > sight.facts.receives_until,
        "state_label": lambda state: telling.state_label("application", state, viewer),
        "drafts": [telling.line("application", row, viewer, names, at) for row in rows],
        "tiles": _tiles(session, sight, viewer, names.day),
    }


def _questions(session: Session, sight: Sight, viewer: Viewer, day: date, at: datetime) -> dict[str, Any]:
    """Questions about the call; who asked is told to the nation alone."""
    rows = asking.questions(session, sight.ref)
    are_open = questions.are_open(sight.facts, at)
    return {
        "open": are_open,
        "until": questions.until(sight.facts),
        "asks": are_open and bool(questions.asks(viewer)),
        "answers": bool(questions.answers(viewer)),
        "rows": [dict(row) | {"by": title_of(row["office"], day) if viewer.national else ""} for row in rows],
    }


def _holds(session: Session, sight: Sight, viewer: Viewer, day: date, at: datetime) -> dict[str, Any]:
    """Who held the ball, to those who may compare offices."""
    if not viewer.national:
        return {"holds": None}
    found = spans.holds(session, viewer, sight.ref, at)
    return {"holds": found, "held": [(title_of(one.office, day), one) for one in found.rows[:SHOWN]]}


def calendar(wave: Any) -> list[tuple[str, str, str, str]]:
    """The dates of a wave: phase, when, who acts, what they do."""
    rows: list[tuple[str, datetime | date | None, str, str]] = [
        ("Ouverture", wave.opens_at, "Recteurs et présidences de région", "Créer et rédiger les dossiers"),
        ("Fin des questions", wave.questions_close_at, "Porteurs, Dgesco", "Poser les dernières questions"),
        ("Clôture", wave.closes_at, "Tous les porteurs", _closing(wave)),
        ("Séance", wave.session_on, "Commission nationale", "Rendre les avis"),
        ("Décision visée", wave.target_decision_on, "Ministres", "Signer l’arrêté"),
    ]
    found = [(phase, _when(moment), who, what) for phase, moment, who, what in rows if moment]
    closing = 2 + bool(wave.questions_close_at)
    return found[:closing] + [_outage(outage) for outage in wave.outages] + found[closing:]


def _outage(outage: Any) -> tuple[str, str, str, str]:
    window = f"Du {_when(outage.started_at)} au {_when(outage.ended_at)}"
    given_back = f"Les dossiers commencés avant sa fin et non déposés sont reçus jusqu’au {_when(outage.closes_at)}"
    return ("Panne de la plateforme", window, "Porteurs des dossiers touchés", given_back)


def _closing(wave: Any) -> str:
    grace = f", réception tolérée {wave.grace_minutes} minutes de plus" if wave.grace_minutes else ""
    return f"Avoir signé et déposé{grace} ; dépôt tardif : {wave.late_policy.label.lower()}"


def _when(moment: datetime | date) -> str:
    return typography.short_instant(moment) if isinstance(moment, datetime) else typography.short_day(moment)


def _tiles(session: Session, sight: Sight, viewer: Viewer, day: date) -> list[SimpleNamespace]:
    labels, pending = waves.coverage(session, viewer, sight.ref, day)
    alive = catalogue.active_territories(Kind.ACADEMIE, day)
    return [
        SimpleNamespace(
            code=one.code,
            name=one.name,
            labels=labels.get(one.code, 0),
            pending=pending.get(one.code, 0),
            path=f"/dossiers?academie={one.code}&vague={sight.ref}",
        )
        for one in alive
        if one.code in PLACES
    ]


def _session(session: Session, sight: Sight, names: Names, viewer: Viewer, at: datetime) -> dict[str, Any]:
    facts = sight.facts
    members = [(names.full(office), office in facts.present) for office in facts.members]
    return {"members": members if viewer.national else [], "carried": _carried(sight, names, viewer, at)}


def _order(session: Session, sight: Sight, names: Names, viewer: Viewer, at: datetime) -> dict[str, Any]:
    facts = sight.facts
    visas = {visa.office: visa for visa in facts.visas}
    return {
        "signings": _signings(facts.ministers, facts.valid_signatures, names),
        "visas": [(names.title(office), visa.legal_date) for office, visa in visas.items()] if sight.whole else [],
        "carried": _carried(sight, names, viewer, at),
    }


def _carried(sight: Sight, names: Names, viewer: Viewer, at: datetime) -> list[telling.Line]:
    return [telling.line("application", row, viewer, names, at) for row in sight.carried]


def _label(session: Session, sight: Sight, names: Names, viewer: Viewer, at: datetime) -> dict[str, Any]:
    facts = sight.facts
    return {
        "academies": [_territory(f"academie:{code}", names.day) for code in facts.academies],
        "regions": [_territory(f"region:{code}", names.day) for code in facts.regions],
        "last_day": facts.ends_on - timedelta(days=1),
        "in_force": facts.in_force(paris_day(at)),
        "sponsors": [names.full(office) for office in facts.offices_of_sponsors],
    }


_DETAILS: dict[str, Any] = {
    "application": _application,
    "wave": _wave,
    "session": _session,
    "order": _order,
    "label": _label,
}

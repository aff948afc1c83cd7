"""What one must say to make a new object, and the facts that this makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from notifications import typography
from states.application.facts import ApplicationFacts
from states.application.words import Kind
from states.application.words import State as ApplicationState
from states.calendar import paris_day
from states.declaration import Ask, AskKind
from states.editions import EDITIONS, edition, edition_in_force
from states.order.facts import OrderFacts
from states.order.words import State as OrderState
from states.roles import Role, role_of
from states.session.facts import SessionFacts
from states.session.words import State as SessionState
from states.wave.facts import WaveFacts
from states.wave.words import LatePolicy
from states.wave.words import State as WaveState
from store.board.scope import LABEL, WAVE, seen
from store.board.viewer import Viewer
from store.desk.kinds import FINALS
from store.reference import catalogue
from store.reference.records import Kind as Territory
from store.searching import plain

Given = Mapping[str, Any]
RECEIVING = ("published", "open")
NAME = Ask("name", "Intitulé", AskKind.TEXT)
EDITION = Ask(
    "edition", "Édition des règles", AskKind.CHOICE, options=lambda c: {e.code: e.label for e in EDITIONS.values()}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What may be chosen when something new is made."""

    waves: Mapping[str, str]
    labels: Mapping[str, str]
    academies: Mapping[str, str]
    regions: Mapping[str, str]
    members: tuple[str, ...]


def choices(session: Session, viewer: Viewer, at: datetime) -> Choices:
    """What there is to choose from, in the viewer's scope, that day."""
    day = paris_day(at)
    open_waves = select(WAVE.ref, WAVE.name).where(seen("wave", viewer), WAVE.state.in_(RECEIVING), WAVE.closes_at > at)
    labels = select(LABEL.ref, LABEL.name).where(seen("label", viewer), LABEL.state.not_in(FINALS["label"]))
    return Choices(
        waves={ref: f"{ref} – {name}" for ref, name in session.execute(open_waves.order_by(WAVE.ref.desc()))},
        labels={ref: f"{name} ({ref})" for ref, name in session.execute(labels.order_by(LABEL.name))},
        academies={one.code: one.name for one in catalogue.active_territories(Territory.ACADEMIE, day)},
        regions=_regions(at),
        members=tuple(o.id for o in catalogue.offices(day) if role_of(o.id) is Role.COMMISSION_MEMBER),
    )


def _regions(at: datetime) -> dict[str, str]:
    kinds = (Territory.REGION, Territory.COLLECTIVITY)
    return {one.code: one.name for kind in kinds for one in catalogue.active_territories(kind, paris_day(at))}


ASKS: dict[str, tuple[Ask, ...]] = {
    "application": (
        NAME,
        Ask("kind", "Nature de la demande", AskKind.CHOICE, options=Kind),
        Ask("wave", "Vague", AskKind.CHOICE, False, lambda c: c.waves, "À laisser vide hors vague (renouvellement)."),
        Ask("academies", "Académies", AskKind.CHOICES, options=lambda c: c.academies),
        Ask("regions", "Régions", AskKind.CHOICES, options=lambda c: c.regions),
        Ask("parents", "Labels d’origine", AskKind.CHOICES, False, lambda c: c.labels, "Pour un renouvellement."),
        Ask("closes_on", "À déposer au plus tard le", AskKind.DATE, False, hint="Hors vague seulement."),
    ),
    "wave": (
        Ask("ref", "Référence", AskKind.TEXT, hint="Année et rang, comme 2027-1."),
        NAME,
        EDITION,
        Ask("opens_at", "Ouverture", AskKind.INSTANT),
        Ask("closes_at", "Clôture", AskKind.INSTANT),
        Ask("questions_close_at", "Fin des questions", AskKind.INSTANT, False),
        Ask("grace_minutes", "Tolérance de réception, en minutes", AskKind.NUMBER, False),
        Ask("late_policy", "Dépôt tardif", AskKind.CHOICE, options=LatePolicy),
        Ask("session_on", "Séance de la commission", AskKind.DATE, False),
        Ask("target_decision_on", "Décision visée", AskKind.DATE, False),
    ),
    "session": (
        Ask("held_at", "Date et heure de la séance", AskKind.INSTANT),
        Ask("members", "Membres convoqués", AskKind.CHOICES, options=lambda c: {one: one for one in c.members}),
    ),
    "order": (NAME, EDITION),
}


def facts(kind: str, given: Given, at: datetime) -> Any:
    """The first facts of a new object; the desk gives its reference where it numbers them."""
    return _FACTS[kind](given, at)


def name(kind: str, given: Given) -> str:
    """What it will be called."""
    return given["name"] if kind != "session" else f"Séance du {typography.day(given['held_at'])}"


def _application(given: Given, at: datetime) -> ApplicationFacts:
    return ApplicationFacts(
        ref="",
        state=ApplicationState.NOWHERE,
        entered_at=at,
        created_at=at,
        kind=given["kind"],
        campus=_campus(given["name"]),
        edition=edition_in_force(paris_day(at)).code,
        academies=given["academies"],
        regions=given["regions"],
        wave_code=given["wave"] or "",
        parent_refs=given["parents"],
        closes_on=given["closes_on"],
    )


def _campus(name: str) -> str:
    """A code made of the name, for a campus that is new here."""
    return "-".join(plain(name).split())[:40]


def _wave(given: Given, at: datetime) -> WaveFacts:
    dates = ("opens_at", "closes_at", "questions_close_at", "session_on", "target_decision_on")
    return WaveFacts(
        ref=given["ref"],
        state=WaveState.NOWHERE,
        entered_at=at,
        edition=given["edition"],
        grace_minutes=given["grace_minutes"] or 0,
        late_policy=given["late_policy"],
        **{name: given[name] for name in dates},
    )


def _session(given: Given, at: datetime) -> SessionFacts:
    return SessionFacts(
        ref="", state=SessionState.NOWHERE, entered_at=at, held_at=given["held_at"], members=given["members"]
    )


def _order(given: Given, at: datetime) -> OrderFacts:
    ministers = edition(given["edition"]).ministers
    return OrderFacts(ref="", state=OrderState.NOWHERE, entered_at=at, ministers=ministers)


_FACTS: dict[str, Callable[[Given, datetime], Any]] = {
    "application": _application,
    "wave": _wave,
    "session": _session,
    "order": _order,
}

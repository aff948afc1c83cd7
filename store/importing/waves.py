"""Taking over waves: those of the past, and the one that is open."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlmodel import Session

from states.calendar import paris_day
from states.editions import EDITIONS
from states.machine import Actor, Move
from states.refusals import BadField
from states.wave.facts import EditionChange, WaveFacts
from states.wave.guards import CALENDAR_VALID
from states.wave.words import LatePolicy, State
from store.importing.entering import enter
from store.importing.lines import Columns, Line, day_of, flag_of, matching, number_of, past_day, word_of
from store.tables.objects import Wave

COLUMNS: Columns = {
    "code": True,
    "nom": True,
    "edition": True,
    "edition_suivante": False,
    "changement_edition": False,
    "etat": True,
    "ouverture": True,
    "heure_ouverture": False,
    "fin_questions": False,
    "cloture": True,
    "heure_cloture": False,
    "tolerance_minutes": False,
    "depot_tardif": False,
    "seance": False,
    "decision": False,
    "publication": False,
    "bulletin": False,
    "nor": False,
    "maximum_par_academie": False,
    "silence": False,
    "precision_dates": False,
    "fictif": False,
    "depuis": False,
    "observation": False,
}
CODE = matching(r"\d{4}-\d{1,2}", "écrivez l’année et le rang, comme « 2016-1 ».")
STATES = tuple(state for state in State if state is not State.NOWHERE)
TO_COME = {State.DRAFTING, State.APPROVED, State.PUBLISHED}
PAST = {State.CLOSED, State.IN_REVIEW, State.DECIDING, State.COMPLETED, State.ARCHIVED}


@dataclass(frozen=True, slots=True)
class _Dates:
    opens: datetime
    closes: datetime


def take(session: Session, line: Line, at: datetime, actor: Actor) -> None:
    """One wave, in the state that the line declares and its dates allow."""
    name, observation = line.text("nom", needed=True), line.long_text("observation")
    precision, fictitious = line.text("precision_dates", 200), line.read("fictif", flag_of, False)
    since = line.read("depuis", past_day(at), paris_day(at))
    facts = _facts(line, at)
    if session.get(Wave, facts.ref):
        line.fault("code", "une vague a déjà ce code.")
    _coherent(line, facts, at)
    line.settled()
    enter(
        session,
        "wave",
        facts,
        name,
        at=at,
        actor=actor,
        legal_date=since,
        texts={"observation": observation},
        fictitious=fictitious,
        extra={"date_precision": precision},
    )


def _facts(line: Line, at: datetime) -> WaveFacts:
    code = line.need("code", CODE, "")
    dates = _dates(line)
    state = line.need("etat", word_of(State, *STATES), State.DRAFTING)
    edition = line.need("edition", _edition, "")
    policies = _policies(line)
    line.settled()
    assert dates is not None
    return WaveFacts(
        ref=code,
        state=state,
        entered_at=at,
        date_set_at=at,
        closing_set_at=at,
        edition=edition,
        opens_at=dates.opens,
        closes_at=dates.closes,
        **policies,
    )


def _policies(line: Line) -> dict[str, Any]:
    return {
        "edition_changes": _changes(line),
        "questions_close_at": line.instant("fin_questions", "", time(17)),
        "grace_minutes": line.read("tolerance_minutes", number_of(0, 120), 0),
        "late_policy": line.read("depot_tardif", word_of(LatePolicy), LatePolicy.REFUSE),
        "session_on": line.read("seance", day_of, None),
        "target_decision_on": line.read("decision", day_of, None),
        "published_on": line.read("publication", day_of, None),
        "bulletin": line.text("bulletin"),
        "nor": line.read("nor", matching(r"[A-Z]{4}\d{7}[A-Z]", "un NOR s’écrit comme « MENE1700093Y »."), ""),
        "max_per_academie": line.read("maximum_par_academie", number_of(1, 99), None),
        "silence_text": line.long_text("silence"),
    }


def _dates(line: Line) -> _Dates | None:
    for column in ("ouverture", "cloture"):
        line.need(column, str, "")
    opens = line.instant("ouverture", "heure_ouverture", time(0))
    closes = line.instant("cloture", "heure_cloture", time(23, 59, 59))
    return _Dates(opens, closes) if opens and closes else None


def _changes(line: Line) -> tuple[EditionChange, ...]:
    """The edition that took over, and from when; both or neither."""
    columns = ("edition_suivante", "changement_edition")
    if not any(line.has(column) for column in columns):
        return ()
    edition, on = line.need(columns[0], _edition, ""), line.need(columns[1], day_of, None)
    return (EditionChange(on=on, edition=edition),) if on else ()


def _edition(text: str) -> str:
    if text not in EDITIONS:
        raise BadField("edition", text, f"choisissez parmi : {', '.join(EDITIONS)}.")
    return text


def _coherent(line: Line, facts: WaveFacts, at: datetime) -> None:
    """A state that dates contradict would fire the letters of the past."""
    if not CALENDAR_VALID.met(Move(facts=facts, actor=None, at=at)):  # type: ignore[arg-type]
        line.fault("cloture", CALENDAR_VALID.sentence(facts))
    if facts.state in TO_COME and facts.opens_at <= at:
        line.fault("etat", "l’ouverture est passée : déclarez la vague ouverte, close, en instruction ou terminée.")
    if facts.state is State.OPEN and not facts.opens_at <= at <= facts.lapses_at:
        line.fault("etat", "une vague ouverte a une ouverture passée et une clôture à venir.")
    if facts.state in PAST and at < facts.lapses_at:
        line.fault("etat", "la clôture n’est pas passée : déclarez la vague publiée ou ouverte.")

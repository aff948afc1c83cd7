"""The label of an application taken over: from when, until when, and so in which state today."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from states.application.facts import ApplicationFacts
from states.calendar import Delay, Unit, add, paris_day
from states.label.dates import renewal_opens_on
from states.label.facts import LabelFacts
from states.label.words import State
from store.desk.kinds import TABLES
from store.importing.entering import enter
from store.importing.lines import Columns, Line, day_of, number_of, past_day, word_of
from store.importing.numbers import reference_of, reference_shape
from store.reference.dating import Precision

LABEL = TABLES["label"].c
COLUMNS: Columns = {
    "label": False,
    "debut_label": False,
    "fin_label": False,
    "precision_label": False,
    "arrete": False,
    "bilan_mi_parcours": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelTerms:
    """What the line says of the label."""

    ref: str
    starts_on: date
    expires_on: date
    months: int
    order: str
    precision: Precision
    mid_term_filed_on: date | None


def read(line: Line, at: datetime) -> LabelTerms | None:
    """The terms of the label; the first day it no longer covers follows from the months unless the line gives it."""
    start = line.need("debut_label", day_of, None)
    months = line.need("duree_mois", number_of(1, 120), 0)
    end = line.read("fin_label", day_of, None)
    terms = {
        "ref": line.read("label", reference_shape("label"), ""),
        "order": line.text("arrete", 40),
        "precision": line.read("precision_label", word_of(Precision), Precision.DAY),
        "mid_term_filed_on": line.read("bilan_mi_parcours", past_day(at), None),
    }
    if start and end and end <= start:
        line.fault("fin_label", "le premier jour non couvert, après le début.")
    if start is None or not months:
        return None
    expires_on = end or add(start, Delay(months, Unit.MONTHS))
    return LabelTerms(starts_on=start, months=months, expires_on=expires_on, **terms)  # type: ignore[arg-type]


def check_alone(session: Session, line: Line, campus: str, parents: tuple[str, ...], terms: LabelTerms) -> None:
    """A campus has one label at a time, save while the next one takes over from the one it follows."""
    other = LABEL.starts_on < terms.expires_on, LABEL.expires_on > terms.starts_on, LABEL.ref.not_in(parents)
    found = session.execute(select(LABEL.ref).where(LABEL.campus == campus, *other)).scalar() if campus else None
    if found:
        line.fault("debut_label", f"ce campus a déjà le label {found} dans ces dates : nommez-le s’il est renouvelé.")
    if terms.ref and session.execute(select(LABEL.ref).where(LABEL.ref == terms.ref)).first():
        line.fault("label", "un label a déjà cette référence.")


def enter_label(
    session: Session, application: ApplicationFacts, name: str, terms: LabelTerms, *, at: datetime, **how: Any
) -> None:
    """The label, in the state that today's date gives it."""
    facts = LabelFacts(
        ref=reference_of(session, "label", terms.ref, terms.starts_on.year),
        state=State.ACTIVE,
        entered_at=at,
        date_set_at=at,
        campus=application.campus,
        application=application.ref,
        order=terms.order,
        category=application.category.value,
        edition=application.edition,
        academies=application.academies,
        regions=application.regions,
        starts_on=terms.starts_on,
        months=terms.months,
        expires_on=terms.expires_on,
        predecessors=application.parent_refs,
        grantors=application.rules.ministers,
        mid_term_filed_on=terms.mid_term_filed_on,
    )
    state = _state(facts, paris_day(at))
    extra = {"precision": terms.precision.value}
    enter(session, "label", replace(facts, state=state), name, at=at, extra=extra, **how)


def _state(facts: LabelFacts, day: date) -> State:
    if day < facts.starts_on:
        return State.PENDING_EFFECT
    if facts.expires_on <= day:
        return State.EXPIRED
    return State.RENEWAL_OPEN if renewal_opens_on(facts) <= day else State.ACTIVE

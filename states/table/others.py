"""Deadlines that run beside the stages: reports, half-term, expiry, end of the questions."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from states.application.facts import ApplicationFacts, Review
from states.application.words import ReviewKind, ReviewState
from states.calendar import first_instant, last_instant
from states.declaration import lifecycle_of
from states.label.dates import mid_term_on
from states.label.facts import ENDED, LabelFacts
from states.label.words import State as LabelState
from states.table.rows import DeadlineRow, Standing, judged
from states.wave.facts import WaveFacts


def others(facts: Any, at: datetime) -> Iterator[DeadlineRow]:
    """The rows that no stage gives."""
    found = _OTHERS.get(lifecycle_of(facts).kind)
    if found:
        yield from found(facts, at)


def covered(facts: Any) -> bool:
    """Whether a stage's own deadline is one of these, which outlive the stage."""
    return facts.state is LabelState.ACTIVE and isinstance(facts, LabelFacts)


def _application(facts: ApplicationFacts, at: datetime) -> Iterator[DeadlineRow]:
    for review in facts.reviews:
        report = review.kind is ReviewKind.REPORT
        yield DeadlineRow(
            what="la remise du rapport" if report else "l’avis de la direction",
            awaits=("rapporteur ou rapporteure",) if report else ("direction consultée",),
            offices=(review.office,),
            rule="trente jours après la désignation",
            on_passing="relance, puis remplacement" if report else "relance",
            since=review.assigned_at,
            until=last_instant(review.due),
            ended_at=review.delivered_at,
            standing=_of_review(review, at),
            inner=True,
        )


def _of_review(review: Review, at: datetime) -> Standing:
    if review.state in (ReviewState.PENDING, ReviewState.DELIVERED):
        return judged(last_instant(review.due), review.delivered_at, at)
    return Standing.VOID


def _label(facts: LabelFacts, at: datetime) -> Iterator[DeadlineRow]:
    begun = first_instant(facts.starts_on)
    over = facts.state in ENDED
    filed = first_instant(facts.mid_term_filed_on) if facts.mid_term_filed_on else None
    half = last_instant(mid_term_on(facts))
    yield DeadlineRow(
        what="la remise du bilan à mi-parcours",
        awaits=("les services des porteurs",),
        rule="mi-parcours",
        on_passing="rappels ; le retard figure à la demande de renouvellement",
        since=begun,
        until=half,
        ended_at=filed,
        standing=_half_term(facts, half, filed, at),
    )
    yield DeadlineRow(
        what="un label renouvelé, ou une prorogation par un acte exprès",
        awaits=("les porteurs, puis les ministres",),
        rule=f"{facts.months} mois après la prise d’effet" + (", prorogation comprise" if facts.extended_until else ""),
        on_passing="le label échoit",
        since=begun,
        until=facts.ends_at,
        ended_at=facts.entered_at if over else None,
        standing=_EXPIRIES.get(facts.state, Standing.RUNNING if not over else Standing.VOID),
    )


def _half_term(facts: LabelFacts, half: datetime, filed: datetime | None, at: datetime) -> Standing:
    if facts.state not in ENDED or filed:
        return judged(half, filed, at)
    return Standing.VOID if facts.entered_at < half else Standing.MISSED


_EXPIRIES = {LabelState.SUPERSEDED: Standing.KEPT, LabelState.EXPIRED: Standing.MISSED}


def _wave(facts: WaveFacts, at: datetime) -> Iterator[DeadlineRow]:
    if facts.questions_close_at is None:
        return
    passed = facts.questions_close_at <= at
    yield DeadlineRow(
        what="les dernières questions sur l’appel",
        awaits=("les porteurs",),
        rule="fin des questions",
        on_passing="les questions ne sont plus reçues",
        law="Lettre d’appel",
        since=facts.opens_at,
        until=facts.questions_close_at,
        ended_at=facts.questions_close_at if passed else None,
        standing=Standing.KEPT if passed else Standing.AHEAD if facts.opens_at > at else Standing.RUNNING,
    )


_OTHERS: dict[str, Callable[[Any, datetime], Iterator[DeadlineRow]]] = {
    "application": _application,
    "label": _label,
    "wave": _wave,
}

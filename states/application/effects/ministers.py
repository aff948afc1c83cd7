"""What the ministers' part changes, and the label that it creates."""

from datetime import date, datetime
from typing import Any

from states.application.facts import ApplicationFacts
from states.application.words import Kind
from states.calendar import Delay, Unit, add
from states.editions import Edition
from states.facts import Facts
from states.label.facts import LabelFacts
from states.label.words import State as LabelState
from states.machine import Move


def put_in_order(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The order carries it from now on."""
    order = next(o for o in facts.open_orders if o.ref == move.payload["order"])
    return {"order_ref": order.ref, "order": order, "due_override": None}


def taken_out(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The order no longer carries it."""
    return {"order_ref": "", "order": None}


def starts_on(facts: ApplicationFacts, effective: date) -> date:
    """A renewal follows the label it renews without overlap; a late one leaves the gap that history must show."""
    ends = [label.ends_on for label in facts.parents] if facts.kind is Kind.RENEWAL else []
    return max([effective, *ends])


def born(facts: ApplicationFacts, move: Move) -> tuple[Facts, ...]:
    """The label: category and term as the commission proposed, from the order's date of effect."""
    assert facts.order is not None
    assert facts.opinion is not None
    effective = facts.order.effective_from or facts.order.signed_on
    assert effective is not None
    start = starts_on(facts, effective)
    return (_label(facts, start, add(start, Delay(facts.opinion.months, Unit.MONTHS)), move.at),)


def _label(facts: ApplicationFacts, start: date, end: date, at: datetime) -> LabelFacts:
    assert facts.order is not None
    assert facts.opinion is not None
    rules: Edition = facts.rules
    return LabelFacts(
        ref="",
        state=LabelState.NOWHERE,
        entered_at=at,
        campus=facts.campus,
        application=facts.ref,
        order=facts.order_ref,
        category=facts.opinion.category.value,
        edition=rules.code,
        academies=facts.academies,
        regions=facts.regions,
        starts_on=start,
        months=facts.opinion.months,
        expires_on=end,
        predecessors=facts.parent_refs,
        grantors=facts.order.ministers,
        granted_on=facts.order.signed_on,
    )

"""The dates that a label's facts imply: half-term, window of renewal, succession, expiry."""

from datetime import date, datetime

from states.application.words import Kind
from states.calendar import Delay, Unit, add, first_instant, last_instant
from states.editions import edition
from states.facts import Glance
from states.label.facts import LabelFacts


def term(starts_on: date, months: int) -> date:
    """First day no longer covered by a label of so many months."""
    return add(starts_on, Delay(months, Unit.MONTHS))


def renewal_opens_on(facts: LabelFacts) -> date:
    """First day of the renewal window."""
    return add(facts.expires_on, edition(facts.edition).renewal_opens)


def renewal_due_on(facts: LabelFacts) -> date:
    """Last day to file the renewal."""
    return add(facts.expires_on, edition(facts.edition).renewal_due)


def mid_term_on(facts: LabelFacts) -> date:
    """Half-term."""
    return add(facts.starts_on, Delay(facts.months // 2, Unit.MONTHS))


def mid_term(facts: LabelFacts) -> datetime | None:
    """When the half-term report is due, until it is filed."""
    return None if facts.mid_term_filed_on else last_instant(mid_term_on(facts))


def observations(facts: LabelFacts) -> datetime | None:
    """When the sponsors' observations are due, until they are filed."""
    return last_instant(facts.observations_due) if facts.observations_due and facts.unheard else None


def follower(facts: LabelFacts) -> Glance | None:
    """The label that ends this one by taking effect; of a split, the last of two at least, lest a part be lost."""
    if facts.kind_of_successor != Kind.SPLIT:
        return facts.successor
    dated = sorted((label for label in facts.successors if label.on), key=lambda label: label.on or date.min)
    return dated[-1] if len(dated) > 1 else None


def expiry(facts: LabelFacts) -> datetime | None:
    """Silent when the label that follows takes over by then."""
    follows = succeeded_on(facts)
    return None if follows and follows <= facts.ends_on else facts.ends_at


def succession(facts: LabelFacts) -> datetime | None:
    """When the renewed label takes over."""
    return None if facts.kind_of_successor in (Kind.MERGER, Kind.SPLIT) else _following(facts)


def merger(facts: LabelFacts) -> datetime | None:
    """When the merged label takes over."""
    return _following(facts) if facts.kind_of_successor == Kind.MERGER else None


def split(facts: LabelFacts) -> datetime | None:
    """When the labels made of its parts have all taken over."""
    return _following(facts) if facts.kind_of_successor == Kind.SPLIT else None


def _following(facts: LabelFacts) -> datetime | None:
    follows = succeeded_on(facts)
    return first_instant(follows) if follows else None


def succeeded_on(facts: LabelFacts) -> date | None:
    """Legal date on which another label takes its place."""
    follows = follower(facts)
    return follows.on if follows else None


def expires_on(facts: LabelFacts) -> date:
    """Legal date of the expiry."""
    return facts.ends_on

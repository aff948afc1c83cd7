"""The model of what dates do by themselves: when, to which state, as of which day in law (PROCEDURE §7)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from tests.simulation.days import DAY, midnight_after, months_after, paris_day
from tests.simulation.things import BUREAU, Thing

#: Between the end of the grace and the lapse of what was not filed.
MARGIN = timedelta(minutes=2)
Dated = tuple[datetime, str, str, date]


def timer(thing: Thing) -> Dated | None:
    """The next thing that a date will do: when, what, to which state, as of which day in law."""
    found = _TIMERS.get(thing.stage)
    given = found(thing) if found else None
    return (max(given[0], thing.entered), *given[1:]) if given else None


def _opens(wave: Thing) -> Dated:
    assert wave.opens
    return wave.opens, "open", "open", paris_day(wave.opens)


def over(wave: Thing) -> datetime:
    """When what was not filed lapses: the grace and two minutes after the closing."""
    assert wave.closes
    return wave.closes + timedelta(minutes=wave.grace) + MARGIN


def _closes(wave: Thing) -> Dated:
    assert wave.closes
    return over(wave), "close", "closed", paris_day(wave.closes)


def _lapses(one: Thing) -> Dated | None:
    kept = one.state == "joint_signature" and one.wave is not None and one.wave.takes_late
    if one.wave is None or kept:
        return None
    assert one.wave.closes
    return over(one.wave), "lapse", "lapsed", paris_day(one.wave.closes)


def _presided(one: Thing) -> Dated | None:
    """It stays where it is: a region that signed has another president from that day."""
    return (midnight_after(one.coming[0] - DAY), "new_presidency", one.state, one.coming[0]) if one.coming else None


def _begins(label: Thing) -> Dated:
    assert label.starts
    return midnight_after(label.starts - DAY), "take_effect", "active", label.starts


def _expires(label: Thing) -> Dated:
    assert label.ends
    return midnight_after(label.ends - DAY), "expire", "expired", label.ends


def _renewable(label: Thing) -> Dated:
    assert label.ends
    opens = months_after(label.ends, -12)
    return midnight_after(opens - DAY), "open_renewal", "renewal_open", opens


#: From the filing to the signature of the ministers.
EXAMINED = (
    *("submitted", "admissibility", "incomplete", "admissible", "under_review", "reviewed", "scheduled"),
    *("in_session", "opinion_rendered", "proposed", "co_signature"),
)
_TIMERS: dict[str, Callable[[Thing], Dated | None]] = {
    **{f"application/{state}": _presided for state in EXAMINED},
    "wave/published": _opens,
    "wave/open": _closes,
    "application/draft": _lapses,
    "application/joint_signature": _lapses,
    "label/pending_effect": _begins,
    "label/active": _renewable,
    "label/renewal_open": _expires,
    "label/renewal_filed": _expires,
}
TOLD: dict[str, Callable[[Thing], tuple[str, ...]]] = {
    "close": lambda thing: (BUREAU,),
    "open_renewal": lambda thing: thing.sponsors + thing.services,
}

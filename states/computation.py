"""The working of a delay, day by day and in French, as an officer would write it by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from states.dates import french_day, french_time, ordinal
from states.delays import COUNTING, Delay, Unit, last_counted
from states.holidays import METROPOLE, ONE_DAY, OutOfCalendar, Place, is_working_day, place_of_department, why_off
from states.refusals import BadField

LAW = {
    Unit.DAYS: "code de procédure civile, art. 640 à 642",
    Unit.WORKING_DAYS: "code de procédure civile, art. 640 et 641 ; jours fériés, code du travail, art. L. 3133-1",
    Unit.BUSINESS_DAYS: "code de procédure civile, art. 640 et 641 ; jours fériés, code du travail, art. L. 3133-1",
    Unit.CLEAR_DAYS: "délai franc, reporté selon le code de procédure civile, art. 642",
    Unit.MONTHS: "code de procédure civile, art. 641, de quantième à quantième et sans report",
    Unit.CLEAR_MONTHS: "code de justice administrative, art. R. 421-1 ; CE, 19 septembre 2014, n° 362568",
}
LAW_BACKWARD = "compte à rebours, sans report (Cass. 2e civ., 4 février 1998, n° 96-13.391)"


@dataclass(frozen=True, slots=True)
class Line:
    """One day that matters: its rank in the count, if it counts, and why."""

    day: date
    counted: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Computation:
    """A delay with its working; `law` cites the articles."""

    start: date
    delay: Delay
    place: Place
    day: date
    lines: tuple[Line, ...]
    law: str


def asked(start: str, rule: str, department: str = "") -> Computation:
    """The delay that an officer asks for in writing: « 2026-12-18 », « 10 jours ouvrés », « 57 » or nothing.

    BadField for a day, a rule or a département that cannot be read.
    """
    place = place_of_department(department) if department.strip() else METROPOLE
    return compute(parse_day(start), Delay.parse(rule), place)


def parse_day(text: str) -> date:
    """Read « 2026-09-30 »; BadField otherwise."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadField("date", text, "écrivez le jour sous la forme « 2026-09-30 ».") from None


def compute(start: date, delay: Delay, place: Place = METROPOLE) -> Computation:
    """The same day as `add`, found by walking, with every line of the working."""
    walk = _walk_counted if delay.unit in COUNTING else _walk_calendar
    try:
        lines = (Line(start, None, "point de départ, non compté"), *walk(start, delay, place))
    except (OverflowError, ValueError):
        raise OutOfCalendar(f"{start}, {delay}") from None
    return Computation(start, delay, place, lines[-1].day, lines, _law(delay))


def _walk_counted(start: date, delay: Delay, place: Place) -> Iterator[Line]:
    counts, step = COUNTING[delay.unit], ONE_DAY if delay.forward else -ONE_DAY
    day, rank = start, 0
    while rank < abs(delay.count):
        day += step
        if counts(day, place):
            rank += 1
            yield Line(day, rank, f"{ordinal(rank)} {delay.unit.singular}")
        else:
            yield Line(day, None, f"{why_off(day, place)}, non compté")


def _walk_calendar(start: date, delay: Delay, place: Place) -> Iterator[Line]:
    line = _last_line(start, delay)
    if delay.clear:
        yield line
        line = Line(line.day + delay.clear, None, "échéance du délai franc")
    while delay.shifts and not is_working_day(line.day, place):
        yield Line(line.day, line.counted, _joined(line.reason, f"{why_off(line.day, place)}, reporté"))
        line = Line(line.day + ONE_DAY, None, "")
    yield line if line.reason else Line(line.day, None, "premier jour ouvré suivant")


def _joined(*reasons: str) -> str:
    return " ; ".join(reason for reason in reasons if reason)


def _last_line(start: date, delay: Delay) -> Line:
    day, rank = last_counted(start, delay), abs(delay.count)
    shortened = delay.unit in (Unit.MONTHS, Unit.CLEAR_MONTHS) and day.day != start.day
    return Line(day, rank, f"{ordinal(rank)} {delay.unit.singular}" + ", dernier jour du mois" * shortened)


def _law(delay: Delay) -> str:
    return LAW[delay.unit] if delay.forward else f"{LAW[delay.unit]} ; {LAW_BACKWARD}"


def explain(computation: Computation) -> list[str]:
    """The working in French: what was asked, one line a day that matters, the result and the text."""
    return [
        question(computation),
        *(f"{french_day(line.day)} : {line.reason}" for line in computation.lines),
        answer(computation),
        *local_hour(computation),
        f"Texte : {computation.law}.",
    ]


def question(computation: Computation) -> str:
    """What was asked, in words."""
    delay, day = computation.delay, french_day(computation.start)
    if delay.forward:
        return f"{delay} à compter du {day} ({computation.place.zone})"
    return f"{Delay(-delay.count, delay.unit)} avant le {day} ({computation.place.zone})"


def local_hour(computation: Computation) -> tuple[str, ...]:
    """Overseas, the local hour at which the last day ends in Paris, whose hour makes law; nothing elsewhere."""
    place = computation.place
    if place.timezone == METROPOLE.timezone or not computation.delay.forward or computation.delay.unit is Unit.MONTHS:
        return ()
    midnight = datetime.combine(computation.day + ONE_DAY, time(), ZoneInfo(METROPOLE.timezone))
    local = midnight.astimezone(ZoneInfo(place.timezone))
    return (f"Heure locale ({place.zone}) : {french_day(local)} à {french_time(local.time())}.",)


def answer(computation: Computation) -> str:
    """What was found, in words."""
    day = french_day(computation.day)
    if not computation.delay.forward:
        return f"Dernier jour pour agir : {day}."
    if computation.delay.unit is Unit.MONTHS:
        return f"Échéance : {day} ; un label qui prend effet au point de départ couvre jusqu’à la veille."
    return f"Échéance : {day} à vingt-quatre heures."

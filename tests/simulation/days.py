"""Days off and office hours, written by hand from the procedure (§4, §5): no line of the code that is judged."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
OPENING, CLOSING = time(7, 30), time(19)


@dataclass(frozen=True, slots=True)
class Site:
    """Where an office works: its clock, and the (month, day) of its own holidays."""

    zone: ZoneInfo = PARIS
    own: tuple[tuple[int, int], ...] = ()
    alsace: bool = False


MAINLAND, ALSACE = Site(), Site(own=((12, 26),), alsace=True)
REUNION = Site(ZoneInfo("Indian/Reunion"), ((12, 20),))
MARTINIQUE = Site(ZoneInfo("America/Martinique"), ((5, 22),))
#: Offices with a territory of their own, by the code of the territory; all the others work in Paris.
SITES = {"academie": {"15": ALSACE, "28": REUNION, "31": MARTINIQUE}, "region": {"44": ALSACE}}
SITES["region"] |= {"04": REUNION, "02": MARTINIQUE}
OF_ACADEMIES, OF_REGIONS = ("recteur", "rectorate_officer", "caen"), ("region_president", "region_officer", "crefop")


@cache
def site(office: str) -> Site:
    role, _, code = office.partition(":")
    kind = "academie" if role in OF_ACADEMIES else "region" if role in OF_REGIONS else ""
    return SITES.get(kind, {}).get(code, MAINLAND)


@cache
def easter(year: int) -> date:
    """The anonymous rule of 1876."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    r = (32 + 2 * e + 2 * i - h - k) % 7
    month, before = divmod(h + r - 7 * ((a + 11 * h + 22 * r) // 451) + 114, 31)
    return date(year, month, before + 1)


@cache
def off(year: int, where: Site) -> frozenset[date]:
    """The eleven national holidays, and those of the place."""
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25), *where.own)
    moving = (1, 39, 50, -2) if where.alsace else (1, 39, 50)
    return frozenset((*(date(year, *one) for one in fixed), *(easter(year) + DAY * n for n in moving)))


def worked(day: date, where: Site = MAINLAND) -> bool:
    """Monday to Friday, no holiday."""
    return day.weekday() < 5 and day not in off(day.year, where)


def forward(day: date, where: Site = MAINLAND) -> date:
    """That day, or the first worked day after it."""
    return day if worked(day, where) else forward(day + DAY, where)


def backward(day: date, where: Site = MAINLAND) -> date:
    """That day, or the last worked day before it."""
    return day if worked(day, where) else backward(day - DAY, where)


def working_days_after(day: date, count: int) -> date:
    """So many worked days later, in Paris; the first day does not count."""
    for _ in range(count):
        day = forward(day + DAY)
    return day


def months_after(day: date, count: int) -> date:
    """The same day of another month, else the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - DAY).day
    return date(year, month + 1, min(day.day, last))


def paris_day(at: datetime) -> date:
    return at.astimezone(PARIS).date()


def midnight_after(day: date) -> datetime:
    """Twenty-four hours of that day, in Paris."""
    return datetime.combine(day + DAY, time(), PARIS).astimezone(UTC)


def opening(day: date, where: Site) -> datetime:
    """07:30 on the spot."""
    return datetime.combine(day, OPENING, where.zone).astimezone(UTC)


def is_open(at: datetime, where: Site) -> bool:
    """07:30 to 19:00 on the spot, on a day worked there."""
    local = at.astimezone(where.zone)
    return worked(local.date(), where) and OPENING <= local.time() < CLOSING


def next_open(at: datetime, where: Site) -> datetime:
    """That instant if the office is open, else its next opening."""
    local = at.astimezone(where.zone)
    if is_open(at, where):
        return at
    day = local.date() + DAY if local.time() >= CLOSING else local.date()
    first = forward(day, where)
    return opening(first, where)


def next_worked_morning(at: datetime, where: Site) -> datetime:
    """The first opening after that Paris day has ended."""
    return next_open(midnight_after(paris_day(at)), where)

"""Public holidays and working days, by place: the list published by the State is the law here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from jours_feries_france import JoursFeries  # type: ignore[import-untyped]

from states.refusals import BadField

FIRST_YEAR = 1886
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an office works: its IANA time zone, and its zone in the State's list of holidays."""

    timezone: str
    zone: str


class UnknownDepartment(BadField, ValueError):
    """No such département or overseas collectivity."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "département",
            code,
            "indiquez un code en vigueur : 01 à 19, 2A, 2B, 21 à 95, 971 à 978, 986, 987 ou 988.",
        )


class OutOfCalendar(BadField):
    """The date leaves the years for which holidays are known."""

    def __init__(self, value: object) -> None:
        super().__init__("date", value, f"le calendrier va de l’année {FIRST_YEAR} à l’année 9999.")


METROPOLE = Place("Europe/Paris", "Métropole")
ALSACE_MOSELLE = Place("Europe/Paris", "Alsace-Moselle")
PLACES = {
    **{f"{number:02d}": METROPOLE for number in range(1, 96) if number != 20},
    **dict.fromkeys(("2A", "2B"), METROPOLE),
    **dict.fromkeys(("57", "67", "68"), ALSACE_MOSELLE),
    "971": Place("America/Guadeloupe", "Guadeloupe"),
    "972": Place("America/Martinique", "Martinique"),
    "973": Place("America/Cayenne", "Guyane"),
    "974": Place("Indian/Reunion", "La Réunion"),
    "975": Place("America/Miquelon", "Saint-Pierre-et-Miquelon"),
    "976": Place("Indian/Mayotte", "Mayotte"),
    "977": Place("America/St_Barthelemy", "Saint-Barthélémy"),
    "978": Place("America/Marigot", "Saint-Martin"),
    "986": Place("Pacific/Wallis", "Wallis-et-Futuna"),
    "987": Place("Pacific/Tahiti", "Polynésie Française"),
    "988": Place("Pacific/Noumea", "Nouvelle-Calédonie"),
}


def place_of_department(code: str) -> Place:
    """The place of a département, « 1 » read as « 01 » since spreadsheets drop the zero; UnknownDepartment else."""
    try:
        return PLACES[code.strip().upper().zfill(2)]
    except KeyError:
        raise UnknownDepartment(code) from None


@lru_cache(maxsize=512)
def holidays(year: int, zone: str) -> Mapping[date, str]:
    """Holidays of a year in a zone, with their French names; two on one day share a line."""
    if not FIRST_YEAR <= year <= date.max.year:
        raise OutOfCalendar(year)
    if zone not in JoursFeries.ZONES:
        raise BadField("zone", zone, f"indiquez l’une des zones {', '.join(JoursFeries.ZONES)}.")
    named: dict[date, str] = {}
    for name, day in JoursFeries.for_year(year, zone).items():
        named[day] = f"{named[day]}, {_typeset(name)}" if day in named else _typeset(name)
    return MappingProxyType(named)


def _typeset(name: str) -> str:
    return name.replace("'", "’").replace("2ème", "2e")


def is_working_day(day: date, place: Place = METROPOLE) -> bool:
    """Jour ouvré: Monday to Friday, not a holiday of the place."""
    return day.weekday() < 5 and day not in holidays(day.year, place.zone)


def is_business_day(day: date, place: Place = METROPOLE) -> bool:
    """Jour ouvrable: Monday to Saturday, not a holiday of the place."""
    return day.weekday() < 6 and day not in holidays(day.year, place.zone)


def next_working_day(day: date, place: Place = METROPOLE) -> date:
    """The day itself if it is a jour ouvré, else the first one after it."""
    while not is_working_day(day, place):
        day += ONE_DAY
    return day


def previous_working_day(day: date, place: Place = METROPOLE) -> date:
    """The day itself if it is a jour ouvré, else the last one before it."""
    while not is_working_day(day, place):
        day -= ONE_DAY
    return day


@lru_cache(maxsize=512)
def days_that_count(counts: Callable[[date, Place], bool], year: int, place: Place) -> tuple[date, ...]:
    """All days of a year that a rule counts, in order."""
    first = date(year, 1, 1)
    length = (date(year, 12, 31) - first).days + 1
    days = (first + timedelta(days=offset) for offset in range(length))
    return tuple(day for day in days if counts(day, place))


def why_off(day: date, place: Place) -> str:
    """What an officer writes beside a day that is not worked."""
    name = holidays(day.year, place.zone).get(day)
    return f"jour férié ({name})" if name else "fin de semaine"

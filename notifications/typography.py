"""French for screens and letters: dates, durations, numbers, plurals and unbreakable spaces."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from jinja2 import Environment

PARIS = ZoneInfo("Europe/Paris")
# Marianne draws no narrow no-break space (U+202F): one kind of unbreakable space serves everywhere.
NBSP = "\u00a0"
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
SHORT_MONTHS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

_MONTH = "|".join(MONTHS)
_UNIT = r"(?:h|j|Kio|Mio|%|€|jours?|semaines?|mois|ans?|heures?|minutes?)"
_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=\w)'(?=\w)", "’"),
        (r"\.\.\.", "…"),
        (r'"([^"\n]+)"', r"«\1»"),
        (r"«[\s\u202f]*", f"«{NBSP}"),
        (r"[\s\u202f]*»", f"{NBSP}»"),
        (r"[ \u202f]+(?=[;!?])|[ \u202f]+(?=:(?:\s|$))", NBSP),
        (r"\b(n°|art\.|M\.|MM\.|Mmes?)[ \u202f]+(?=\w)", rf"\1{NBSP}"),
        (r"\b([LRD]\.)[ \u202f]+(?=\d)", rf"\1{NBSP}"),
        (rf"(?<=\d)[ \u202f]+(?={_UNIT}(?!\w))", NBSP),
        (rf"\b1 (?=(?:{_MONTH})\b)", "1er "),
        (rf"(?<=\d)(er)? (?=(?:{_MONTH})\b)", rf"\1{NBSP}"),
        (rf"(?<=\d{NBSP}h) (?=\d\d\b)", NBSP),
    )
)


def typo(text: str) -> str:
    """Curly apostrophes, French quotes, "1er" and unbreakable spaces in a sentence that came as data."""
    return _set(text) if len(text) > _SHORT else _set_once(text)


def _set(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


# Titles of offices, stages and causes come back twenty times a page. What is markup stays apart from what is not.
_SHORT = 300
_set_once = lru_cache(4096, typed=True)(_set)


def paris_day(moment: date) -> date:
    """The Paris day of an aware datetime, or the date itself."""
    return _in_paris(moment).date() if isinstance(moment, datetime) else moment


def day(moment: date) -> str:
    """As "1er octobre 2014"."""
    return _written(paris_day(moment), MONTHS)


def short_day(moment: date) -> str:
    """As "24 nov. 2026", for tables."""
    return _written(paris_day(moment), SHORT_MONTHS)


def long_day(moment: date) -> str:
    """As "lundi 24 novembre 2025"."""
    return f"{DAYS[paris_day(moment).weekday()]} {day(moment)}"


def hour(moment: datetime) -> str:
    """Hour in Paris, as "15 h 00"."""
    local = _in_paris(moment)
    return f"{local.hour}{NBSP}h{NBSP}{local.minute:02d}"


def instant(moment: datetime) -> str:
    """As "24 novembre 2026 à 15 h 00 (heure de Paris)"."""
    return f"{day(moment)} à {hour(moment)} (heure de Paris)"


def until(due: datetime) -> str:
    """A deadline, as "lundi 15 juin 2026" when it is the midnight that ends that day, else with its hour."""
    ends_a_day = _in_paris(due).time() == time()
    return (
        long_day(due - timedelta(microseconds=1)) if ends_a_day else f"{long_day(due)} à {hour(due)} (heure de Paris)"
    )


def short_instant(moment: datetime) -> str:
    """As "24 nov. 2026 à 15 h 00", for timelines and tables."""
    return f"{short_day(moment)} à {hour(moment)}"


def duration(length: timedelta) -> str:
    """The largest unit that still tells two lengths apart: "3 heures", "12 jours", "9 semaines", "5 mois", "4 ans"."""
    hours, days = int(length.total_seconds() // 3600), length.days
    scale = ((2, hours, "heure"), (14, days, "jour"), (112, days // 7, "semaine"), (730, days // 30, "mois"))
    if hours < 1:
        return "moins d’une heure"
    return next((plural(n, unit) for limit, n, unit in scale if days < limit), plural(days // 365, "an"))


def days(count: int) -> str:
    """As "47 j"."""
    return f"{number(count)}{NBSP}j"


def number(value: float, digits: int = 0) -> str:
    """As "12 345" or "12,5"."""
    return f"{value:,.{digits}f}".replace(",", NBSP).replace(".", ",")


def percent(part: float, whole: float) -> str:
    """As "84 %"; an empty whole counts as none."""
    return f"{number(100 * part / whole if whole else 0)}{NBSP}%"


def ordinal(rank: int, feminine: bool = False) -> str:
    """As "1er", "1re", "2e"."""
    first = "re" if feminine else "er"
    return f"{rank}{first if rank == 1 else 'e'}"


def agree(count: float, singular: str, plural_form: str = "") -> str:
    """The noun phrase alone, agreed: French stays singular below two."""
    return singular if abs(count) < 2 else plural_form or " ".join(map(_with_s, singular.split(" ")))


def plural(count: float, singular: str, plural_form: str = "") -> str:
    """The number and its noun, as "0 dossier" or "2 dossiers bloqués"."""
    return f"{number(count)}{NBSP}{agree(count, singular, plural_form)}"


def of_the(title: str) -> str:
    """A title with its article after « de »: « du recteur », « de la rectrice », « de l’administration »."""
    return f"du {title[3:]}" if title.startswith("le ") else f"de {title}"


def to_the(title: str) -> str:
    """The same after « à »: « au recteur », « à la rectrice »."""
    return f"au {title[3:]}" if title.startswith("le ") else f"à {title}"


def capital(words: str) -> str:
    """The first letter alone: « La rectrice de l’académie de Rennes »."""
    return words[:1].upper() + words[1:]


def listed(items: Iterable[str]) -> str:
    """As "le recteur ; la présidente": names long enough to hold commas."""
    return f"{NBSP}; ".join(items)


def listing(items: Iterable[str], last: str = "et") -> str:
    """As "EPLE, CFA et université"."""
    *first, final = tuple(items) or ("",)
    return f"{', '.join(first)} {last} {final}" if first else final


FILTERS: dict[str, Callable[..., str]] = {
    filter_.__name__: filter_
    for filter_ in (
        typo, day, short_day, long_day, hour, instant, short_instant, duration,
        days, number, percent, ordinal, agree, plural, listed, listing, until, of_the, to_the, capital,
    )
}  # fmt: skip


def register(env: Environment) -> None:
    """Give a Jinja environment every filter of this module, under its own name."""
    env.filters.update(FILTERS)


def _in_paris(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment shown to people must be aware of its time zone")
    return moment.astimezone(PARIS)


def _written(moment: date, months: tuple[str, ...]) -> str:
    number_ = ordinal(1) if moment.day == 1 else str(moment.day)
    return f"{number_}{NBSP}{months[moment.month - 1]} {moment.year}"


def _with_s(word: str) -> str:
    return word if word[-1:] in "sxz" else f"{word}s"

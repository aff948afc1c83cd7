"""Dates, hours and ranks as a French officer writes them, whatever the locale of the machine."""

from datetime import date, time

NBSP = "\N{NO-BREAK SPACE}"
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def french_day(day: date) -> str:
    """The day in words: « vendredi 1er mai 2026 »."""
    number = ordinal(1) if day.day == 1 else day.day
    return f"{WEEKDAYS[day.weekday()]} {number} {MONTHS[day.month - 1]} {day.year}"


def french_time(hour: time) -> str:
    """The hour in words: « 15 h 00 »."""
    return f"{hour.hour}{NBSP}h{NBSP}{hour.minute:02d}"


def ordinal(rank: int) -> str:
    """The rank of a masculine noun: « 1er », « 2e »."""
    return f"{rank}er" if rank == 1 else f"{rank}e"

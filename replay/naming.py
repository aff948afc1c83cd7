"""What the orders of the furnished database are called: by their wave, or by the labels that they renew."""

from datetime import date

from notifications import typography
from store.reference.records import Wave

GRANTING, RENEWING = "Arrêté portant attribution du label", "Arrêté portant renouvellement du label"


def granting(wave: Wave, day: date, *, several: bool) -> str:
    """By its day too, where the wave gave its labels on several."""
    year = wave.code[:4]
    call = wave.title[0].lower() + wave.title[1:] + ("" if year in wave.title else f" ({year})")
    tranche = f", tranche du {typography.day(day)}" if several else ""
    return f"{GRANTING} – {call}{tranche}"


def in_turn(rank: int, year: int) -> str:
    """One of several of an invented wave."""
    return f"{GRANTING} – {typography.ordinal(rank)} arrêté de la vague de {year}"


def renewing(ends_on: date, *, late: bool) -> str:
    """Those whose renewal was asked late come in an order of their own."""
    return f"{RENEWING} – labels échus le {typography.day(ends_on)}{', demandes tardives' if late else ''}"

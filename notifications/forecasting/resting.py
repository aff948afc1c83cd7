"""Reminders that a stage would owe if nothing kept them quiet, and what does."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from notifications.typography import day
from states.agenda import Rung, rungs

UNTOLD = "Le courriel qui ouvre l’étape n’est pas encore parti : le rappel attend qu’il le soit."


def resting(facts: Any) -> Iterator[tuple[Rung, str]]:
    """Rungs that do not run, with the reason; none for most objects, which costs nothing."""
    if facts.telling:
        yield from ((rung, UNTOLD) for rung in rungs(replace(facts, telling=False)) if rung.key not in facts.honoured)
    elif facts.acknowledgements:
        kept = {rung.key for rung in rungs(facts)} | facts.honoured
        freed = rungs(replace(facts, acknowledgements=()))
        yield from ((rung, _answer(facts, rung)) for rung in freed if rung.key not in kept)


def _answer(facts: Any, rung: Rung) -> str:
    until = max(one.until for one in facts.acknowledgements if one.office == rung.concerns)
    return f"Pris en compte : réponse annoncée pour le {day(until)}."

"""Whether a reminder still makes sense: it is asked of fresh facts, just before it is written."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from notifications.typography import day, until
from states.agenda import rungs
from states.deadlines import awaited, due_at
from states.declaration import Rank
from states.lifecycles import lifecycle_of


def moot(letter: Mapping[str, Any], facts: Any, at: datetime) -> str:
    """Why it no longer does, in French; empty while it does."""
    if letter["key"] not in {rung.key for rung in rungs(facts)}:
        return _gone(letter, facts)
    if letter["letter"].endswith(f"_{Rank.BEFORE.value}") and at >= letter["due_at"]:
        return "L’échéance est passée : un rappel qui l’annonce n’a plus d’objet."
    return ""


def _gone(letter: Mapping[str, Any], facts: Any) -> str:
    kind, due = lifecycle_of(facts).kind, due_at(facts)
    if not letter["letter"].startswith(f"{kind}/{facts.state.value}_"):
        return f"L’étape a changé : « {facts.state.label} »."
    if letter["concerns"] not in awaited(facts):
        return "Ce service n’est plus attendu."
    if due != letter["due_at"]:
        return f"L’échéance a été déplacée au {until(due)}." if due else "Plus aucune échéance ne court."
    answer = [a.until for a in facts.acknowledgements if a.office == letter["concerns"]]
    return f"Pris en compte : réponse annoncée pour le {day(answer[0])}." if answer else "Ce rappel n’est plus dû."

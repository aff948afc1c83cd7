"""Whether a reminder still makes sense: it is asked of fresh facts, just before it is written."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from notifications.typography import day, until
from states.agenda import Rung, rungs
from states.deadlines import awaited, due_at
from states.declaration import Catchup, Rank, lifecycle_of

#: What announces a date, that day included, has nothing to say once it is over.
ANNOUNCING = (f"_{Rank.BEFORE.value}", f"_{Rank.DUE.value}")


def moot(letter: Mapping[str, Any], facts: Any, at: datetime) -> str:
    """Why it no longer does, in French; empty while it does."""
    known = rungs(facts)
    if letter["key"] not in {rung.key for rung in known}:
        return _gone(letter, facts)
    if _overtaken(letter, facts, known, at):
        return "Fondu dans le rappel suivant, dont l’heure est venue."
    if letter["letter"].endswith(ANNOUNCING) and at >= letter["due_at"]:
        return "L’échéance est passée : un rappel qui l’annonce n’a plus d’objet."
    return ""


def concerning(letter: Mapping[str, Any], facts: Any) -> Mapping[str, Any]:
    """The reminder about whoever is awaited now: whoever a superior was to be told of may have acted since."""
    waiting = awaited(facts)
    if not letter["letter"].endswith(f"_{Rank.ESCALATION.value}") or letter["concerns"] in waiting or not waiting:
        return letter
    return {**letter, "concerns": waiting[0]}


def _overtaken(letter: Mapping[str, Any], facts: Any, known: Sequence[Rung], at: datetime) -> bool:
    """Whether this one waited so long that its ladder, which sends the last alone, has come to the next."""
    ladder = lifecycle_of(facts).stage_of[facts.state].ladder
    same = (r for r in known if (r.office, r.concerns) == (letter["office"], letter["concerns"]))
    last_alone = ladder is not None and ladder.policy is Catchup.LAST
    return last_alone and any(letter["owed_at"] < rung.at <= at for rung in same)


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

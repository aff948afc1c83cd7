"""What a scenario expects, read from its file: known words only, so that a slip is not taken for a success."""

from collections.abc import Collection, Iterator

from replay.deeds import Expectation
from replay.marked import Lined, Page
from replay.objects import read_day, read_instant
from states.letters import letters
from states.lifecycles import LIFECYCLES

EXPECT = frozenset({"at", "state", "of", "count", "kind", "is", "letter", "to", "refused", "legal_date", "act"})
#: What an expectation is about, the first found telling, and what it must say besides; « count » may go with others.
ABOUT = {
    "state": ("of",),
    "letter": (),
    "refused": (),
    "legal_date": ("of", "act"),
    "count": ("kind", "is"),
}
#: Refusals that come before any guard: no such act here, another's act, not in office, a wrong field, overtaken.
BEFORE_GUARDS = frozenset({"ordre", "acteur", "mandat", "champ", "version", "inconnu"})


def expectations(page: Page, top: Lined, made: Collection[str]) -> Iterator[Expectation]:
    """Each expectation; `made` are the aliases of the objects that the scenario makes."""
    for given in page.mappings(top, "expect", EXPECT, ()):
        what = next((name for name in ABOUT if name in given), "")
        if not what:
            raise page.fault(given, "", f"attendu : l’un de {', '.join(ABOUT)}.")
        page.mapping(given, given.line, EXPECT, ABOUT[what])
        _check(page, given, made)
        at = page.read(given, "at", read_instant) if "at" in given else None
        yield Expectation(what=what, given=dict(given), at=at, where=page.where(given.line))


def _check(page: Page, given: Lined, made: Collection[str]) -> None:
    if "of" in given and given["of"].removesuffix(".label") not in made:
        raise page.fault(given, "of", "aucun acte du scénario ne crée cet objet.")
    if "kind" in given:
        page.word(given, "kind", LIFECYCLES, f"choisissez parmi : {', '.join(LIFECYCLES)}.")
    for name in {"state", "is"} & given.keys():
        states = _states(given.get("kind", ""))
        page.word(given, name, states, f"choisissez parmi : {', '.join(sorted(states))}.")
    if "letter" in given:
        page.word(given, "letter", letters(), "aucune lettre ne porte ce nom (comme « application/submit »).")
    if "refused" in given:
        page.word(given, "refused", _codes(), "aucune condition ne porte ce code (voir docs/lifecycle.md).")
    if "legal_date" in given:
        page.read(given, "legal_date", read_day)
    page.number(given, "count")


def _states(kind: str) -> set[str]:
    kinds = [kind] if kind else list(LIFECYCLES)
    return {word.value for one in kinds for word in LIFECYCLES[one].states}


def _codes() -> set[str]:
    steps = (step for lifecycle in LIFECYCLES.values() for step in lifecycle.steps)
    return {guard.code for step in steps for guard in step.when} | BEFORE_GUARDS

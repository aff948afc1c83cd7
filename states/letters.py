"""Every letter that the declaration owes: one per step that tells someone, at most four per ladder."""

from collections.abc import Iterator

from states.declaration import Lifecycle, Rank, Stage
from states.lifecycles import LIFECYCLES


def letters() -> tuple[str, ...]:
    """Names of all letters, as `application/submit` or `application/draft_before`, each once, sorted."""
    found = (name for lifecycle in LIFECYCLES.values() for name in _of(lifecycle))
    return tuple(sorted(set(found)))


def _of(lifecycle: Lifecycle) -> Iterator[str]:
    for step in lifecycle.steps:
        yield from (f"{lifecycle.kind}/{tell.letter}" for tell in step.tell)
    for stage in lifecycle.stages:
        yield from (f"{lifecycle.kind}/{stage.state.value}_{rank.value}" for rank in ranks(stage))


def ranks(stage: Stage) -> tuple[Rank, ...]:
    """The letters that a stage's ladder owns."""
    ladder = stage.ladder
    if ladder is None:
        return ()
    owned = {
        Rank.BEFORE: bool(ladder.before),
        Rank.DUE: ladder.on_day,
        Rank.AFTER: bool(ladder.after),
        Rank.ESCALATION: ladder.escalate is not None,
    }
    return tuple(rank for rank, present in owned.items() if present)


def told_of(letter: str) -> str:
    """What a letter tells of, in French: the act that sends it, or the place of a reminder in its ladder."""
    kind, _, name = letter.partition("/")
    lifecycle = LIFECYCLES.get(kind)
    if lifecycle is None:
        return ""
    ranked = {f"{stage.state.value}_{rank.value}": rank for stage in lifecycle.stages for rank in ranks(stage)}
    if name in ranked:
        return _rung(ranked[name])
    return _act_of(lifecycle, name)


def _rung(rank: Rank) -> str:
    return rank.label.capitalize() if rank is Rank.ESCALATION else f"Rappel {rank.label}"


def _act_of(lifecycle: Lifecycle, name: str) -> str:
    """Several acts may send the same letter: the one it is named after is meant."""
    triggers = [step.trigger for step in lifecycle.steps if any(tell.letter == name for tell in step.tell)]
    named = [trigger for trigger in triggers if name.startswith(trigger.value)]
    return str((named or triggers)[0].label) if triggers else ""


def readers(letter: str) -> str:
    """To whom the letter of an act goes, in French: several letters may tell of the same act. Empty for a reminder."""
    kind, _, name = letter.partition("/")
    steps = LIFECYCLES[kind].steps if kind in LIFECYCLES else ()
    tells = (tell for step in steps for tell in step.tell if tell.letter == name)
    return ", ".join(dict.fromkeys(tell.to.label for tell in tells))

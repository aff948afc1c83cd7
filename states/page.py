"""The tables as a page: one diagram per lifecycle, then each state and each step in the words of the declaration."""

from collections.abc import Iterator
from typing import Any

from states.calendar import Delay, Unit
from states.declaration import Audience, Guard, Ladder, Lifecycle, Nature, Stage, Step
from states.lifecycles import LIFECYCLES
from states.machine import targets

TITLE = "# The five lifecycles"
INTRODUCTION = (
    "Written by `make docs` from the tables of `states/`; a test compares them. Do not edit it: change the tables."
)


def lifecycle_page() -> str:
    """The whole page, as committed."""
    lines = [TITLE, "", INTRODUCTION]
    for lifecycle in LIFECYCLES.values():
        lines += ["", f"## {lifecycle.label} (`{lifecycle.kind}`)", "", *diagram(lifecycle)]
        lines += ["", "### Étapes", "", *_table(_STAGE_HEAD, (_stage(s) for s in _living(lifecycle)))]
        lines += ["", "### Transitions", "", *_table(_STEP_HEAD, (_step(lifecycle, s) for s in lifecycle.steps))]
        lines += ["", "### Conditions", "", *_table(_GUARD_HEAD, _guards(lifecycle))]
    return "\n".join(lines) + "\n"


def diagram(lifecycle: Lifecycle) -> Iterator[str]:
    """A mermaid state diagram; steps that stay in their state are left to the table."""
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield from (f'  state "{stage.state.label}" as {stage.state.value}' for stage in _living(lifecycle))
    for source, target, labels in _arrows(lifecycle):
        yield f"  {source} --> {target} : {labels}"
    yield from (f"  {stage.state.value} --> [*]" for stage in lifecycle.stages if stage.final)
    yield "```"


def _arrows(lifecycle: Lifecycle) -> Iterator[tuple[str, str, str]]:
    labels: dict[tuple[str, str], list[str]] = {}
    for step in lifecycle.steps:
        for source in step.sources:
            for target in targets(lifecycle, step, source):
                if target != source:
                    labels.setdefault((_node(lifecycle, source), target.value), []).append(step.trigger.label)
    yield from ((source, target, " / ".join(found)) for (source, target), found in labels.items())


def _node(lifecycle: Lifecycle, state: Any) -> str:
    return "[*]" if state is lifecycle.start else str(state.value)


def _living(lifecycle: Lifecycle) -> tuple[Stage, ...]:
    return tuple(stage for stage in lifecycle.stages if stage.state is not lifecycle.start)


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield _row(head)
    yield _row(tuple("---" for _ in head))
    yield from map(_row, rows)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") or "–" for cell in cells) + " |"


_STAGE_HEAD = ("Étape", "Phase", "Pour les candidats", "Attend", "Échéance", "Rappels", "Patience", "Suite")


def _stage(stage: Stage) -> tuple[str, ...]:
    return (
        _word(stage.state),
        stage.phase.label,
        stage.public,
        named(stage.awaits),
        deadline_told(stage),
        ladder_told(stage),
        str(Delay(stage.patience, Unit.WORKING_DAYS)) if stage.patience else "",
        "fin" if stage.final else (f"`{stage.forward.value}`" if stage.forward else ""),
    )


def deadline_told(stage: Stage) -> str:
    """The deadline of a stage in words: its rule and text, what is awaited, what passing it does."""
    deadline = stage.deadline
    if deadline is None:
        return ""
    law = f" ({deadline.law})" if deadline.law else ""
    return f"{deadline.rule}{law} ; attendu : {deadline.satisfied_by} ; sinon : {deadline.on_passing}"


def ladder_told(stage: Stage) -> str:
    """Its reminders in words."""
    carried = (f"ceux de l’objet porteur (`{stage.carrier}`)",) if stage.carrier else ()
    return " ; ".join((*carried, *(_rungs(stage, stage.ladder) if stage.ladder else ())))


def _rungs(stage: Stage, ladder: Ladder) -> Iterator[str]:
    days = [f"J-{count}" for count in sorted(ladder.before, reverse=True)] + ["jour même"] * ladder.on_day
    days += [f"J+{count}" for count in sorted(ladder.after)]
    if days:
        yield ", ".join(days)
    if ladder.escalate is not None:
        yield f"signalement à J+{ladder.escalate} : {named(stage.escalates_to)}"
    yield f"rattrapage : {ladder.policy.label}"


_STEP_HEAD = ("Transition", "De", "Vers", "Nature", "Qui", "Conditions", "Courriels", "Texte")


def _step(lifecycle: Lifecycle, step: Step) -> tuple[str, ...]:
    return (
        _word(step.trigger),
        ", ".join(source.label for source in step.sources),
        "retour à l’étape quittée" if step.back else (step.target.label if step.target else "sur place"),
        step.nature.label,
        named(step.by) if step.nature is Nature.ACT else "le système",
        ", ".join(f"`{guard.code}`" for guard in step.when),
        ", ".join(f"`{lifecycle.kind}/{tell.letter}` à {tell.to.label}" for tell in step.tell),
        step.law,
    )


_GUARD_HEAD = ("Condition", "Réponse quand elle n’est pas remplie", "Levée par", "Qui peut la lever", "Patience")


def _guards(lifecycle: Lifecycle) -> Iterator[tuple[str, ...]]:
    for guard in dict.fromkeys(guard for step in lifecycle.steps for guard in step.when):
        lifts = ", ".join(_LIFTS.get(lift, f"`{lift}`") for lift in guard.lifts)
        yield f"`{guard.code}`", answer_of(guard), lifts, guard.by.label if guard.by else "", str(guard.patience or "")


_LIFTS = {"time": "le temps", "given": "celui qui agit"}


def _word(word: Any) -> str:
    return f"{word.label} (`{word.value}`)"


def answer_of(guard: Guard) -> str:
    """What is answered when a condition is not met, whatever the facts."""
    return guard.answer if isinstance(guard.answer, str) else guard.general


def named(audiences: tuple[Audience, ...]) -> str:
    """Some audiences in words."""
    return ", ".join(audience.label for audience in audiences)

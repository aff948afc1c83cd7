"""What the documentation of a shape says, in the words of the tables."""

from collections.abc import Iterator
from typing import Any

from states.declaration import Lifecycle, Nature, Stage, Step
from states.machine import targets
from states.page import answer_of, deadline_told, ladder_told, named

RETURN = "Retour à l’étape qui avait été quittée."


def of_process(lifecycle: Lifecycle) -> str:
    """What a reader must know of the drawing."""
    return (
        f"{lifecycle.label} du label « Campus des métiers et des qualifications ». Les losanges nommés sont les "
        "étapes ; les tâches sont les actes et leurs conséquences automatiques, les horloges les échéances "
        "automatiques. Ce qui se fait sans changer d’étape est dit dans la documentation de l’étape."
    )


def of_state(lifecycle: Lifecycle, stage: Stage) -> tuple[str, ...]:
    """Phase, whom it awaits until when, and what may be done without leaving it."""
    return tuple(_state(lifecycle, stage))


def _state(lifecycle: Lifecycle, stage: Stage) -> Iterator[str]:
    yield f"Phase : {stage.phase.label}"
    if stage.public:
        yield f"Pour les candidats : {stage.public}"
    if stage.awaits:
        yield f"Attend : {named(stage.awaits)}"
    if stage.deadline:
        yield f"Échéance : {deadline_told(stage)}"
    if stage.ladder or stage.carrier:
        yield f"Rappels : {ladder_told(stage)}"
    stays = list(_stays(lifecycle, stage.state))
    if stays:
        yield "Sans changer d’étape :"
        yield from stays


def _stays(lifecycle: Lifecycle, state: Any) -> Iterator[str]:
    for step in lifecycle.steps_from[state]:
        if targets(lifecycle, step, state) == (state,):
            yield f"- {step.trigger.label} ({_who(step)}){_law(step)}"


def of_step(lifecycle: Lifecycle, step: Step) -> tuple[str, ...]:
    """Who, on which conditions, by which text, and who is told."""
    return tuple(_step(lifecycle, step))


def _step(lifecycle: Lifecycle, step: Step) -> Iterator[str]:
    yield f"{step.nature.label}. Qui : {_who(step)}"
    if step.when:
        yield "Conditions, et ce qui est répondu quand elles ne sont pas remplies :"
        yield from (f"- {guard.code} : {answer_of(guard)}" for guard in step.when)
    if step.consequence:
        yield f"Conséquence : {step.consequence}"
    if step.law:
        yield f"Texte : {step.law}"
    if step.tell:
        yield f"Courriels : {', '.join(f'{lifecycle.kind}/{tell.letter} à {tell.to.label}' for tell in step.tell)}"


def _who(step: Step) -> str:
    return named(step.by) if step.nature is Nature.ACT else "le système"


def _law(step: Step) -> str:
    return f" – {step.law}" if step.law else ""

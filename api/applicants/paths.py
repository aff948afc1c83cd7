"""What comes next on the ordinary way, in the applicants' own words, and how long each stage usually takes."""

from collections.abc import Sequence

from notifications import typography
from states.application.lifecycle import APPLICATION
from states.application.words import State
from store.board.names import Names
from store.board.paces import Pace, public
from store.board.viewer import Viewer

#: Fewer decisions than this tell nothing of the next one.
FEWEST = 5
#: The ordinary way ends with a label: nobody is told so before it is decided.
DECISION = "Décision"


def ahead(state: str) -> str:
    """The next stage of the ordinary way that bears another name; empty where the way ends or branches off."""
    here, name = APPLICATION.stage_of[State(state)], public(state)
    for _ in APPLICATION.stages:
        step = next((s for s in APPLICATION.steps_from[here.state] if s.trigger is here.forward), None)
        if step is None or step.target is None or here.final:
            return ""
        here = APPLICATION.stage_of[step.target]
        if public(here.state.value) != name:
            return DECISION if here.final else str(here.ahead or here.public)
    return ""


def awaited(offices: Sequence[str], viewer: Viewer, names: Names) -> str:
    """« vous et 3 autres services », or the titles of those who are awaited."""
    others = [office for office in offices if office not in viewer.offices]
    if len(others) < len(offices):
        more = typography.plural(len(others), "autre service", "autres services")
        return f"vous et {more}" if others else "vous"
    return typography.listing(names.title(office) for office in others)


def habit(pace: Pace | None) -> str:
    """« Habituellement 12 jours, et moins de 31 jours neuf fois sur dix »; empty when too few were measured."""
    if pace is None or pace.count < FEWEST:
        return ""
    half, most = (typography.plural(max(1, days), "jour") for days in (pace.median, pace.ninetieth))
    told = f"Habituellement {half}" + (f", {most} ou moins neuf fois sur dix" if most != half else "")
    return f"{told} ({typography.plural(pace.count, 'dossier')} des vagues passées)."

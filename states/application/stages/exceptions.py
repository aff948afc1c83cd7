"""The suspension, and the ends of an application."""

from datetime import datetime

from states.application import audiences as who
from states.application.facts import ApplicationFacts
from states.application.stages.ladders import PARTY_LADDER
from states.application.words import Phase, State, Trigger
from states.calendar import last_instant
from states.declaration import Audience, Deadline, Stage


def _restoration(facts: ApplicationFacts) -> datetime | None:
    return last_instant(facts.stay.due) if facts.stay and facts.stay.due else None


def _restorer(facts: ApplicationFacts) -> tuple[str, ...]:
    return (who.standing_in(facts, facts.stay.office),) if facts.stay and facts.stay.office else ("dgesco_head",)


RESTORER = Audience("restorer", "le porteur qui a retiré son soutien, ou la Dgesco", _restorer)


def _final(state: State, phase: Phase, public: str = "") -> Stage:
    return Stage(state=state, phase=phase, public=public or state.label, ahead=state.label, final=True)


EXCEPTIONS_STAGES = (
    Stage(
        state=State.STAYED,
        phase=Phase.ADMISSIBILITY,
        public="Instruction suspendue",
        ahead="Suspension",
        awaits=(RESTORER,),
        deadline=Deadline(
            due=_restoration,
            rule="quinze jours après le retrait du soutien",
            satisfied_by="le rétablissement du soutien",
            on_passing="la Dgesco classe sans suite, par un acte",
        ),
        ladder=PARTY_LADDER,
        escalates_to=(who.HEAD,),
        forward=Trigger.RESUME,
        suspends=tuple(State),
        patience=30,
    ),
    _final(State.LABELLED, Phase.LABEL),
    _final(State.REFUSED, Phase.MINISTERS, "Label non accordé"),
    _final(State.INADMISSIBLE, Phase.ADMISSIBILITY),
    _final(State.WITHDRAWN, Phase.PREPARATION),
    _final(State.LAPSED, Phase.SIGNATURE, "Caduc : non déposé à la clôture"),
    _final(State.CLOSED, Phase.PREPARATION),
)

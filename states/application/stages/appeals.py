"""The administrative appeal, the only wait at whose end silence decides."""

from datetime import datetime

from states.application import audiences as who
from states.application.facts import ApplicationFacts
from states.application.words import Phase, State, Trigger
from states.calendar import last_instant
from states.declaration import Deadline, Ladder, Stage


def answer_due(facts: ApplicationFacts) -> datetime | None:
    """End of the two months after which silence is a rejection."""
    return last_instant(facts.appeal.due) if facts.appeal else None


APPEAL_STAGES = (
    Stage(
        state=State.UNDER_APPEAL,
        phase=Phase.MINISTERS,
        public="Recours à l’examen",
        ahead="Recours",
        awaits=(who.HEAD,),
        deadline=Deadline(
            due=answer_due,
            rule="deux mois après la réception du recours",
            satisfied_by="la réponse au recours",
            on_passing="le silence vaut rejet, et ouvre deux mois pour saisir le tribunal",
            law="CRPA, art. L. 411-7 et L. 231-4",
        ),
        ladder=Ladder(before=(30, 7, 1)),
        forward=Trigger.REJECT_APPEAL,
        patience=45,
    ),
)

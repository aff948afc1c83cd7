"""The stages before the filing: drafted, then signed by all."""

from datetime import datetime

from states.application import audiences as who
from states.application.facts import ApplicationFacts
from states.application.words import Phase, State, Trigger
from states.declaration import Deadline, Ladder, Stage


def _closing(facts: ApplicationFacts) -> datetime | None:
    return facts.closes_at


CLOSING = Deadline(
    due=_closing,
    rule="clôture du dépôt",
    satisfied_by="le dépôt du dossier signé par tous",
    on_passing="le brouillon devient caduc ; un dépôt tardif demande une décision motivée si la vague l’admet",
    law="Lettre d’appel",
)
CALL_LADDER = Ladder(before=(30, 15, 7, 3, 1), on_day=True)

PREPARATION_STAGES = (
    Stage(state=State.NOWHERE, phase=Phase.PREPARATION, awaits=(who.DRAFTERS,), patience=0),
    Stage(
        state=State.DRAFT,
        phase=Phase.PREPARATION,
        public="En préparation",
        ahead="Préparation du dossier",
        awaits=(who.DRAFTERS,),
        deadline=CLOSING,
        ladder=CALL_LADDER,
        forward=Trigger.REQUEST_SIGNATURES,
        patience=60,
    ),
    Stage(
        state=State.JOINT_SIGNATURE,
        phase=Phase.SIGNATURE,
        public="À signer par tous les porteurs",
        ahead="Signature par les porteurs",
        awaits=(who.UNSIGNED, who.SILENT_BODIES, who.LATE_DECIDERS),
        deadline=CLOSING,
        ladder=Ladder(before=(30, 15, 7, 3, 1), on_day=True, after=(3,), escalate=5),
        escalates_to=(who.HEAD,),
        forward=Trigger.SUBMIT,
        patience=20,
    ),
)

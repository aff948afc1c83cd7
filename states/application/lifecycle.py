"""The application, complete: its stages and its transitions."""

from states.application.facts import ApplicationFacts
from states.application.stages.admissibility import ADMISSIBILITY_STAGES
from states.application.stages.appeals import APPEAL_STAGES
from states.application.stages.commission import COMMISSION_STAGES
from states.application.stages.exceptions import EXCEPTIONS_STAGES
from states.application.stages.ministers import MINISTERS_STAGES
from states.application.stages.preparation import PREPARATION_STAGES
from states.application.stages.review import REVIEW_STAGES
from states.application.steps.admissibility import ADMISSIBILITY
from states.application.steps.appeals import APPEALS
from states.application.steps.commission import COMMISSION
from states.application.steps.exceptions import EXCEPTIONS
from states.application.steps.ministers import MINISTERS
from states.application.steps.naming import NAMING
from states.application.steps.preparation import PREPARATION
from states.application.steps.review import REVIEW
from states.application.steps.succession import SUCCESSION
from states.application.words import State, Trigger
from states.declaration import Lifecycle

APPLICATION = Lifecycle(
    kind="application",
    label="Dossier de candidature",
    facts=ApplicationFacts,
    states=State,
    triggers=Trigger,
    start=State.NOWHERE,
    stages=(
        PREPARATION_STAGES
        + ADMISSIBILITY_STAGES
        + REVIEW_STAGES
        + COMMISSION_STAGES
        + MINISTERS_STAGES
        + APPEAL_STAGES
        + EXCEPTIONS_STAGES
    ),
    steps=PREPARATION + ADMISSIBILITY + REVIEW + COMMISSION + MINISTERS + EXCEPTIONS + APPEALS + NAMING + SUCCESSION,
)

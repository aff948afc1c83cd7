"""Admissibility: examined by the bureau, completed by the sponsors, refused only by those who would grant."""

from states.application import audiences as who
from states.application.effects import admissibility as effect
from states.application.guards import admissibility as guard
from states.application.steps.preparation import DOCUMENT, REASON
from states.application.words import State, Trigger
from states.declaration import Ask, AskKind, Nature, Step, Tell

ADMISSIBILITY = (
    Step(
        trigger=Trigger.START_ADMISSIBILITY,
        source=State.SUBMITTED,
        target=State.ADMISSIBILITY,
        by=(who.BUREAU, who.HEAD),
        tell=(Tell("start_admissibility", who.PARTIES),),
    ),
    Step(
        trigger=Trigger.REQUEST_COMPLETION,
        source=State.ADMISSIBILITY,
        target=State.INCOMPLETE,
        by=(who.BUREAU, who.HEAD),
        when=(guard.DUE_IN_FUTURE,),
        asks=(
            Ask("items", "Pièces manquantes (une par ligne)", AskKind.LABELS),
            Ask("due", "À fournir au plus tard le", AskKind.DATE, required=False, hint="Quinze jours par défaut."),
        ),
        does=effect.items_requested,
        tell=(Tell("request_completion", who.PARTIES),),
        strength=2,
        consequence="Le délai d’examen est suspendu jusqu’à la réception des pièces.",
        law="CRPA, art. L. 114-5",
    ),
    Step(
        trigger=Trigger.SUPPLY_ITEM,
        source=State.INCOMPLETE,
        by=(who.DRAFTERS, who.SPONSORS),
        asks=(
            Ask(
                "item",
                "Pièce de la demande",
                AskKind.CHOICE,
                options=lambda f: {str(i.number): f"Pièce n° {i.number}" for i in f.completion.missing},
            ),
            DOCUMENT,
        ),
        does=effect.item_received,
        tell=(Tell("supply_item", who.BUREAU), Tell("item_received", who.PARTIES)),
    ),
    Step(
        trigger=Trigger.EXTEND_COMPLETION,
        source=State.INCOMPLETE,
        by=(who.HEAD,),
        when=(guard.EXTENSION_ALLOWED,),
        asks=(Ask("due", "Nouvelle date", AskKind.DATE), REASON),
        does=effect.completion_extended,
        tell=(Tell("extend_completion", who.PARTIES),),
        strength=2,
    ),
    Step(
        trigger=Trigger.COMPLETE,
        source=State.INCOMPLETE,
        target=State.ADMISSIBILITY,
        nature=Nature.JOIN,
        when=(guard.ITEMS_RECEIVED,),
        does=effect.examination_resumed,
        tell=(Tell("complete", who.PARTIES), Tell("complete_bureau", who.BUREAU)),
        law="CRPA, art. L. 114-5 : le délai reprend à la réception des pièces",
    ),
    Step(
        trigger=Trigger.RESUME_UNCOMPLETED,
        source=State.INCOMPLETE,
        target=State.ADMISSIBILITY,
        by=(who.HEAD,),
        when=(guard.COMPLETION_OVER,),
        asks=(REASON,),
        does=effect.examination_resumed,
        tell=(Tell("resume_uncompleted", who.PARTIES),),
        strength=3,
        consequence="L’examen reprend sans les pièces : la recevabilité reste à prononcer.",
    ),
    Step(
        trigger=Trigger.DECLARE_ADMISSIBLE,
        source=State.ADMISSIBILITY,
        target=State.ADMISSIBLE,
        by=(who.BUREAU, who.HEAD),
        does=effect.undecided,
        tell=(Tell("declare_admissible", who.PARTIES), Tell("admissible_secretary", who.SECRETARY)),
    ),
    Step(
        trigger=Trigger.SIGN_INADMISSIBILITY,
        source=State.ADMISSIBILITY,
        by=(who.GRANTORS,),
        when=(guard.MINISTER_UNDECIDED,),
        asks=(REASON, DOCUMENT),
        does=effect.decision_signed,
        tell=(Tell("sign_inadmissibility", who.BUREAU),),
        signs=True,
        strength=5,
        consequence="À la dernière signature requise, le dossier devient irrecevable.",
        law="CRPA, art. L. 211-2 et L. 211-5 ; parallélisme des compétences",
    ),
    Step(
        trigger=Trigger.DECLARE_INADMISSIBLE,
        source=State.ADMISSIBILITY,
        target=State.INADMISSIBLE,
        nature=Nature.JOIN,
        when=(guard.ALL_DECIDED,),
        tell=(Tell("declare_inadmissible", who.PARTIES),),
        law="CRPA, art. L. 211-5 ; CJA, art. R. 421-1 et R. 421-5",
    ),
)

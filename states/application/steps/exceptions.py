"""The paths that nobody wishes, and the everyday acts of those who watch."""

from typing import Any

from states.application import audiences as who
from states.application.effects import admissibility as completion
from states.application.effects import exceptions as effect
from states.application.effects import review
from states.application.effects.dates import extended
from states.application.guards import exceptions as guard
from states.application.steps.preparation import DOCUMENT, REASON
from states.application.words import State, Trigger
from states.declaration import Ask, AskKind, Nature, Step, Tell
from states.everyday import DATE_RUNS, acknowledge, extend, remind

BEFORE_FILING = (State.DRAFT, State.JOINT_SIGNATURE)
BEFORE_OPINION = (
    State.SUBMITTED,
    State.ADMISSIBILITY,
    State.INCOMPLETE,
    State.ADMISSIBLE,
    State.UNDER_REVIEW,
    State.CLARIFICATION,
    State.REVIEWED,
    State.SCHEDULED,
    State.ADJOURNED,
)
AFTER_OPINION = (
    State.IN_SESSION,
    State.OPINION_RENDERED,
    State.RESERVATIONS,
    State.PROPOSED,
    State.CO_SIGNATURE,
    State.ARBITRATION,
)
FILED = BEFORE_OPINION + AFTER_OPINION
LIVING = (*BEFORE_FILING, *FILED, State.SEALED, State.STAYED, State.UNDER_APPEAL)
OWN_DEADLINE = (
    State.SUBMITTED,
    State.ADMISSIBILITY,
    State.ADMISSIBLE,
    State.UNDER_REVIEW,
    State.CLARIFICATION,
    State.REVIEWED,
    State.ADJOURNED,
    State.OPINION_RENDERED,
    State.RESERVATIONS,
    State.PROPOSED,
    State.ARBITRATION,
    State.STAYED,
)

FORCED_ASKS = (REASON, Ask("confirmation", "Référence du dossier, recopiée", AskKind.TEXT))
FORCED_TELLS = (Tell("force", who.EVERYONE), Tell("force", who.HEAD))
FORCED = (
    "Le passage est fait sans l’office attendu, sous votre nom ; il reste marqué au journal pour toujours."
    " Aucune signature, aucun avis ni aucune décision ne peut être forcé."
)


def _forced(source: State, target: State | None, does: Any = None, **more: Any) -> Step:
    """What an administrator may do in place of an office that does not move: never a signature, a vote, a decision."""
    return Step(
        trigger=Trigger.FORCE,
        source=source,
        target=target,
        by=(who.ADMIN,),
        asks=FORCED_ASKS,
        does=does,
        tell=FORCED_TELLS,
        strength=5,
        consequence=FORCED,
        **{"when": (guard.REFERENCE_COPIED,)} | more,
    )


EXCEPTIONS = (
    _forced(State.SUBMITTED, State.ADMISSIBILITY),
    _forced(State.INCOMPLETE, State.ADMISSIBILITY, completion.examination_resumed),
    _forced(State.CLARIFICATION, State.UNDER_REVIEW, review.resumed),
    _forced(State.STAYED, None, effect.resumed, back=True, when=(guard.NOT_FOR_SUPPORT, guard.REFERENCE_COPIED)),
    Step(
        trigger=Trigger.WITHDRAW,
        source=(*BEFORE_FILING, *FILED, State.STAYED),
        target=State.WITHDRAWN,
        by=(who.SPONSORS,),
        when=(guard.ALL_WITHDRAW, guard.ORDER_UNSIGNED),
        asks=(REASON,),
        does=effect.ended,
        tell=(Tell("withdraw", who.EVERYONE),),
        strength=5,
        consequence="Le dossier prend fin.",
    ),
    Step(
        trigger=Trigger.WITHDRAW_SUPPORT,
        source=FILED,
        target=State.STAYED,
        by=(who.SPONSORS,),
        when=(guard.SUPPORT_GIVEN,),
        asks=(REASON,),
        does=effect.support_withdrawn,
        tell=(Tell("withdraw_support", who.EVERYONE),),
        strength=4,
        consequence="Votre signature tombe ; l’instruction est suspendue quinze jours, le temps de la rétablir.",
    ),
    Step(
        trigger=Trigger.RESTORE_SUPPORT,
        source=State.STAYED,
        back=True,
        by=(who.SPONSORS,),
        when=(guard.FOR_SUPPORT, guard.SUPPORT_MISSING),
        does=effect.support_restored,
        tell=(Tell("restore_support", who.EVERYONE),),
        signs=True,
    ),
    Step(
        trigger=Trigger.STAY,
        source=(*BEFORE_FILING, *FILED, State.SEALED),
        target=State.STAYED,
        by=(who.HEAD,),
        asks=(REASON,),
        does=effect.stayed,
        tell=(Tell("stay", who.EVERYONE),),
        strength=4,
        consequence="Tous les délais sont suspendus.",
    ),
    Step(
        trigger=Trigger.RESUME,
        source=State.STAYED,
        back=True,
        by=(who.HEAD,),
        when=(guard.NOT_FOR_SUPPORT,),
        asks=(REASON,),
        does=effect.resumed,
        tell=(Tell("resume", who.EVERYONE),),
        strength=2,
        consequence="Les délais reprennent avec ce qui en restait.",
    ),
    Step(
        trigger=Trigger.CLOSE_WITHOUT_ACTION,
        source=(*BEFORE_FILING, State.STAYED),
        target=State.CLOSED,
        by=(who.HEAD,),
        when=(guard.RESTORATION_OVER, guard.ORDER_UNSIGNED),
        asks=(REASON,),
        does=effect.ended,
        tell=(Tell("close_without_action", who.EVERYONE),),
        strength=5,
        consequence="Le dossier prend fin, sans décision.",
    ),
    Step(
        trigger=Trigger.CALL_CANCELLED,
        source=(*BEFORE_FILING, *FILED, State.STAYED),
        target=State.CLOSED,
        nature=Nature.JOIN,
        when=(guard.CALL_IS_CANCELLED, guard.ORDER_UNSIGNED),
        does=effect.ended,
        tell=(Tell("call_cancelled", who.EVERYONE),),
    ),
    Step(
        trigger=Trigger.REOPEN,
        source=(State.REFUSED, State.INADMISSIBLE, State.UNDER_APPEAL, State.LABELLED),
        target=State.ADMISSIBILITY,
        by=(who.HEAD,),
        when=(guard.DECISION_FELL,),
        asks=(REASON, DOCUMENT),
        does=effect.reopened,
        tell=(Tell("reopen", who.EVERYONE),),
        strength=5,
        law="CRPA, art. L. 411-2 : recours administratif accueilli ; CJA, art. L. 911-2 : décision annulée par le juge",
    ),
    Step(
        trigger=Trigger.REPORT_ERROR,
        source=LIVING,
        by=(who.PARTIES,),
        asks=(
            Ask("about", "Où est l’erreur", AskKind.TEXT, hint="Par exemple : date de la délibération, nom du campus."),
            Ask("remark", "Ce qu’il faudrait lire", AskKind.LONG_TEXT),
        ),
        tell=(Tell("report_error", who.BUREAU),),
        strength=3,
        stirs=False,
        frees=False,
        consequence="Votre signalement part au bureau chargé du dossier et figure dans l’historique.",
    ),
    remind(Trigger.REMIND, LIVING, (who.BUREAU, who.HEAD, who.SECRETARY, who.ADMIN)),
    extend(Trigger.EXTEND, OWN_DEADLINE, (who.HEAD,), does=extended, when=(DATE_RUNS, guard.DATE_IS_OWN)),
    acknowledge(Trigger.ACKNOWLEDGE, LIVING),
)

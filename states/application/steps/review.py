"""The expertise: two rapporteurs and the directorates, questions and answers, and the end of the review."""

from states.application import audiences as who
from states.application.effects import review as effect
from states.application.guards import review as guard
from states.application.steps.preparation import DOCUMENT, REASON
from states.application.words import State, Trigger
from states.declaration import Ask, AskKind, Nature, Step, Tell

SCORE_HINT = "De 0 à 20 ; obligatoire pour le rapport d’un rapporteur ou d’une rapporteure."
NEWCOMER = Ask("office", "Rapporteur ou rapporteure", AskKind.OFFICE)
LATE = Ask("late", "Rapport attendu de", AskKind.CHOICE, options=lambda f: {o: o for o in who.pending_reviewers(f)})
REPLACED = Ask(
    "late", "Rapport attendu de", AskKind.CHOICE, options=lambda f: {o: o for o in who.pending_rapporteurs(f)}
)

REVIEW = (
    Step(
        trigger=Trigger.ASSIGN_RAPPORTEURS,
        source=State.ADMISSIBLE,
        target=State.UNDER_REVIEW,
        by=(who.SECRETARY,),
        when=(guard.TWO_RAPPORTEURS, guard.ARE_RAPPORTEURS, guard.NONE_RECUSED),
        asks=(
            Ask("rapporteurs", "Rapporteurs (deux)", AskKind.OFFICES),
            Ask("due", "Rapports attendus le", AskKind.DATE, required=False, hint="Trente jours par défaut."),
        ),
        does=effect.assigned,
        tell=(Tell("assign_rapporteurs", who.REVIEWERS),),
        law="Décret n° 2014-1100 : groupe d’experts",
    ),
    Step(
        trigger=Trigger.DELIVER_REPORT,
        source=State.UNDER_REVIEW,
        by=(who.REVIEWERS,),
        when=(guard.SCORE_ON_TWENTY,),
        asks=(Ask("score", "Note sur 20", AskKind.NUMBER, required=False, hint=SCORE_HINT), DOCUMENT),
        does=effect.delivered,
        tell=(Tell("deliver_report", who.SECRETARY),),
    ),
    Step(
        trigger=Trigger.RECUSE,
        source=State.UNDER_REVIEW,
        by=(who.PENDING_RAPPORTEURS,),
        asks=(REASON,),
        does=effect.recused,
        tell=(Tell("recuse", who.SECRETARY),),
        strength=3,
        law="CRPA, art. R. 133-12",
    ),
    Step(
        trigger=Trigger.REPLACE_REVIEWER,
        source=State.UNDER_REVIEW,
        by=(who.SECRETARY, who.CHAIR),
        when=(guard.RAPPORTEUR_PENDING, guard.ARE_RAPPORTEURS, guard.NOT_ALREADY_ASSIGNED, guard.NONE_RECUSED),
        asks=(REPLACED, NEWCOMER, REASON),
        does=effect.replaced,
        tell=(Tell("replace_reviewer", who.NEWCOMER),),
        strength=3,
        consequence="Le nouveau rapporteur dispose de trente jours.",
    ),
    Step(
        trigger=Trigger.ADD_RAPPORTEUR,
        source=State.UNDER_REVIEW,
        by=(who.SECRETARY, who.CHAIR),
        when=(guard.THIRD_NEEDED, guard.ARE_RAPPORTEURS, guard.NOT_ALREADY_ASSIGNED, guard.NONE_RECUSED),
        asks=(NEWCOMER,),
        does=effect.added,
        tell=(Tell("add_rapporteur", who.NEWCOMER),),
        strength=2,
    ),
    Step(
        trigger=Trigger.WAIVE_REPORT,
        source=State.UNDER_REVIEW,
        by=(who.CHAIR,),
        when=(guard.REPORT_PENDING,),
        asks=(LATE, REASON),
        does=effect.waived,
        tell=(Tell("waive_report", who.SECRETARY),),
        strength=4,
    ),
    Step(
        trigger=Trigger.ASK_CLARIFICATION,
        source=State.UNDER_REVIEW,
        target=State.CLARIFICATION,
        by=(who.RAPPORTEURS,),
        asks=(Ask("question", "Précisions demandées", AskKind.LONG_TEXT),),
        does=effect.asked,
        tell=(Tell("ask_clarification", who.PARTIES),),
        strength=2,
        consequence="Les délais des rapports sont suspendus pendant la réponse.",
    ),
    Step(
        trigger=Trigger.ANSWER_CLARIFICATION,
        source=State.CLARIFICATION,
        target=State.UNDER_REVIEW,
        by=(who.DRAFTERS, who.SPONSORS),
        asks=(Ask("answer", "Réponse", AskKind.LONG_TEXT), Ask("document", "Pièce", AskKind.DOCUMENT, required=False)),
        does=effect.answered,
        tell=(Tell("answer_clarification", who.REVIEWERS),),
    ),
    Step(
        trigger=Trigger.CLOSE_CLARIFICATION,
        source=State.CLARIFICATION,
        target=State.UNDER_REVIEW,
        by=(who.SECRETARY, who.CHAIR),
        asks=(REASON,),
        does=effect.resumed,
        tell=(Tell("close_clarification", who.REVIEWERS),),
        strength=3,
    ),
    Step(
        trigger=Trigger.REVIEWS_DONE,
        source=State.UNDER_REVIEW,
        target=State.REVIEWED,
        nature=Nature.JOIN,
        when=(guard.REPORTS_IN, guard.ENOUGH_REPORTS, guard.REPORTS_CONSISTENT),
        tell=(Tell("reviews_done", who.SECRETARY),),
    ),
)

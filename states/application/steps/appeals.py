"""The administrative appeal against a negative decision: lodged in time, upheld, rejected, or rejected by silence."""

from states.application import audiences as who
from states.application.effects import appeals as effect
from states.application.guards import appeals as guard
from states.application.stages.appeals import answer_due
from states.application.steps.preparation import REASON
from states.application.words import State, Trigger
from states.declaration import Ask, AskKind, Nature, Step, Tell

APPEALS = (
    Step(
        trigger=Trigger.LODGE_APPEAL,
        source=(State.REFUSED, State.INADMISSIBLE),
        target=State.UNDER_APPEAL,
        by=(who.SPONSORS,),
        when=(guard.APPEAL_IN_TIME, guard.APPEALED_ONCE),
        asks=(
            Ask("reason", "Moyens du recours", AskKind.LONG_TEXT),
            Ask("document", "Recours (PDF)", AskKind.DOCUMENT, required=False),
        ),
        does=effect.lodged,
        tell=(Tell("lodge_appeal", who.HEAD), Tell("appeal_received", who.PARTIES)),
        strength=2,
        consequence="Le délai pour saisir le tribunal est interrompu ; deux mois de silence vaudront rejet.",
        law="CRPA, art. L. 411-2 et L. 411-3",
    ),
    Step(
        trigger=Trigger.REJECT_APPEAL,
        source=State.UNDER_APPEAL,
        back=True,
        by=(who.HEAD, who.GRANTORS),
        asks=(REASON,),
        tell=(Tell("reject_appeal", who.PARTIES),),
        strength=3,
        consequence="La décision est maintenue ; les porteurs ont deux mois pour saisir le tribunal.",
        law="CRPA, art. L. 211-2 et L. 411-5 ; CJA, art. R. 421-1 et R. 421-5",
    ),
    Step(
        trigger=Trigger.WITHDRAW_APPEAL,
        source=State.UNDER_APPEAL,
        back=True,
        by=(who.SPONSORS,),
        when=(guard.APPELLANT,),
        tell=(Tell("withdraw_appeal", who.HEAD),),
        strength=3,
    ),
    Step(
        trigger=Trigger.IMPLICIT_REJECTION,
        source=State.UNDER_APPEAL,
        back=True,
        nature=Nature.TIMER,
        when_due=answer_due,
        legal_date=lambda facts: facts.appeal.due,
        tell=(Tell("implicit_rejection", who.PARTIES), Tell("implicit_rejection_head", who.HEAD)),
        law="CRPA, art. L. 411-7 et L. 231-4",
    ),
)

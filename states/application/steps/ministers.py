"""From the proposal to the label: the order's signatures, arbitration, publication, or a refusal by those who grant."""

from states.application import audiences as who
from states.application.effects import admissibility as decision
from states.application.effects import commission, ministers
from states.application.guards import admissibility as negative
from states.application.guards import ministers as guard
from states.application.steps.preparation import DOCUMENT, REASON
from states.application.words import State, Trigger
from states.declaration import Ask, AskKind, Nature, Step, Tell

ORDER = Ask(
    "order", "Projet d’arrêté", AskKind.CHOICE, options=lambda f: {order.ref: order.ref for order in f.open_orders}
)

MINISTERS = (
    Step(
        trigger=Trigger.ATTACH_CNEE_OPINION,
        source=State.OPINION_RENDERED,
        by=(who.CNEE, who.BUREAU),
        when=(guard.CNEE_EXPECTED,),
        asks=(DOCUMENT,),
        does=commission.cnee_attached,
        tell=(Tell("attach_cnee_opinion", who.HEAD),),
        law="Décret n° 2014-1100 : avis du CNEE",
    ),
    Step(
        trigger=Trigger.PROPOSE,
        source=State.OPINION_RENDERED,
        target=State.PROPOSED,
        by=(who.HEAD,),
        when=(guard.MINUTES_SIGNED, guard.CNEE_ATTACHED, guard.FAVOURABLE),
        asks=(Ask("reason", "Motif, si la proposition s’écarte de l’avis", AskKind.LONG_TEXT, required=False),),
        does=decision.undecided,
        tell=(Tell("propose", who.CABINETS), Tell("propose_bureau", who.BUREAU)),
    ),
    Step(
        trigger=Trigger.RETURN_TO_COMMISSION,
        source=State.PROPOSED,
        target=State.REVIEWED,
        by=(who.CABINETS,),
        when=(guard.SECOND_LOOK_ONCE, guard.NOT_CARRIED),
        asks=(REASON,),
        does=commission.second_look,
        tell=(Tell("return_to_commission", who.SECRETARY),),
        strength=3,
    ),
    Step(
        trigger=Trigger.PUT_IN_ORDER,
        source=State.PROPOSED,
        by=(who.BUREAU, who.HEAD),
        when=(guard.NOT_CARRIED, guard.ORDER_AT_HAND, guard.SAME_SIGNATORIES),
        asks=(ORDER,),
        does=ministers.put_in_order,
    ),
    Step(
        trigger=Trigger.TAKE_OUT_OF_ORDER,
        source=State.PROPOSED,
        by=(who.BUREAU, who.HEAD),
        when=(guard.CARRIED, guard.ORDER_STILL_DRAFT),
        does=ministers.taken_out,
        strength=3,
    ),
    Step(
        trigger=Trigger.START_SIGNATURE,
        source=State.PROPOSED,
        target=State.CO_SIGNATURE,
        nature=Nature.JOIN,
        when=(guard.ORDER_IN_SIGNATURE, guard.ORDER_OF_EDITION),
        does=decision.undecided,
    ),
    Step(
        trigger=Trigger.ONE_REFUSES,
        source=State.CO_SIGNATURE,
        target=State.ARBITRATION,
        nature=Nature.JOIN,
        when=(guard.ORDER_CONTESTED,),
        tell=(Tell("one_refuses", who.HEAD), Tell("one_refuses_cabinets", who.CABINETS)),
    ),
    Step(
        trigger=Trigger.ARBITRATE_SIGN,
        source=State.ARBITRATION,
        target=State.CO_SIGNATURE,
        by=(who.HEAD,),
        when=(guard.NO_LONGER_CONTESTED,),
        asks=(REASON,),
        does=decision.undecided,
        tell=(Tell("arbitrate_sign", who.CABINETS),),
        strength=2,
    ),
    Step(
        trigger=Trigger.ARBITRATE_SPLIT,
        source=State.ARBITRATION,
        target=State.PROPOSED,
        by=(who.HEAD,),
        asks=(REASON,),
        does=ministers.taken_out,
        tell=(Tell("arbitrate_split", who.CABINETS), Tell("propose_bureau", who.BUREAU)),
        strength=2,
        consequence="Le dossier quitte l’arrêté ; les autres dossiers continuent sans lui.",
    ),
    Step(
        trigger=Trigger.ARBITRATE_ADJOURN,
        source=State.ARBITRATION,
        target=State.ADJOURNED,
        by=(who.HEAD,),
        asks=(REASON,),
        does=lambda facts, move: (
            ministers.taken_out(facts, move) | commission.taken_off(facts, move) | decision.undecided(facts, move)
        ),
        tell=(Tell("arbitrate_adjourn", who.PARTIES), Tell("adjourn_secretary", who.SECRETARY)),
        strength=4,
    ),
    Step(
        trigger=Trigger.SEAL,
        source=State.CO_SIGNATURE,
        target=State.SEALED,
        nature=Nature.JOIN,
        when=(guard.ORDER_SIGNED,),
        tell=(Tell("seal", who.BUREAU),),
    ),
    Step(
        trigger=Trigger.LABEL,
        source=State.SEALED,
        target=State.LABELLED,
        nature=Nature.JOIN,
        when=(guard.ORDER_PUBLISHED,),
        births=ministers.born,
        tell=(Tell("label", who.PARTIES), Tell("label_bureau", who.BUREAU)),
        law="CRPA, art. L. 221-8",
    ),
    Step(
        trigger=Trigger.SIGN_REFUSAL,
        source=(State.OPINION_RENDERED, State.PROPOSED, State.ARBITRATION),
        by=(who.GRANTORS,),
        when=(negative.MINISTER_UNDECIDED,),
        asks=(REASON, DOCUMENT),
        does=decision.decision_signed,
        tell=(Tell("sign_refusal", who.BUREAU),),
        signs=True,
        strength=5,
        consequence="À la dernière signature requise, le dossier est refusé.",
        law="CRPA, art. L. 211-5 ; parallélisme des compétences",
    ),
    Step(
        trigger=Trigger.REFUSE,
        source=(State.OPINION_RENDERED, State.PROPOSED, State.ARBITRATION),
        target=State.REFUSED,
        nature=Nature.JOIN,
        when=(negative.ALL_DECIDED,),
        does=ministers.taken_out,
        tell=(Tell("refuse", who.PARTIES), Tell("refuse_bureau", who.BUREAU)),
        law="CRPA, art. L. 211-5 ; CJA, art. R. 421-1, R. 421-5 et R. 421-7",
    ),
)

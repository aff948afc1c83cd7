"""What puts a label right: dates that were entered wrongly, a renewal opened too early, a grant that a court annuls."""

from states.declaration import Ask, AskKind, Nature, Step, Tell
from states.everyday import REASON
from states.label import audiences as who
from states.label import effects as effect
from states.label import guards as guard
from states.label.steps import LIVING
from states.label.words import State, Trigger

PROOF = Ask("document", "Arrêté ou rectificatif qui fixe ces dates (PDF)", AskKind.DOCUMENT)
DATES = (
    Ask("starts_on", "Premier jour du label", AskKind.DATE),
    Ask("months", "Durée, en mois", AskKind.NUMBER),
    PROOF,
    REASON,
)
CONSEQUENCE = (
    "Les échéances et les rappels suivent les dates rectifiées, comme si elles avaient toujours été les bonnes ;"
    " celles qui avaient été enregistrées restent au journal."
)

CORRECTIONS = (
    Step(
        trigger=Trigger.RECTIFY,
        source=(State.PENDING_EFFECT, *LIVING),
        by=(who.HEAD,),
        when=(guard.DATES_CHANGE, guard.TERM_ALLOWED),
        asks=DATES,
        does=effect.rectified,
        tell=(Tell("rectify", who.PARTIES_AND_BUREAU),),
        strength=3,
        frees=False,
        consequence=CONSEQUENCE,
        law="L’arrêté publié, ou son rectificatif, fait foi",
    ),
    Step(
        trigger=Trigger.RECTIFY,
        source=State.EXPIRED,
        target=State.ACTIVE,
        by=(who.HEAD,),
        when=(guard.DATES_CHANGE, guard.TERM_ALLOWED, guard.TERM_AHEAD, guard.NOTHING_FOLLOWS),
        asks=DATES,
        does=effect.rectified,
        tell=(Tell("rectify", who.PARTIES_AND_BUREAU),),
        strength=3,
        consequence=CONSEQUENCE,
        law="L’arrêté publié, ou son rectificatif, fait foi",
    ),
    Step(
        trigger=Trigger.CLOSE_RENEWAL,
        source=State.RENEWAL_OPEN,
        target=State.ACTIVE,
        nature=Nature.JOIN,
        when=(guard.WINDOW_AHEAD,),
    ),
    Step(
        trigger=Trigger.ANNUL,
        source=(State.PENDING_EFFECT, *LIVING, State.EXPIRED),
        target=State.ANNULLED,
        nature=Nature.JOIN,
        when=(guard.STRUCK,),
        tell=(Tell("annul", who.PARTIES_AND_BUREAU),),
        law="Code de justice administrative",
    ),
)

"""Every state of the order: whom it awaits, until when, and how long one may sleep in it."""

from states.deadlines import within
from states.declaration import Ladder, Stage
from states.order import audiences as who
from states.order.words import Phase, State, Trigger

STAGES = (
    Stage(state=State.NOWHERE, phase=Phase.PREPARATION, awaits=(who.BUREAU,)),
    Stage(
        state=State.DRAFTING,
        phase=Phase.PREPARATION,
        awaits=(who.BUREAU,),
        deadline=within(15, "la vérification juridique", "alerte à la cheffe de bureau"),
        ladder=Ladder(before=(3,), after=(3,), escalate=10),
        escalates_to=(who.HEAD,),
        forward=Trigger.SEND_TO_LEGAL_CHECK,
        patience=15,
    ),
    Stage(
        state=State.LEGAL_CHECK,
        phase=Phase.PREPARATION,
        awaits=(who.HEAD,),
        deadline=within(10, "la mise à la signature", "alerte"),
        ladder=Ladder(before=(3,), after=(3,)),
        forward=Trigger.OPEN_SIGNATURE,
        patience=10,
    ),
    Stage(
        state=State.IN_SIGNATURE,
        phase=Phase.SIGNATURE,
        awaits=(who.ACTING_NOW,),
        deadline=within(20, "la signature de tous les ministres requis", "rappels, puis signalement à la Dgesco"),
        ladder=Ladder(
            before=(7,), on_day=True, after=(7, 14, 21, 28), escalate=30, unless=lambda facts: bool(facts.contested)
        ),
        escalates_to=(who.CABINETS, who.HEAD),
        forward=Trigger.SEAL,
        patience=20,
    ),
    Stage(
        state=State.SIGNED,
        phase=Phase.PUBLICATION,
        awaits=(who.BUREAU,),
        deadline=within(5, "la transmission pour publication", "alerte à la cheffe de bureau"),
        ladder=Ladder(before=(1,), after=(3,), escalate=10),
        escalates_to=(who.HEAD,),
        forward=Trigger.SEND_TO_JOURNAL,
        patience=5,
    ),
    Stage(
        state=State.SENT_TO_JOURNAL,
        phase=Phase.PUBLICATION,
        awaits=(who.BUREAU,),
        deadline=within(15, "l’enregistrement de la publication", "alerte à la cheffe de bureau"),
        ladder=Ladder(before=(3,), after=(3,), escalate=10),
        escalates_to=(who.HEAD,),
        forward=Trigger.PUBLISH,
        patience=15,
    ),
    *(
        Stage(state=state, phase=Phase.PUBLICATION, final=True)
        for state in (
            State.PUBLISHED,
            State.CORRECTED,
            State.REPEALED,
            State.WITHDRAWN,
            State.ANNULLED,
            State.ABANDONED,
        )
    ),
)

"""The transitions of the label."""

from states.calendar import first_instant
from states.declaration import Ask, AskKind, Nature, Step, Tell
from states.everyday import REASON, acknowledge, remind
from states.label import audiences as who
from states.label import effects as effect
from states.label import guards as guard
from states.label.dates import (
    expires_on,
    expiry,
    merger,
    renewal_opens_on,
    split,
    succeeded_on,
    succession,
)
from states.label.words import State, Trigger

IN_TERM = (State.ACTIVE, State.RENEWAL_OPEN, State.RENEWAL_FILED, State.GRACE)
LIVING = (*IN_TERM, State.SUSPENDED, State.UNDER_WITHDRAWAL)
SUCCEEDED = (*IN_TERM, State.SUSPENDED, State.UNDER_WITHDRAWAL, State.EXPIRED)
#: What every decision that takes a label away prints.
REMEDIES = "CJA, art. R. 421-1 et R. 421-5"
DOCUMENT = Ask("document", "Acte (PDF)", AskKind.DOCUMENT)


STEPS = (
    Step(
        trigger=Trigger.BIRTH,
        source=State.NOWHERE,
        target=State.PENDING_EFFECT,
        nature=Nature.JOIN,
    ),
    Step(
        trigger=Trigger.TAKE_EFFECT,
        source=State.PENDING_EFFECT,
        target=State.ACTIVE,
        nature=Nature.TIMER,
        when_due=lambda facts: first_instant(facts.starts_on),
        legal_date=lambda facts: facts.starts_on,
    ),
    Step(
        trigger=Trigger.FILE_MID_TERM_REPORT,
        source=IN_TERM,
        by=(who.SERVICES, who.SPONSORS),
        when=(guard.MID_TERM_OPEN,),
        asks=(Ask("document", "Bilan (PDF)", AskKind.DOCUMENT),),
        does=effect.mid_term_filed,
        tell=(Tell("file_mid_term_report", who.BUREAU),),
    ),
    Step(
        trigger=Trigger.OPEN_RENEWAL,
        source=State.ACTIVE,
        target=State.RENEWAL_OPEN,
        nature=Nature.TIMER,
        when_due=lambda facts: first_instant(renewal_opens_on(facts)),
        legal_date=renewal_opens_on,
        tell=(Tell("open_renewal", who.PARTIES),),
    ),
    Step(
        trigger=Trigger.RENEWAL_SUBMITTED,
        source=State.RENEWAL_OPEN,
        target=State.RENEWAL_FILED,
        nature=Nature.JOIN,
        when=(guard.RENEWAL_IS_FILED,),
    ),
    Step(
        trigger=Trigger.RENEWAL_ENDED,
        source=State.RENEWAL_FILED,
        target=State.RENEWAL_OPEN,
        nature=Nature.JOIN,
        when=(guard.RENEWAL_IS_OVER,),
        tell=(Tell("renewal_ended", who.PARTIES),),
    ),
    Step(
        trigger=Trigger.SIGN_MEASURE,
        source=IN_TERM,
        by=(who.GRANTORS,),
        asks=(DOCUMENT, REASON),
        does=effect.decision_signed,
        signs=True,
        strength=4,
        consequence="Le dernier ministre requis enregistre la prorogation ou la suspension sur le même document.",
        law="Parallélisme des formes",
    ),
    Step(
        trigger=Trigger.GRANT_EXTENSION,
        source=(State.ACTIVE, State.RENEWAL_OPEN, State.RENEWAL_FILED, State.GRACE),
        target=State.GRACE,
        by=(who.GRANTORS,),
        when=(guard.BEFORE_EXPIRY, guard.EXTENDS_LATER, guard.MEASURE_SIGNED_BY_ALL),
        asks=(Ask("until", "Prorogé jusqu’au (premier jour non couvert)", AskKind.DATE), DOCUMENT, REASON),
        does=effect.extended,
        tell=(Tell("grant_extension", who.PARTIES),),
        strength=3,
        law="Acte exprès, avant l’échéance ; parallélisme des formes",
    ),
    Step(
        trigger=Trigger.RENEW,
        source=SUCCEEDED,
        target=State.SUPERSEDED,
        nature=Nature.TIMER,
        when_due=succession,
        legal_date=succeeded_on,
    ),
    Step(
        trigger=Trigger.MERGE,
        source=SUCCEEDED,
        target=State.MERGED,
        nature=Nature.TIMER,
        when_due=merger,
        legal_date=succeeded_on,
    ),
    Step(
        trigger=Trigger.SPLIT,
        source=SUCCEEDED,
        target=State.SPLIT,
        nature=Nature.TIMER,
        when_due=split,
        legal_date=succeeded_on,
    ),
    Step(
        trigger=Trigger.EXPIRE,
        source=LIVING,
        target=State.EXPIRED,
        nature=Nature.TIMER,
        when_due=expiry,
        legal_date=expires_on,
        does=effect.expired,
        tell=(Tell("expire", who.PARTIES), Tell("expire_bureau", who.BUREAU)),
    ),
    Step(
        trigger=Trigger.OPEN_WITHDRAWAL,
        source=IN_TERM,
        target=State.UNDER_WITHDRAWAL,
        by=(who.HEAD,),
        when=(guard.OBSERVATIONS_LONG_ENOUGH,),
        asks=(Ask("due", "Observations au plus tard le", AskKind.DATE, required=False), REASON),
        does=effect.withdrawal_opened,
        tell=(Tell("open_withdrawal", who.PARTIES),),
        strength=5,
        law="CRPA, art. L. 121-1 et L. 122-1",
    ),
    Step(
        trigger=Trigger.FILE_OBSERVATIONS,
        source=State.UNDER_WITHDRAWAL,
        by=(who.SPONSORS,),
        when=(guard.NOT_YET_HEARD,),
        asks=(Ask("observations", "Observations", AskKind.LONG_TEXT),),
        does=effect.observed,
        tell=(Tell("file_observations", who.HEAD),),
    ),
    Step(
        trigger=Trigger.SIGN_DECISION,
        source=State.UNDER_WITHDRAWAL,
        by=(who.GRANTORS,),
        when=(guard.ADVERSARIAL_DONE,),
        asks=(DOCUMENT, REASON),
        does=effect.decision_signed,
        signs=True,
        strength=4,
        consequence="Le dernier ministre requis enregistre l’abrogation ou le retrait sur le même document.",
        law="Parallélisme des formes",
    ),
    Step(
        trigger=Trigger.REPEAL,
        source=State.UNDER_WITHDRAWAL,
        target=State.REPEALED,
        by=(who.GRANTORS,),
        when=(guard.ADVERSARIAL_DONE, guard.SIGNED_BY_ALL),
        asks=(REASON, DOCUMENT),
        tell=(Tell("repeal", who.PARTIES),),
        strength=5,
        law=f"CRPA, art. L. 242-2 et L. 211-2 ; {REMEDIES}",
    ),
    Step(
        trigger=Trigger.WITHDRAW,
        source=State.UNDER_WITHDRAWAL,
        target=State.WITHDRAWN,
        by=(who.GRANTORS,),
        when=(guard.ADVERSARIAL_DONE, guard.WITHIN_FOUR_MONTHS, guard.SIGNED_BY_ALL),
        asks=(Ask("fraud", "Acte obtenu par fraude", AskKind.FLAG, required=False), REASON, DOCUMENT),
        tell=(Tell("withdraw", who.PARTIES),),
        strength=5,
        law=f"CRPA, art. L. 242-1 et L. 241-2 ; {REMEDIES}",
    ),
    *(
        Step(
            trigger=trigger,
            source=source,
            back=True,
            by=(who.HEAD,),
            asks=(REASON,),
            does=effect.maintained,
            tell=(Tell(trigger.value, who.PARTIES),),
            strength=2,
        )
        for trigger, source in (
            (Trigger.MAINTAIN, State.UNDER_WITHDRAWAL),
            (Trigger.REINSTATE, State.SUSPENDED),
        )
    ),
    Step(
        trigger=Trigger.SUSPEND,
        source=IN_TERM,
        target=State.SUSPENDED,
        by=(who.GRANTORS,),
        when=(guard.MEASURE_SIGNED_BY_ALL,),
        asks=(REASON, DOCUMENT),
        does=effect.suspended,
        tell=(Tell("suspend", who.PARTIES),),
        strength=5,
        law=f"CRPA, art. L. 211-2 ; {REMEDIES}",
    ),
    Step(
        trigger=Trigger.SURRENDER,
        source=IN_TERM,
        target=State.SURRENDERED,
        by=(who.SPONSORS,),
        when=(guard.SOLE_OR_ALL,),
        asks=(REASON, Ask("document", "Accord des autres porteurs (PDF)", AskKind.DOCUMENT, required=False)),
        tell=(Tell("surrender", who.BUREAU),),
        strength=5,
    ),
    remind(Trigger.REMIND, LIVING, (who.BUREAU, who.HEAD, who.ADMIN)),
    acknowledge(Trigger.ACKNOWLEDGE, LIVING),
)

"""The label: takes effect, is renewed from twelve months before its term, expires at that term and never tacitly."""

from datetime import date, datetime, timedelta

from states.calendar import Delay, Unit, add, last_instant
from states.declaration import Ask, AskKind, Deadline, Ladder, Lifecycle, Nature, Stage, Step, Tell
from states.editions import edition
from states.everyday import REASON, remind
from states.label import audiences as who
from states.label import effects as effect
from states.label import guards as guard
from states.label.facts import LabelFacts
from states.label.words import Phase, State, Trigger

IN_TERM = (State.ACTIVE, State.RENEWAL_OPEN, State.RENEWAL_FILED, State.GRACE)
BEFORE_END = (State.PENDING_EFFECT, *IN_TERM)
DOCUMENT = Ask("document", "Acte (PDF)", AskKind.DOCUMENT)


def _start(day: date) -> datetime:
    return last_instant(day - timedelta(days=1))


def renewal_opens_on(facts: LabelFacts) -> date:
    """First day of the renewal window."""
    return add(facts.expires_on, edition(facts.edition).renewal_opens)


def renewal_due_on(facts: LabelFacts) -> date:
    """Last day to file the renewal."""
    return add(facts.expires_on, edition(facts.edition).renewal_due)


def mid_term_on(facts: LabelFacts) -> date:
    """Half-term."""
    return add(facts.starts_on, Delay(facts.months // 2, Unit.MONTHS))


def _mid_term(facts: LabelFacts) -> datetime | None:
    return None if facts.mid_term_filed_on else last_instant(mid_term_on(facts))


def _observations(facts: LabelFacts) -> datetime | None:
    waiting = facts.observations_due and not facts.observations_on
    return last_instant(facts.observations_due) if waiting and facts.observations_due else None


def _expiry(facts: LabelFacts) -> datetime | None:
    """Silent when the label that follows takes over by then."""
    follows = facts.successor.on if facts.successor else None
    return None if follows and follows <= facts.ends_on else facts.ends_at


def _succession(facts: LabelFacts) -> datetime | None:
    return None if facts.kind_of_successor == "merger" else _following(facts)


def _merger(facts: LabelFacts) -> datetime | None:
    return _following(facts) if facts.kind_of_successor == "merger" else None


def _following(facts: LabelFacts) -> datetime | None:
    successor = facts.successor
    return _start(successor.on) if successor and successor.on else None


def _expires_on(facts: LabelFacts) -> date:
    return facts.ends_on


STAGES = (
    Stage(state=State.NOWHERE, phase=Phase.PENDING),
    Stage(
        state=State.PENDING_EFFECT,
        phase=Phase.PENDING,
        awaits=(who.BUREAU,),
        deadline=Deadline(
            due=lambda facts: _start(facts.starts_on),
            rule="date de prise d’effet",
            satisfied_by="la date",
            on_passing="le label prend effet",
        ),
        forward=Trigger.TAKE_EFFECT,
        patience=400,
    ),
    Stage(
        state=State.ACTIVE,
        phase=Phase.IN_FORCE,
        awaits=(who.SERVICES,),
        deadline=Deadline(
            due=_mid_term,
            rule="mi-parcours",
            satisfied_by="la remise du bilan",
            on_passing="rappels ; le retard figure à la demande de renouvellement",
        ),
        ladder=Ladder(before=(90, 30, 7), on_day=True, after=(30,)),
        forward=Trigger.OPEN_RENEWAL,
        patience=1500,
    ),
    Stage(
        state=State.RENEWAL_OPEN,
        phase=Phase.RENEWAL,
        awaits=(who.SERVICES,),
        deadline=Deadline(
            due=lambda facts: last_instant(renewal_due_on(facts)),
            rule="six mois avant l’échéance",
            satisfied_by="le dépôt de la demande de renouvellement",
            on_passing="le dépôt tardif demande une décision motivée ; le label court jusqu’à son terme",
        ),
        ladder=Ladder(before=(90, 60, 30, 15, 7, 1), on_day=True, after=(7, 30, 60), escalate=90),
        escalates_to=(who.SPONSORS, who.HEAD),
        forward=Trigger.RENEWAL_SUBMITTED,
        patience=260,
    ),
    Stage(
        state=State.RENEWAL_FILED,
        phase=Phase.RENEWAL,
        awaits=(who.BUREAU,),
        deadline=Deadline(
            due=lambda facts: facts.ends_at,
            rule="échéance du label",
            satisfied_by="la décision sur le renouvellement, ou une prorogation",
            on_passing="le label échoit ; la demande continue",
        ),
        carrier="renewal",
        forward=Trigger.RENEW,
        patience=260,
    ),
    Stage(
        state=State.GRACE,
        phase=Phase.RENEWAL,
        awaits=(who.SERVICES,),
        deadline=Deadline(
            due=lambda facts: facts.ends_at,
            rule="terme de la prorogation",
            satisfied_by="un label renouvelé",
            on_passing="le label échoit",
        ),
        ladder=Ladder(before=(90, 30, 15, 7, 1)),
        forward=Trigger.RENEW,
        patience=260,
    ),
    Stage(state=State.SUSPENDED, phase=Phase.IN_FORCE, awaits=(who.HEAD,), forward=Trigger.REINSTATE, patience=60),
    Stage(
        state=State.UNDER_WITHDRAWAL,
        phase=Phase.IN_FORCE,
        awaits=(who.HEAD,),
        deadline=Deadline(
            due=_observations,
            rule="délai fixé pour les observations, quinze jours au moins",
            satisfied_by="les observations des porteurs",
            on_passing="la décision peut être prise",
            law="CRPA, art. L. 121-1 et L. 122-1",
        ),
        forward=Trigger.MAINTAIN,
        patience=60,
    ),
    *(
        Stage(state=state, phase=Phase.ENDED, final=True)
        for state in (
            State.EXPIRED,
            State.SUPERSEDED,
            State.MERGED,
            State.REPEALED,
            State.WITHDRAWN,
            State.SURRENDERED,
        )
    ),
)

STEPS = (
    Step(
        trigger=Trigger.BIRTH,
        source=State.NOWHERE,
        target=State.PENDING_EFFECT,
        nature=Nature.JOIN,
        tell=(Tell("birth", who.PARTIES),),
    ),
    Step(
        trigger=Trigger.TAKE_EFFECT,
        source=State.PENDING_EFFECT,
        target=State.ACTIVE,
        nature=Nature.TIMER,
        when_due=lambda facts: _start(facts.starts_on),
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
        when_due=lambda facts: _start(renewal_opens_on(facts)),
        legal_date=renewal_opens_on,
        tell=(Tell("open_renewal", who.PARTIES),),
    ),
    Step(
        trigger=Trigger.RENEWAL_SUBMITTED,
        source=(State.ACTIVE, State.RENEWAL_OPEN),
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
        trigger=Trigger.GRANT_EXTENSION,
        source=(State.ACTIVE, State.RENEWAL_OPEN, State.RENEWAL_FILED, State.GRACE),
        target=State.GRACE,
        by=(who.GRANTORS,),
        when=(guard.BEFORE_EXPIRY, guard.EXTENDS_LATER),
        asks=(Ask("until", "Prorogé jusqu’au (premier jour non couvert)", AskKind.DATE), DOCUMENT, REASON),
        does=effect.extended,
        tell=(Tell("grant_extension", who.PARTIES),),
        strength=3,
        law="Acte exprès, avant l’échéance",
    ),
    Step(
        trigger=Trigger.RENEW,
        source=(*IN_TERM, State.EXPIRED),
        target=State.SUPERSEDED,
        nature=Nature.TIMER,
        when_due=_succession,
        legal_date=lambda facts: facts.successor.on,
    ),
    Step(
        trigger=Trigger.MERGE,
        source=(*IN_TERM, State.EXPIRED),
        target=State.MERGED,
        nature=Nature.TIMER,
        when_due=_merger,
        legal_date=lambda facts: facts.successor.on,
    ),
    Step(
        trigger=Trigger.EXPIRE,
        source=(*IN_TERM, State.SUSPENDED, State.UNDER_WITHDRAWAL),
        target=State.EXPIRED,
        nature=Nature.TIMER,
        when_due=_expiry,
        legal_date=_expires_on,
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
        asks=(Ask("observations", "Observations", AskKind.LONG_TEXT),),
        does=effect.observed,
        tell=(Tell("file_observations", who.HEAD),),
    ),
    Step(
        trigger=Trigger.REPEAL,
        source=State.UNDER_WITHDRAWAL,
        target=State.REPEALED,
        by=(who.GRANTORS,),
        when=(guard.ADVERSARIAL_DONE,),
        asks=(REASON, DOCUMENT),
        tell=(Tell("repeal", who.PARTIES),),
        strength=5,
        law="CRPA, art. L. 242-2 et L. 211-2",
    ),
    Step(
        trigger=Trigger.WITHDRAW,
        source=State.UNDER_WITHDRAWAL,
        target=State.WITHDRAWN,
        by=(who.GRANTORS,),
        when=(guard.ADVERSARIAL_DONE, guard.WITHIN_FOUR_MONTHS),
        asks=(Ask("fraud", "Acte obtenu par fraude", AskKind.FLAG, required=False), REASON, DOCUMENT),
        tell=(Tell("withdraw", who.PARTIES),),
        strength=5,
        law="CRPA, art. L. 242-1 et L. 241-2",
    ),
    *(
        Step(
            trigger=trigger,
            source=source,
            back=True,
            by=(who.HEAD,),
            asks=(REASON,),
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
        asks=(REASON, DOCUMENT),
        does=effect.suspended,
        tell=(Tell("suspend", who.PARTIES),),
        strength=5,
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
    remind(Trigger.REMIND, (*IN_TERM, State.SUSPENDED, State.UNDER_WITHDRAWAL), (who.BUREAU, who.HEAD, who.ADMIN)),
)

LABEL = Lifecycle(
    kind="label",
    label="Label",
    states=State,
    triggers=Trigger,
    start=State.NOWHERE,
    stages=STAGES,
    steps=STEPS,
)

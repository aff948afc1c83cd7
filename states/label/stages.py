"""Every state of the label: whom it awaits, until when, and how long one may sleep in it."""

from states.calendar import first_instant, last_instant
from states.declaration import Deadline, Ladder, Stage
from states.label import audiences as who
from states.label.dates import mid_term, observations, renewal_due_on
from states.label.words import Phase, State, Trigger

#: Days after the file was due, six months before the expiry: about 90, 60, 30, 15, 7 and 1 days before it.
TOWARDS_EXPIRY = (92, 122, 152, 167, 175, 181)
#: Once the file is overdue, every week, save in the days around those.
WEEKLY = tuple(day for day in range(7, 182, 7) if all(abs(day - marked) > 3 for marked in TOWARDS_EXPIRY))

STAGES = (
    Stage(state=State.NOWHERE, phase=Phase.PENDING),
    Stage(
        state=State.PENDING_EFFECT,
        phase=Phase.PENDING,
        awaits=(who.BUREAU,),
        deadline=Deadline(
            due=lambda facts: first_instant(facts.starts_on),
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
            due=mid_term,
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
        ladder=Ladder(
            before=(90, 60, 30, 15, 7, 1),
            on_day=True,
            after=tuple(sorted((*WEEKLY, *TOWARDS_EXPIRY))),
            escalate=TOWARDS_EXPIRY[0],
        ),
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
        awaits=(who.RENEWERS,),
        deadline=Deadline(
            due=lambda facts: facts.ends_at,
            rule="terme de la prorogation",
            satisfied_by="un label renouvelé",
            on_passing="le label échoit",
        ),
        ladder=Ladder(before=(90, 30, 15, 7, 1), unless=lambda facts: facts.renewal_pending),
        forward=Trigger.RENEW,
        patience=260,
    ),
    Stage(state=State.SUSPENDED, phase=Phase.IN_FORCE, awaits=(who.HEAD,), forward=Trigger.REINSTATE, patience=60),
    Stage(
        state=State.UNDER_WITHDRAWAL,
        phase=Phase.IN_FORCE,
        awaits=(who.UNHEARD, who.DECIDER),
        deadline=Deadline(
            due=observations,
            rule="délai fixé pour les observations, quinze jours au moins",
            satisfied_by="les observations des porteurs",
            on_passing="la décision peut être prise",
            law="CRPA, art. L. 121-1 et L. 122-1",
        ),
        ladder=Ladder(before=(7, 1), on_day=True, after=(7, 30)),
        forward=Trigger.MAINTAIN,
        patience=60,
    ),
    *(
        Stage(state=state, phase=Phase.ENDED, final=True)
        for state in (
            State.EXPIRED,
            State.SUPERSEDED,
            State.MERGED,
            State.SPLIT,
            State.REPEALED,
            State.WITHDRAWN,
            State.SURRENDERED,
            State.ANNULLED,
        )
    ),
)

"""The stages before the commission, until its opinion stands."""

from datetime import datetime

from states.application import audiences as who
from states.application.facts import ApplicationFacts
from states.application.stages.ladders import OFFICE_LADDER, PARTY_LADDER
from states.application.words import Phase, State, Trigger
from states.calendar import last_instant
from states.deadlines import within
from states.declaration import Audience, Deadline, Stage


def _session(facts: ApplicationFacts) -> datetime | None:
    return facts.session.held_at if facts.session else None


def _reservations(facts: ApplicationFacts) -> datetime | None:
    return last_instant(facts.reservations.due) if facts.reservations else None


def _answerers(facts: ApplicationFacts) -> tuple[str, ...]:
    answered = facts.reservations is not None and facts.reservations.answered_on is not None
    return ("commission_chair",) if answered else who.drafting_offices(facts)


def _decider(facts: ApplicationFacts) -> tuple[str, ...]:
    return who.undecided_offices(facts) if facts.decisions else ("dgesco_head",)


ANSWERERS = Audience("answerers", "les porteurs, puis la présidence de la commission", _answerers)
DECIDER = Audience("decider", "le bureau, ou les ministres si une décision négative est engagée", _decider)

COMMISSION_STAGES = (
    Stage(
        state=State.REVIEWED,
        phase=Phase.COMMISSION,
        public="Expertise terminée",
        ahead="Inscription à une séance",
        awaits=(who.SECRETARY,),
        deadline=within(20, "l’inscription à une séance", "alerte à la présidence de la commission"),
        ladder=OFFICE_LADDER,
        escalates_to=(who.CHAIR,),
        forward=Trigger.SCHEDULE,
        patience=20,
    ),
    Stage(
        state=State.SCHEDULED,
        phase=Phase.COMMISSION,
        public="Inscrit à une séance de la commission",
        ahead="Séance de la commission",
        awaits=(who.CHAIR,),
        deadline=Deadline(
            due=_session,
            rule="date de la séance",
            satisfied_by="l’examen en séance",
            on_passing="la séance est tenue, reportée ou annulée par un acte",
        ),
        carrier="session",
        forward=Trigger.OPEN_ITEM,
        patience=40,
    ),
    Stage(
        state=State.IN_SESSION,
        phase=Phase.COMMISSION,
        public="À l’examen de la commission",
        ahead="Examen par la commission",
        awaits=(who.CHAIR,),
        deadline=within(1, "l’avis, ou l’ajournement", "alerte au secrétariat"),
        carrier="session",
        forward=Trigger.RENDER_OPINION,
        patience=2,
    ),
    Stage(
        state=State.ADJOURNED,
        phase=Phase.COMMISSION,
        public="Ajourné à une prochaine séance",
        ahead="Ajournement",
        awaits=(who.SECRETARY,),
        deadline=within(30, "l’inscription à la séance suivante", "alerte à la Dgesco"),
        ladder=OFFICE_LADDER,
        escalates_to=(who.CHAIR, who.HEAD),
        forward=Trigger.RESCHEDULE,
        patience=30,
    ),
    Stage(
        state=State.OPINION_RENDERED,
        phase=Phase.COMMISSION,
        public="Examiné par la commission, décision à venir",
        ahead="Avis de la commission",
        awaits=(DECIDER,),
        deadline=within(20, "la proposition aux ministres", "alerte à la cheffe de bureau"),
        ladder=OFFICE_LADDER,
        escalates_to=(who.HEAD,),
        forward=Trigger.PROPOSE,
        patience=20,
    ),
    Stage(
        state=State.RESERVATIONS,
        phase=Phase.COMMISSION,
        public="Réserves à lever",
        ahead="Levée des réserves",
        awaits=(ANSWERERS,),
        deadline=Deadline(
            due=_reservations,
            rule="délai fixé avec les réserves",
            satisfied_by="la levée des réserves",
            on_passing="la présidence constate qu’elles ne sont pas levées, ou renvoie en séance",
        ),
        ladder=PARTY_LADDER,
        escalates_to=(who.CHAIR,),
        forward=Trigger.LIFT_RESERVATIONS,
        patience=30,
    ),
)

"""Every state of the application: its phase, whom it awaits, until when, and how long one may sleep in it."""

from datetime import datetime

from states.application import audiences as who
from states.application.facts import ApplicationFacts
from states.application.words import Phase, State, Trigger
from states.calendar import last_instant
from states.deadlines import due_at, within
from states.declaration import Audience, Deadline, Ladder, Stage


def _closing(facts: ApplicationFacts) -> datetime | None:
    return facts.closes_at


def _completion(facts: ApplicationFacts) -> datetime | None:
    return last_instant(facts.completion.due) if facts.completion else None


def _reports(facts: ApplicationFacts) -> datetime | None:
    pending = [review.due for review in facts.reviews if review.office in who.pending_reviewers(facts)]
    return last_instant(min(pending)) if pending else None


def _answer(facts: ApplicationFacts) -> datetime | None:
    return last_instant(facts.clarification.due) if facts.clarification else None


def _reservations(facts: ApplicationFacts) -> datetime | None:
    return last_instant(facts.reservations.due) if facts.reservations else None


def _restoration(facts: ApplicationFacts) -> datetime | None:
    return last_instant(facts.stay.due) if facts.stay and facts.stay.due else None


def _session(facts: ApplicationFacts) -> datetime | None:
    return facts.session.held_at if facts.session else None


def _carrier_of_signature(facts: ApplicationFacts) -> datetime | None:
    return due_at(facts.order) if facts.order else None


def _answerers(facts: ApplicationFacts) -> tuple[str, ...]:
    answered = facts.reservations is not None and facts.reservations.answered_on is not None
    return ("commission_chair",) if answered else who.drafting_offices(facts)


def _decider(facts: ApplicationFacts) -> tuple[str, ...]:
    return who.undecided_offices(facts) if facts.decisions else ("dgesco_head",)


def _examiner(facts: ApplicationFacts) -> tuple[str, ...]:
    return who.undecided_offices(facts) if facts.decisions else ("dgesco_officer",)


def _restorer(facts: ApplicationFacts) -> tuple[str, ...]:
    return (facts.stay.office,) if facts.stay and facts.stay.office else ("dgesco_head",)


ANSWERERS = Audience("answerers", "les porteurs, puis la présidence de la commission", _answerers)
DECIDER = Audience("decider", "le bureau, ou les ministres si une décision négative est engagée", _decider)
EXAMINER = Audience("examiner", "le bureau, ou les ministres si une décision négative est engagée", _examiner)
RESTORER = Audience("restorer", "le porteur qui a retiré son soutien, ou la Dgesco", _restorer)

CLOSING = Deadline(
    due=_closing,
    rule="clôture du dépôt",
    satisfied_by="le dépôt du dossier signé par tous",
    on_passing="le brouillon devient caduc ; un dépôt tardif demande une décision motivée si la vague l’admet",
    law="Lettre d’appel",
)
CALL_LADDER = Ladder(before=(30, 15, 7, 3, 1), on_day=True)
OFFICE_LADDER = Ladder(before=(3,), after=(3, 8), escalate=10)
PARTY_LADDER = Ladder(before=(7, 1), on_day=True, after=(3, 7), escalate=10)


def _final(state: State, phase: Phase, public: str = "") -> Stage:
    return Stage(state=state, phase=phase, public=public or state.label, ahead=state.label, final=True)


STAGES = (
    Stage(state=State.NOWHERE, phase=Phase.PREPARATION, awaits=(who.DRAFTERS,), patience=0),
    Stage(
        state=State.DRAFT,
        phase=Phase.PREPARATION,
        public="En préparation",
        ahead="Préparation du dossier",
        awaits=(who.DRAFTERS,),
        deadline=CLOSING,
        ladder=CALL_LADDER,
        forward=Trigger.REQUEST_SIGNATURES,
        patience=60,
    ),
    Stage(
        state=State.JOINT_SIGNATURE,
        phase=Phase.SIGNATURE,
        public="À signer par tous les porteurs",
        ahead="Signature par les porteurs",
        awaits=(who.UNSIGNED, who.SILENT_BODIES),
        deadline=CLOSING,
        ladder=Ladder(before=(30, 15, 7, 3, 1), on_day=True, after=(3,), escalate=5),
        escalates_to=(who.HEAD,),
        forward=Trigger.SUBMIT,
        patience=20,
    ),
    Stage(
        state=State.SUBMITTED,
        phase=Phase.ADMISSIBILITY,
        public="Déposé",
        ahead="Dépôt",
        awaits=(who.BUREAU,),
        deadline=within(
            10, "l’ouverture de l’examen", "alerte au chef ou à la cheffe de bureau", "CRPA, art. R. 112-11-2"
        ),
        ladder=OFFICE_LADDER,
        escalates_to=(who.HEAD,),
        forward=Trigger.START_ADMISSIBILITY,
        patience=10,
    ),
    Stage(
        state=State.ADMISSIBILITY,
        phase=Phase.ADMISSIBILITY,
        public="Recevabilité à l’examen",
        ahead="Examen de recevabilité",
        awaits=(EXAMINER,),
        deadline=within(10, "une décision de recevabilité ou une demande de pièces", "alerte à la cheffe de bureau"),
        ladder=OFFICE_LADDER,
        escalates_to=(who.HEAD,),
        forward=Trigger.DECLARE_ADMISSIBLE,
        patience=10,
    ),
    Stage(
        state=State.INCOMPLETE,
        phase=Phase.ADMISSIBILITY,
        public="Pièces à fournir",
        ahead="Demande de pièces",
        awaits=(who.DRAFTERS,),
        deadline=Deadline(
            due=_completion,
            rule="délai fixé par la demande de pièces, quinze jours par défaut",
            satisfied_by="la réception de toutes les pièces",
            on_passing="le chef ou la cheffe de bureau décide : le silence ne rejette rien",
            law="CRPA, art. L. 114-5",
        ),
        ladder=PARTY_LADDER,
        escalates_to=(who.HEAD,),
        forward=Trigger.COMPLETE,
        patience=15,
    ),
    Stage(
        state=State.ADMISSIBLE,
        phase=Phase.REVIEW,
        public="Recevable",
        ahead="Désignation des rapporteurs",
        awaits=(who.SECRETARY,),
        deadline=within(10, "la désignation de deux rapporteurs", "alerte à la présidence de la commission"),
        ladder=OFFICE_LADDER,
        escalates_to=(who.CHAIR,),
        forward=Trigger.ASSIGN_RAPPORTEURS,
        patience=10,
    ),
    Stage(
        state=State.UNDER_REVIEW,
        phase=Phase.REVIEW,
        public="En expertise nationale",
        ahead="Expertise nationale",
        awaits=(who.REVIEWERS,),
        deadline=Deadline(
            due=_reports,
            rule="trente jours après la désignation",
            satisfied_by="la remise de tous les rapports et avis",
            on_passing="relance, puis remplacement du rapporteur",
        ),
        ladder=PARTY_LADDER,
        escalates_to=(who.CHAIR,),
        forward=Trigger.REVIEWS_DONE,
        patience=30,
    ),
    Stage(
        state=State.CLARIFICATION,
        phase=Phase.REVIEW,
        public="Précisions à apporter",
        ahead="Demande de précisions",
        awaits=(who.DRAFTERS,),
        deadline=Deadline(
            due=_answer,
            rule="dix jours après la question",
            satisfied_by="la réponse des porteurs",
            on_passing="le secrétariat peut reprendre l’expertise sans réponse",
        ),
        ladder=Ladder(before=(3,), on_day=True, after=(3,), escalate=7),
        escalates_to=(who.SECRETARY,),
        forward=Trigger.ANSWER_CLARIFICATION,
        patience=10,
    ),
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
        public="Examiné par la commission",
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
    Stage(
        state=State.PROPOSED,
        phase=Phase.MINISTERS,
        public="Transmis aux ministres",
        ahead="Transmission aux ministres",
        awaits=(EXAMINER,),
        deadline=within(15, "la mise à la signature de l’arrêté", "alerte à la cheffe de bureau"),
        ladder=OFFICE_LADDER,
        escalates_to=(who.HEAD,),
        forward=Trigger.START_SIGNATURE,
        patience=15,
    ),
    Stage(
        state=State.CO_SIGNATURE,
        phase=Phase.MINISTERS,
        public="À la signature des ministres",
        ahead="Signature des ministres",
        awaits=(who.AWAITED_MINISTERS,),
        deadline=Deadline(
            due=_carrier_of_signature,
            rule="échéance de l’arrêté",
            satisfied_by="la signature de tous les ministres requis",
            on_passing="rappels puis signalement : aucune signature n’est jamais réputée donnée",
        ),
        carrier="order",
        forward=Trigger.SEAL,
        patience=20,
    ),
    Stage(
        state=State.ARBITRATION,
        phase=Phase.MINISTERS,
        public="À la signature des ministres",
        ahead="Arbitrage",
        awaits=(DECIDER,),
        deadline=within(15, "un arbitrage entre les ministères", "alerte à la Dgesco et aux cabinets"),
        ladder=OFFICE_LADDER,
        escalates_to=(who.HEAD, who.CABINETS),
        forward=Trigger.ARBITRATE_SIGN,
        patience=15,
    ),
    Stage(
        state=State.SEALED,
        phase=Phase.LABEL,
        public="Arrêté signé, publication en cours",
        ahead="Publication de l’arrêté",
        awaits=(who.BUREAU,),
        deadline=within(15, "la publication de l’arrêté", "alerte à la cheffe de bureau"),
        carrier="order",
        forward=Trigger.LABEL,
        patience=15,
    ),
    Stage(
        state=State.STAYED,
        phase=Phase.ADMISSIBILITY,
        public="Instruction suspendue",
        ahead="Suspension",
        awaits=(RESTORER,),
        deadline=Deadline(
            due=_restoration,
            rule="quinze jours après le retrait du soutien",
            satisfied_by="le rétablissement du soutien",
            on_passing="la Dgesco classe sans suite, par un acte",
        ),
        ladder=PARTY_LADDER,
        escalates_to=(who.HEAD,),
        forward=Trigger.RESUME,
        patience=30,
    ),
    _final(State.LABELLED, Phase.LABEL),
    _final(State.REFUSED, Phase.MINISTERS, "Label non accordé"),
    _final(State.INADMISSIBLE, Phase.ADMISSIBILITY),
    _final(State.WITHDRAWN, Phase.PREPARATION),
    _final(State.LAPSED, Phase.SIGNATURE, "Caduc : non déposé à la clôture"),
    _final(State.CLOSED, Phase.PREPARATION),
)

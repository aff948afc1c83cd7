"""The commission: agenda, session, adjournment, vote, opinion and reservations."""

from states.application import audiences as who
from states.application.effects import commission as effect
from states.application.guards import commission as guard
from states.application.guards.admissibility import DUE_IN_FUTURE
from states.application.guards.ministers import NOT_CARRIED
from states.application.steps.preparation import DOCUMENT, REASON
from states.application.words import Sense, State, Trigger
from states.declaration import Ask, AskKind, Step, Tell
from states.editions import Category

SESSION = Ask(
    "session",
    "Séance",
    AskKind.CHOICE,
    options=lambda f: {s.ref: f"{s.ref} du {s.held_at.date().isoformat()}" for s in f.open_sessions},
)
MEMBER = Ask(
    "member",
    "Membre en conflit d’intérêts",
    AskKind.CHOICE,
    options=lambda f: {member: member for member in (f.session.present if f.session else ())},
)

COMMISSION = (
    Step(
        trigger=Trigger.SCHEDULE,
        source=State.REVIEWED,
        target=State.SCHEDULED,
        by=(who.SECRETARY,),
        when=(guard.RESOLUTIONS_IN, guard.SESSION_AHEAD, guard.SESSION_OPEN_TO),
        asks=(SESSION,),
        does=effect.scheduled,
        tell=(Tell("schedule", who.PARTIES), Tell("schedule_rapporteurs", who.RAPPORTEURS)),
        law="CRPA, art. R. 133-8",
    ),
    Step(
        trigger=Trigger.UNSCHEDULE,
        source=State.SCHEDULED,
        target=State.REVIEWED,
        by=(who.SECRETARY, who.CHAIR),
        asks=(REASON,),
        does=effect.taken_off,
        tell=(Tell("unschedule", who.PARTIES),),
        strength=4,
    ),
    Step(
        trigger=Trigger.OPEN_ITEM,
        source=State.SCHEDULED,
        target=State.IN_SESSION,
        by=(who.CHAIR,),
        when=(guard.SESSION_SITTING,),
    ),
    Step(
        trigger=Trigger.ADJOURN,
        source=State.IN_SESSION,
        target=State.ADJOURNED,
        by=(who.CHAIR, who.HEAD),
        when=(guard.ADJOURNED_ONCE,),
        asks=(REASON,),
        does=effect.adjourned,
        tell=(Tell("adjourn", who.PARTIES), Tell("adjourn_secretary", who.SECRETARY)),
        strength=3,
    ),
    Step(
        trigger=Trigger.RESCHEDULE,
        source=State.ADJOURNED,
        target=State.SCHEDULED,
        by=(who.SECRETARY,),
        when=(guard.SESSION_AHEAD, guard.SESSION_OPEN_TO),
        asks=(SESSION,),
        does=effect.scheduled,
        tell=(Tell("reschedule", who.PARTIES),),
    ),
    Step(
        trigger=Trigger.RENDER_OPINION,
        source=State.IN_SESSION,
        target=State.OPINION_RENDERED,
        by=(who.CHAIR,),
        when=(
            guard.SESSION_SITTING,
            guard.ITEM_QUORUM,
            guard.VOTE_COUNTED,
            guard.VOTE_SUPPORTS,
            guard.TERM_ALLOWED,
            guard.CATEGORY_OF_EDITION,
        ),
        asks=(
            Ask("sense", "Sens de l’avis", AskKind.CHOICE, options=Sense),
            Ask("votes_for", "Voix favorables", AskKind.NUMBER),
            Ask("votes_against", "Voix défavorables", AskKind.NUMBER),
            Ask("abstentions", "Abstentions", AskKind.NUMBER),
            Ask("chair_decided", "Voix prépondérante de la présidence", AskKind.FLAG, required=False),
            Ask("months", "Durée proposée (mois)", AskKind.NUMBER, required=False),
            Ask("category", "Catégorie proposée", AskKind.CHOICE, required=False, options=Category),
        ),
        does=effect.rendered,
        tell=(Tell("render_opinion", who.HEAD),),
        law="Décret n° 2014-1100 ; CRPA, art. R. 133-11. L’avis reste confidentiel jusqu’à la décision (L. 311-2)",
    ),
    Step(
        trigger=Trigger.VOTE_AGAIN,
        source=(State.OPINION_RENDERED, State.RESERVATIONS),
        target=State.IN_SESSION,
        by=(who.CHAIR,),
        when=(guard.SESSION_SITTING,),
        asks=(MEMBER, REASON),
        does=effect.voided,
        strength=3,
        consequence="Le premier vote est annulé ; le membre ne compte plus dans le quorum de ce dossier.",
        law="CRPA, art. R. 133-12",
    ),
    Step(
        trigger=Trigger.VOID_VOTE,
        source=(State.OPINION_RENDERED, State.RESERVATIONS, State.PROPOSED),
        target=State.REVIEWED,
        by=(who.CHAIR,),
        when=(guard.SESSION_OVER, NOT_CARRIED),
        asks=(MEMBER, REASON),
        does=lambda facts, move: effect.voided(facts, move) | effect.taken_off(facts, move),
        tell=(Tell("void_vote", who.SECRETARY), Tell("void_vote", who.HEAD)),
        strength=4,
        consequence="L’avis est annulé ; le dossier revient à une séance, où ce membre ne vote pas.",
        law="CRPA, art. R. 133-12",
    ),
    Step(
        trigger=Trigger.ADD_RESERVATIONS,
        source=State.OPINION_RENDERED,
        target=State.RESERVATIONS,
        by=(who.CHAIR,),
        when=(guard.WITH_RESERVATIONS, DUE_IN_FUTURE),
        asks=(
            Ask("items", "Réserves (une par ligne)", AskKind.LABELS),
            Ask("due", "À lever au plus tard le", AskKind.DATE),
        ),
        does=effect.reserved,
        tell=(Tell("add_reservations", who.PARTIES),),
    ),
    Step(
        trigger=Trigger.ANSWER_RESERVATIONS,
        source=State.RESERVATIONS,
        by=(who.DRAFTERS, who.SPONSORS),
        asks=(Ask("answer", "Réponse aux réserves", AskKind.LONG_TEXT), DOCUMENT),
        does=effect.reservations_answered,
        tell=(Tell("answer_reservations", who.CHAIR), Tell("answer_reservations_rapporteurs", who.RAPPORTEURS)),
    ),
    Step(
        trigger=Trigger.LIFT_RESERVATIONS,
        source=State.RESERVATIONS,
        target=State.OPINION_RENDERED,
        by=(who.CHAIR,),
        when=(guard.RESERVATIONS_ANSWERED,),
        does=effect.lifted,
        tell=(Tell("lift_reservations", who.PARTIES), Tell("render_opinion", who.HEAD)),
    ),
    Step(
        trigger=Trigger.KEEP_RESERVATIONS,
        source=State.RESERVATIONS,
        target=State.OPINION_RENDERED,
        by=(who.CHAIR,),
        when=(guard.RESERVATIONS_OVER,),
        asks=(REASON,),
        does=effect.kept,
        tell=(Tell("reservations_not_lifted", who.HEAD),),
        strength=4,
    ),
    Step(
        trigger=Trigger.RETURN_TO_SESSION,
        source=State.RESERVATIONS,
        target=State.REVIEWED,
        by=(who.CHAIR,),
        when=(guard.RESERVATIONS_OVER,),
        asks=(REASON,),
        does=effect.taken_off,
        tell=(Tell("return_to_session", who.SECRETARY),),
        strength=3,
    ),
)

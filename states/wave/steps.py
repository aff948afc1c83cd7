"""The transitions of the wave."""

from states.declaration import Ask, AskKind, Nature, Step, Tell
from states.editions import EDITIONS
from states.everyday import REASON, acknowledge, remind
from states.wave import audiences as who
from states.wave import closings
from states.wave import effects as effect
from states.wave import guards as guard
from states.wave.words import LatePolicy, ResolutionDue, State, Trigger

LIVING = (
    State.DRAFTING,
    State.APPROVED,
    State.PUBLISHED,
    State.OPEN,
    State.CLOSED,
    State.IN_REVIEW,
    State.DECIDING,
)
#: States that only an act leaves: the others end on their date.
HELD = (State.DRAFTING, State.APPROVED, State.CLOSED, State.IN_REVIEW, State.DECIDING)
EDITION = Ask(
    "edition",
    "Édition des règles",
    AskKind.CHOICE,
    options=lambda facts: {known.code: known.label for known in EDITIONS.values()},
)


def _ask(name: str, label: str, kind: AskKind) -> Ask:
    return Ask(name, label, kind, required=False)


#: Asked for only when the closing falls on a day off.
DAY_OFF = Ask(
    "day_off_reason",
    "Motif d’une clôture un jour non ouvré",
    AskKind.LONG_TEXT,
    required=False,
    hint="Si la clôture tombe une fin de semaine ou un jour férié.",
)
NEW_CALENDAR = (
    Ask("closes_at", "Nouvelle clôture", AskKind.INSTANT),
    _ask("session_on", "Séance de la commission", AskKind.DATE),
    _ask("target_decision_on", "Décision visée", AskKind.DATE),
    DAY_OFF,
    REASON,
)

STEPS = (
    Step(trigger=Trigger.CREATE, source=State.NOWHERE, target=State.DRAFTING, by=(who.BUREAU, who.HEAD)),
    Step(
        trigger=Trigger.AMEND,
        source=(State.DRAFTING, State.APPROVED),
        target=State.DRAFTING,
        by=(who.BUREAU, who.HEAD),
        asks=(
            _ask("opens_at", "Ouverture", AskKind.INSTANT),
            _ask("questions_close_at", "Fin des questions", AskKind.INSTANT),
            _ask("closes_at", "Clôture", AskKind.INSTANT),
            _ask("session_on", "Séance de la commission", AskKind.DATE),
            _ask("target_decision_on", "Décision visée", AskKind.DATE),
            _ask("max_per_academie", "Nombre maximal de dossiers par académie", AskKind.NUMBER),
            Ask("late_policy", "Dépôt tardif", AskKind.CHOICE, required=False, options=LatePolicy),
            Ask("resolution_due", "Délibération exigée", AskKind.CHOICE, required=False, options=ResolutionDue),
            _ask("silence_text", "Mention sur le silence de l’administration", AskKind.LONG_TEXT),
            Ask("edition", EDITION.label, AskKind.CHOICE, required=False, options=EDITION.options),
        ),
        does=effect.amended,
    ),
    Step(
        trigger=Trigger.APPROVE,
        source=State.DRAFTING,
        target=State.APPROVED,
        by=(who.HEAD,),
        when=(guard.CALENDAR_VALID, closings.DAY_OFF_EXPLAINED),
        asks=(DAY_OFF,),
        tell=(Tell("approve", who.BUREAU),),
    ),
    Step(
        trigger=Trigger.PUBLISH,
        source=State.APPROVED,
        target=State.PUBLISHED,
        by=(who.BUREAU, who.HEAD),
        when=(guard.NOR_WELL_FORMED,),
        asks=(_ask("nor", "NOR", AskKind.TEXT), Ask("bulletin", "Référence au Bulletin officiel", AskKind.TEXT)),
        does=effect.published,
        tell=(Tell("publish", who.TERRITORIES),),
        consequence="Les 30 rectorats et les 18 régions reçoivent l’appel.",
    ),
    Step(
        trigger=Trigger.OPEN,
        source=State.PUBLISHED,
        target=State.OPEN,
        nature=Nature.TIMER,
        when_due=lambda facts: facts.opens_at,
        tell=(Tell("open", who.TERRITORIES),),
    ),
    Step(
        trigger=Trigger.EXTEND,
        source=(State.PUBLISHED, State.OPEN),
        by=(who.HEAD,),
        when=(
            closings.STILL_RECEIVING,
            closings.CLOSES_LATER,
            closings.CALENDAR_FOLLOWS,
            closings.DAY_OFF_EXPLAINED,
        ),
        asks=NEW_CALENDAR,
        does=effect.extended,
        tell=(Tell("extend", who.TERRITORIES), Tell("new_closing", who.INFORMED)),
        strength=2,
        consequence="La clôture est reportée pour tous ; chacun en est avisé (« annule et remplace »).",
    ),
    Step(
        trigger=Trigger.CLOSE,
        source=State.OPEN,
        target=State.CLOSED,
        nature=Nature.TIMER,
        when_due=lambda facts: facts.lapses_at,
        legal_date=lambda facts: facts.closes_on,
        tell=(Tell("close", who.BUREAU),),
    ),
    Step(
        trigger=Trigger.START_REVIEW,
        source=State.CLOSED,
        target=State.IN_REVIEW,
        by=(who.BUREAU, who.HEAD),
        when=(guard.ADMISSIBILITY_DONE,),
    ),
    Step(
        trigger=Trigger.START_DECIDING,
        source=State.IN_REVIEW,
        target=State.DECIDING,
        by=(who.BUREAU, who.HEAD),
        when=(guard.SOME_OPINION,),
    ),
    Step(
        trigger=Trigger.CHANGE_EDITION,
        source=LIVING,
        by=(who.HEAD,),
        when=(guard.EDITION_KNOWN,),
        asks=(EDITION, Ask("on", "À compter du", AskKind.DATE), REASON),
        does=effect.edition_changed,
        tell=(Tell("change_edition", who.TERRITORIES),),
        strength=3,
        consequence="Les dossiers de la vague suivent l’autre édition à compter de cette date.",
    ),
    Step(
        trigger=Trigger.COMPLETE,
        source=State.DECIDING,
        target=State.COMPLETED,
        nature=Nature.JOIN,
        when=(guard.EVERY_END,),
        tell=(Tell("complete", who.HEAD),),
    ),
    Step(trigger=Trigger.ARCHIVE, source=State.COMPLETED, target=State.ARCHIVED, by=(who.HEAD,)),
    Step(
        trigger=Trigger.CANCEL,
        source=LIVING,
        target=State.CANCELLED,
        by=(who.HEAD,),
        asks=(REASON,),
        tell=(Tell("cancel", who.TERRITORIES),),
        strength=5,
        consequence="Tous les dossiers de la vague sont classés sans suite.",
    ),
    Step(
        trigger=Trigger.REOPEN,
        source=State.CLOSED,
        target=State.OPEN,
        by=(who.HEAD,),
        when=(
            closings.LATE_REOPENING,
            closings.CLOSES_LATER,
            closings.CALENDAR_FOLLOWS,
            closings.DAY_OFF_EXPLAINED,
        ),
        asks=NEW_CALENDAR,
        does=effect.extended,
        tell=(Tell("reopen", who.TERRITORIES), Tell("new_closing", who.INFORMED)),
        strength=4,
    ),
    Step(
        trigger=Trigger.RECORD_OUTAGE,
        source=(State.OPEN, State.CLOSED, State.IN_REVIEW),
        by=(who.HEAD,),
        when=(
            closings.OUTAGE_RECENT,
            closings.OUTAGE_OVER,
            closings.OUTAGE_AT_CLOSING,
            closings.OUTAGE_EXTENSION,
            closings.OUTAGE_BEFORE_SESSION,
            closings.DAY_OFF_EXPLAINED,
        ),
        asks=(
            Ask("started_at", "Début de la panne", AskKind.INSTANT),
            Ask("ended_at", "Fin de la panne", AskKind.INSTANT),
            Ask("closes_at", "Nouvelle clôture des dossiers touchés", AskKind.INSTANT),
            DAY_OFF,
            REASON,
        ),
        does=effect.outage_recorded,
        tell=(Tell("record_outage", who.TERRITORIES),),
        strength=3,
        consequence=(
            "Les dossiers commencés avant la fin de la panne et non déposés ont la nouvelle clôture ;"
            " ceux qui étaient devenus caducs sont rétablis. Les autres dates de la vague ne bougent pas."
        ),
    ),
    remind(Trigger.REMIND, HELD, (who.HEAD, who.ADMIN)),
    acknowledge(Trigger.ACKNOWLEDGE, HELD),
)

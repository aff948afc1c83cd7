"""What puts a label right: wrong dates, a renewal opened too early, a minor change, a grant that a court annuls."""

from states.declaration import Ask, AskKind, Guard, Nature, Step, Tell
from states.everyday import REASON
from states.label import audiences as who
from states.label import effects as effect
from states.label import guards as guard
from states.label.steps import IN_TERM, LIVING
from states.label.words import Amendment, State, Trigger

PROOF = Ask("document", "Arrêté ou rectificatif qui fixe ces dates (PDF)", AskKind.DOCUMENT)
DATES = (
    Ask("starts_on", "Premier jour du label", AskKind.DATE),
    Ask("months", "Durée, en mois", AskKind.NUMBER),
    PROOF,
    REASON,
)
NEW_NAME = "Seulement si c’est le nom qui change, tel que le registre public l’écrira."
MAJOR = "Le secteur, le territoire et la catégorie se changent par un nouveau dossier, devant la commission."
CONSEQUENCE = (
    "Les échéances et les rappels suivent les dates rectifiées, comme si elles avaient toujours été les bonnes ;"
    " celles qui avaient été enregistrées restent au journal."
)


def _rectify(source: State | tuple[State, ...], target: State | None, *more: Guard, frees: bool) -> Step:
    """Dates that were entered wrong; a label that expired by them is in force again."""
    return Step(
        trigger=Trigger.RECTIFY,
        source=source,
        target=target,
        by=(who.HEAD,),
        when=(guard.DATES_CHANGE, guard.TERM_ALLOWED, *more),
        asks=DATES,
        does=effect.rectified,
        tell=(Tell("rectify", who.PARTIES_AND_BUREAU),),
        strength=3,
        frees=frees,
        consequence=CONSEQUENCE,
        law="L’arrêté publié, ou son rectificatif, fait foi",
    )


CORRECTIONS = (
    _rectify((State.PENDING_EFFECT, *LIVING), None, frees=False),
    _rectify(State.EXPIRED, State.ACTIVE, guard.TERM_AHEAD, guard.NOTHING_FOLLOWS, frees=True),
    Step(
        trigger=Trigger.CLOSE_RENEWAL,
        source=State.RENEWAL_OPEN,
        target=State.ACTIVE,
        nature=Nature.JOIN,
        when=(guard.WINDOW_AHEAD,),
    ),
    Step(
        trigger=Trigger.REPORT_CHANGE,
        source=LIVING,
        by=(who.SERVICES, who.SPONSORS),
        asks=(
            Ask("nature", "Ce qui change", AskKind.CHOICE, options=Amendment, hint=MAJOR),
            Ask("remark", "Le changement, et depuis quand", AskKind.LONG_TEXT),
            Ask("document", "Pièce (PDF)", AskKind.DOCUMENT, required=False),
        ),
        tell=(Tell("report_change", who.BUREAU),),
        strength=3,
        stirs=False,
        frees=False,
        consequence="Votre signalement part au bureau chargé du label, qui l’enregistre ou vous répond.",
    ),
    Step(
        trigger=Trigger.WITHDRAW_SUPPORT,
        source=IN_TERM,
        by=(who.SPONSORS,),
        when=(guard.STILL_SUPPORTS,),
        asks=(REASON, Ask("document", "Délibération ou lettre (PDF)", AskKind.DOCUMENT, required=False)),
        does=effect.support_withdrawn,
        tell=(Tell("withdraw_support", who.PARTIES), Tell("withdraw_support", who.HEAD)),
        strength=4,
        consequence="Le label court toujours : la Dgesco peut engager la procédure de retrait, les autres porteurs"
        " y renoncer.",
    ),
    Step(
        trigger=Trigger.RESTORE_SUPPORT,
        source=IN_TERM,
        by=(who.SPONSORS,),
        when=(guard.SUPPORT_MISSING,),
        does=effect.support_restored,
        tell=(Tell("restore_support", who.PARTIES), Tell("restore_support", who.HEAD)),
        strength=2,
    ),
    Step(
        trigger=Trigger.AMEND,
        source=LIVING,
        by=(who.BUREAU, who.HEAD),
        when=(guard.NAME_GIVEN,),
        asks=(
            Ask("nature", "Ce qui change", AskKind.CHOICE, options=Amendment, hint=MAJOR),
            Ask("name", "Nouveau nom", AskKind.TEXT, required=False, hint=NEW_NAME),
            Ask("remark", "Le changement", AskKind.LONG_TEXT),
            Ask("document", "Demande des porteurs (PDF)", AskKind.DOCUMENT, required=False),
        ),
        does=effect.amended,
        tell=(Tell("amend", who.PARTIES),),
        strength=3,
        frees=False,
        consequence="Un nouveau nom paraît aussitôt au registre public ; l’ancien fait toujours trouver le label.",
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

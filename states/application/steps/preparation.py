"""From the draft to the filing: drafted by either sponsor, signed by all on the same content, received in time."""

from states.application import audiences as who
from states.application.effects import preparation as effect
from states.application.facts import ApplicationFacts
from states.application.guards import filing
from states.application.guards import preparation as guard
from states.application.words import BodyOpinion, State, Trigger
from states.declaration import Ask, AskKind, Nature, Step, Tell
from states.editions import Category, PartnerKind
from states.wave.words import LatePolicy

DOCUMENT = Ask("document", "Pièce (PDF)", AskKind.DOCUMENT)
REASON = Ask("reason", "Motif", AskKind.LONG_TEXT)

#: A body answers, or lets its opinion be deemed given; to do without it is the head's own act.
GIVEN_OPINIONS = {word.value: word.label for word in BodyOpinion if word is not BodyOpinion.WAIVED}
RESOLVABLE = (
    State.DRAFT,
    State.JOINT_SIGNATURE,
    State.SUBMITTED,
    State.ADMISSIBILITY,
    State.INCOMPLETE,
    State.ADMISSIBLE,
    State.UNDER_REVIEW,
    State.REVIEWED,
)

PREPARATION = (
    Step(
        trigger=Trigger.CREATE,
        source=State.NOWHERE,
        target=State.DRAFT,
        by=(who.DRAFTERS,),
        when=(
            guard.CALL_OPEN,
            guard.PARENTS_KNOWN,
            guard.NOT_YET_LABELLED,
            guard.RENEWAL_WINDOW,
            guard.TERRITORIES_ALIVE,
            guard.UNDER_QUOTA,
        ),
        does=effect.created,
        tell=(Tell("create", who.PARTIES),),
        law="Lettre d’appel ; art. D. 335-34",
    ),
    Step(
        trigger=Trigger.EDIT,
        source=State.DRAFT,
        by=(who.DRAFTERS, who.SPONSORS),
        asks=(
            Ask("sections", "Rubriques", AskKind.SECTIONS, required=False),
            Ask("partners", "Partenaires", AskKind.PARTNERS, required=False, options=PartnerKind),
            Ask("sector", "Secteur", AskKind.TEXT, required=False),
            Ask("support", "Établissement support", AskKind.TEXT, required=False),
            Ask("category", "Catégorie", AskKind.CHOICE, required=False, options=Category),
            Ask("budget", "Budget", AskKind.BUDGET, required=False),
            Ask("annexes", "Annexes", AskKind.ANNEXES, required=False),
            Ask("content_hash", "Empreinte du contenu", AskKind.HASH, required=False),
        ),
        does=effect.edited,
    ),
    Step(
        trigger=Trigger.MERGE_DRAFT,
        source=State.DRAFT,
        target=State.CLOSED,
        by=(who.DRAFTERS,),
        when=(guard.OTHER_DRAFT,),
        asks=(Ask("into", "Référence du dossier conservé", AskKind.TEXT), REASON),
        does=effect.merged_into,
        tell=(Tell("merge_draft", who.PARTIES),),
        strength=4,
        consequence="Ce brouillon est classé ; l’autre continue.",
    ),
    Step(
        trigger=Trigger.REQUEST_SIGNATURES,
        source=State.DRAFT,
        target=State.JOINT_SIGNATURE,
        by=(who.DRAFTERS, who.SPONSORS),
        when=guard.COMPLETE_FILE,
        does=effect.frozen,
        tell=(Tell("request_signatures", who.SPONSORS), Tell("consult_body", who.BODIES)),
        consequence="Le contenu est figé jusqu’aux signatures.",
        law="Art. D. 335-34 : présentation conjointe",
    ),
    Step(
        trigger=Trigger.ATTACH_RESOLUTION,
        source=RESOLVABLE,
        by=(who.REGIONS,),
        when=(filing.RESOLUTION_NOT_FUTURE,),
        asks=(
            Ask("dated", "Date de la délibération", AskKind.DATE),
            Ask("executory", "Exécutoire (transmise au contrôle de légalité)", AskKind.FLAG, required=False),
            DOCUMENT,
        ),
        does=effect.resolved,
        tell=(Tell("attach_resolution", who.PARTIES),),
        law="Code général des collectivités territoriales, art. L. 4141-1",
    ),
    Step(
        trigger=Trigger.SIGN,
        source=State.JOINT_SIGNATURE,
        by=(who.SPONSORS,),
        when=(filing.NOT_YET_SIGNED, filing.SAME_CONTENT, filing.RESOLUTION_ATTACHED, filing.STILL_RECEIVABLE),
        asks=(Ask("content_hash", "Empreinte du contenu lu", AskKind.HASH, required=False),),
        does=effect.signed,
        tell=(Tell("sign", who.PARTIES),),
        signs=True,
        law="Art. D. 335-34 ; CRPA, art. L. 212-1",
    ),
    Step(
        trigger=Trigger.UNSIGN,
        source=State.JOINT_SIGNATURE,
        by=(who.SPONSORS,),
        when=(filing.HAS_SIGNED,),
        asks=(REASON,),
        does=effect.unsigned,
        tell=(Tell("unsign", who.PARTIES),),
        strength=3,
        consequence="Votre signature est retirée ; les autres restent.",
    ),
    Step(
        trigger=Trigger.REFUSE_SIGNATURE,
        source=State.JOINT_SIGNATURE,
        target=State.DRAFT,
        by=(who.SPONSORS,),
        asks=(REASON,),
        does=effect.refused_to_sign,
        tell=(Tell("refuse_signature", who.PARTIES),),
        strength=4,
        consequence="Le dossier redevient un brouillon et toutes les signatures tombent.",
    ),
    Step(
        trigger=Trigger.STATE_DISAGREEMENT,
        source=State.JOINT_SIGNATURE,
        by=(who.SPONSORS,),
        when=(filing.NOT_YET_SIGNED, filing.DECIDES_SOON),
        asks=(Ask("until", "Je me prononce au plus tard le", AskKind.DATE, hint="Dans les trente jours."), REASON),
        does=effect.disagreed,
        tell=(Tell("state_disagreement", who.PARTIES), Tell("state_disagreement", who.HEAD)),
        strength=3,
        frees=False,
        consequence="Le contenu reste figé et les autres signatures tiennent ; votre motif parvient à tous.",
    ),
    Step(
        trigger=Trigger.GIVE_OPINION,
        source=(State.DRAFT, State.JOINT_SIGNATURE),
        by=(who.BODIES,),
        when=(filing.STILL_AWAITED, filing.OPINION_NOT_FUTURE),
        asks=(
            Ask("sense", "Sens de l’avis", AskKind.CHOICE, options=lambda f: GIVEN_OPINIONS),
            Ask("dated", "Date de l’avis", AskKind.DATE),
            Ask("document", "Avis (PDF)", AskKind.DOCUMENT, required=False),
        ),
        does=effect.advised,
        tell=(Tell("give_opinion", who.PARTIES),),
        law="Décret n° 2014-1100 : consultation du CAEN et du CREFOP",
    ),
    Step(
        trigger=Trigger.WAIVE_OPINION,
        source=(State.DRAFT, State.JOINT_SIGNATURE),
        by=(who.HEAD,),
        when=(filing.OPINION_MISSING,),
        asks=(
            Ask("office", "Instance", AskKind.CHOICE, options=lambda f: {o: o for o in who.silent_bodies(f)}),
            REASON,
        ),
        does=effect.opinion_waived,
        tell=(Tell("waive_opinion", who.PARTIES),),
        strength=3,
    ),
    Step(
        trigger=Trigger.EDIT_AFTER_SIGNATURE,
        source=State.JOINT_SIGNATURE,
        target=State.DRAFT,
        by=(who.DRAFTERS, who.SPONSORS),
        asks=(REASON,),
        tell=(Tell("edit_after_signature", who.PARTIES),),
        strength=4,
        consequence="Ce geste annule toutes les signatures déjà apposées.",
    ),
    Step(
        trigger=Trigger.SUBMIT,
        source=State.JOINT_SIGNATURE,
        target=State.SUBMITTED,
        nature=Nature.JOIN,
        when=(filing.ALL_SIGNED, filing.OPINIONS_GIVEN, filing.IN_TIME),
        does=effect.filed,
        tell=(Tell("submit", who.PARTIES), Tell("submit_bureau", who.BUREAU)),
        law="CRPA, art. R. 112-11-1 et R. 112-11-2",
    ),
    Step(
        trigger=Trigger.SUBMIT_LATE,
        source=State.JOINT_SIGNATURE,
        target=State.SUBMITTED,
        by=(who.HEAD,),
        when=(filing.CLOSING_PASSED, filing.LATE_ADMITTED, filing.ALL_SIGNED, filing.OPINIONS_GIVEN),
        asks=(REASON,),
        does=effect.filed_late,
        tell=(Tell("submit_late", who.PARTIES), Tell("submit_bureau", who.BUREAU)),
        strength=2,
    ),
    Step(
        trigger=Trigger.LAPSE,
        source=(State.DRAFT, State.JOINT_SIGNATURE),
        target=State.LAPSED,
        nature=Nature.TIMER,
        when_due=lambda facts: facts.lapses_at if lapses(facts) else None,
        legal_date=lambda facts: facts.closing_day,
        does=effect.lapsed,
        tell=(Tell("lapse", who.PARTIES),),
        law="Lettre d’appel : la date et l’heure de réception font foi",
    ),
    Step(
        trigger=Trigger.REVIVE,
        source=State.LAPSED,
        back=True,
        nature=Nature.JOIN,
        when=(filing.GIVEN_BACK,),
        does=effect.revived,
        tell=(Tell("revive", who.PARTIES),),
    ),
)


def lapses(facts: ApplicationFacts) -> bool:
    """A wave's draft lapses at its closing; what is being signed waits for the head where lateness may be accepted."""
    if facts.wave is None:
        return False
    return facts.state is State.DRAFT or facts.wave.late_policy is LatePolicy.REFUSE

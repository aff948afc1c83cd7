"""The transitions of the order."""

from states.declaration import Ask, AskKind, Nature, Step, Tell
from states.everyday import REASON, acknowledge, extend, remind
from states.order import audiences as who
from states.order import effects as effect
from states.order import guards as guard
from states.order.words import State, Trigger

OPEN_STATES = (State.DRAFTING, State.LEGAL_CHECK, State.IN_SIGNATURE, State.SIGNED, State.SENT_TO_JOURNAL)
TEXT = Ask("document", "Texte de l’arrêté (PDF)", AskKind.DOCUMENT)
SIGNED_TEXT = Ask("document", "Arrêté signé (PDF)", AskKind.DOCUMENT)
CONTENT = Ask("content_hash", "Empreinte du texte signé", AskKind.HASH, required=False)
CONTESTED = Ask(
    "applications",
    "Dossiers concernés (tous par défaut)",
    AskKind.CHOICES,
    required=False,
    options=lambda facts: {item.ref: item.ref for item in facts.items},
)
ACT = Ask("document", "Acte (PDF)", AskKind.DOCUMENT)
JUDGMENT = Ask("document", "Décision de justice (PDF)", AskKind.DOCUMENT)
STRUCK = Ask(
    "applications",
    "Dossiers pour lesquels l’arrêté est annulé",
    AskKind.CHOICES,
    options=lambda facts: {item.ref: item.ref for item in facts.items if item.ref not in facts.struck},
)

STEPS = (
    Step(trigger=Trigger.CREATE, source=State.NOWHERE, target=State.DRAFTING, by=(who.BUREAU, who.HEAD)),
    Step(
        trigger=Trigger.SEND_TO_LEGAL_CHECK,
        source=State.DRAFTING,
        target=State.LEGAL_CHECK,
        by=(who.BUREAU, who.HEAD),
        when=(guard.HAS_ITEMS, guard.ALL_PROPOSED),
        tell=(Tell("send_to_legal_check", who.HEAD),),
    ),
    Step(
        trigger=Trigger.RETURN_TO_DRAFTING,
        source=(State.LEGAL_CHECK, State.IN_SIGNATURE),
        target=State.DRAFTING,
        by=(who.HEAD,),
        when=(guard.NOTHING_CONTESTED,),
        asks=(REASON,),
        consequence="Le texte est repris ; les signatures déjà apposées tomberont au tour suivant.",
        tell=(Tell("return_to_drafting", who.BUREAU),),
        strength=3,
    ),
    Step(
        trigger=Trigger.OPEN_SIGNATURE,
        source=State.LEGAL_CHECK,
        target=State.IN_SIGNATURE,
        by=(who.HEAD, who.BUREAU),
        when=(guard.HAS_ITEMS, guard.ALL_PROPOSED, guard.NAMES_CLEAR),
        asks=(TEXT,),
        does=effect.opened,
        tell=(Tell("open_signature", who.MINISTERS), Tell("open_signature_cabinets", who.CABINETS)),
        consequence="Tous les dossiers de l’arrêté passent à la signature des ministres.",
    ),
    Step(
        trigger=Trigger.GIVE_VISA,
        source=State.IN_SIGNATURE,
        by=(who.CABINETS, who.MINISTERS),
        when=(guard.NO_VISA_YET,),
        asks=(Ask("remark", "Observation", AskKind.LONG_TEXT, required=False),),
        does=effect.visa_given,
        tell=(Tell("give_visa", who.BUREAU),),
        consequence="Le visa ne vaut pas signature : l’arrêté signé s’enregistre à part.",
    ),
    Step(
        trigger=Trigger.SIGN,
        source=State.IN_SIGNATURE,
        by=(who.MINISTERS,),
        when=(guard.NOT_YET_SIGNED, guard.SAME_TEXT, guard.NOTHING_CONTESTED, guard.TEXT_CURRENT),
        asks=(SIGNED_TEXT, CONTENT),
        does=effect.signed,
        tell=(Tell("sign", who.BUREAU),),
        signs=True,
        law="CRPA, art. L. 212-1 ; décret n° 2005-850 pour les délégations",
    ),
    Step(
        trigger=Trigger.CONTEST,
        source=State.IN_SIGNATURE,
        by=(who.MINISTERS, who.CABINETS),
        asks=(CONTESTED, REASON),
        does=effect.contested,
        tell=(Tell("contest", who.HEAD), Tell("contest_bureau", who.BUREAU)),
        strength=4,
        consequence="Les dossiers concernés passent à l’arbitrage ; les autres attendent.",
    ),
    Step(
        trigger=Trigger.SPLIT,
        source=State.IN_SIGNATURE,
        by=(who.HEAD, who.BUREAU),
        when=(guard.TEXT_TO_CHANGE, guard.CONTESTED_ARE_OUT, guard.SOMETHING_LEFT),
        asks=(TEXT,),
        does=effect.opened,
        tell=(Tell("split", who.MINISTERS),),
        strength=3,
        consequence="Le texte change : les signatures déjà apposées tombent, un nouveau tour s’ouvre.",
    ),
    Step(
        trigger=Trigger.RETURN_TO_SIGNATURE,
        source=State.IN_SIGNATURE,
        by=(who.HEAD,),
        when=(guard.SOMETHING_CONTESTED,),
        asks=(REASON,),
        does=lambda facts, move: {"contested": ()},
        tell=(Tell("return_to_signature", who.AWAITED_MINISTERS),),
        strength=2,
    ),
    Step(
        trigger=Trigger.SEAL,
        source=State.IN_SIGNATURE,
        target=State.SIGNED,
        nature=Nature.JOIN,
        when=(
            guard.ALL_SIGNED,
            guard.NOTHING_CONTESTED,
            guard.TEXT_CURRENT,
            guard.ITEMS_AT_SIGNATURE,
        ),
        tell=(Tell("seal", who.BUREAU),),
    ),
    Step(
        trigger=Trigger.SEND_TO_JOURNAL,
        source=State.SIGNED,
        target=State.SENT_TO_JOURNAL,
        by=(who.BUREAU, who.HEAD),
    ),
    Step(
        trigger=Trigger.PUBLISH,
        source=(State.SIGNED, State.SENT_TO_JOURNAL),
        target=State.PUBLISHED,
        by=(who.BUREAU, who.HEAD),
        when=(guard.NAMES_CLEAR, guard.NOR_GIVEN, guard.PUBLISHED_AFTER_SIGNED, guard.NOT_RETROACTIVE),
        asks=(
            Ask("nor", "NOR", AskKind.TEXT),
            Ask("journal", "Référence de publication (JO ou BO)", AskKind.TEXT),
            Ask("published_on", "Date de publication", AskKind.DATE),
            Ask("effective_from", "Prise d’effet (dernière signature par défaut)", AskKind.DATE, required=False),
        ),
        does=effect.published,
        tell=(Tell("publish", who.CABINETS),),
        consequence="Chaque dossier est labellisé et son label naît.",
        law="CRPA, art. L. 221-8",
    ),
    Step(
        trigger=Trigger.CORRECT,
        source=(State.PUBLISHED, State.CORRECTED),
        target=State.CORRECTED,
        by=(who.BUREAU, who.HEAD),
        asks=(ACT, REASON),
        does=effect.corrected,
        tell=(Tell("correct", who.CABINETS),),
        strength=3,
        consequence="L’original n’est pas modifié ; le rectificatif lui est attaché.",
    ),
    *(
        Step(
            trigger=trigger,
            source=(State.PUBLISHED, State.CORRECTED),
            target=target,
            by=(who.HEAD,),
            when=(guard.LABELS_ENDED,),
            asks=(ACT, REASON),
            tell=(Tell(trigger.value, who.CABINETS),),
            strength=5,
            law=law,
        )
        for trigger, target, law in (
            (Trigger.REPEAL, State.REPEALED, "CRPA, art. L. 242-2 et L. 243-1"),
            (Trigger.WITHDRAW, State.WITHDRAWN, "CRPA, art. L. 242-1 et L. 243-3"),
        )
    ),
    Step(
        trigger=Trigger.ANNUL,
        source=(State.PUBLISHED, State.CORRECTED),
        target=State.ANNULLED,
        by=(who.HEAD,),
        asks=(JUDGMENT, REASON),
        does=effect.annulled,
        tell=(Tell("annul", who.CABINETS),),
        strength=5,
        consequence="Tous les labels nés de l’arrêté sont annulés ; chaque dossier peut être rouvert.",
        law="Code de justice administrative",
    ),
    Step(
        trigger=Trigger.ANNUL_PART,
        source=(State.PUBLISHED, State.CORRECTED),
        by=(who.HEAD,),
        when=(guard.PART_ONLY,),
        asks=(STRUCK, JUDGMENT, REASON),
        does=effect.annulled_in_part,
        tell=(Tell("annul_part", who.CABINETS),),
        strength=5,
        consequence="Les labels de ces dossiers sont annulés et ces dossiers peuvent être rouverts ; le reste tient.",
        law="Code de justice administrative",
    ),
    Step(
        trigger=Trigger.ABANDON,
        source=(State.DRAFTING, State.LEGAL_CHECK, State.IN_SIGNATURE),
        target=State.ABANDONED,
        by=(who.HEAD,),
        when=(guard.IS_EMPTY,),
        asks=(REASON,),
        strength=5,
    ),
    remind(Trigger.REMIND, OPEN_STATES, (who.BUREAU, who.HEAD, who.ADMIN)),
    extend(Trigger.EXTEND, OPEN_STATES, (who.HEAD,)),
    acknowledge(Trigger.ACKNOWLEDGE, OPEN_STATES),
)

"""Words of the joint order."""

from states.words import Word


class Phase(Word):
    PREPARATION = "preparation", "Préparation"
    SIGNATURE = "signature", "Signature"
    PUBLICATION = "publication", "Publication"


class State(Word):
    NOWHERE = "nowhere", "À créer"
    DRAFTING = "drafting", "En rédaction"
    LEGAL_CHECK = "legal_check", "Vérification juridique"
    IN_SIGNATURE = "in_signature", "À la signature"
    SIGNED = "signed", "Signé"
    SENT_TO_JOURNAL = "sent_to_jo", "Transmis au Journal officiel"
    PUBLISHED = "published", "Publié"
    CORRECTED = "corrected", "Publié, rectifié"
    REPEALED = "repealed", "Abrogé"
    WITHDRAWN = "withdrawn", "Retiré"
    ANNULLED = "annulled", "Annulé par le juge"
    ABANDONED = "abandoned", "Abandonné"


class Trigger(Word):
    CREATE = "create", "Préparer un arrêté"
    SEND_TO_LEGAL_CHECK = "send_to_legal_check", "Soumettre à la vérification juridique"
    RETURN_TO_DRAFTING = "return_to_drafting", "Renvoyer en rédaction"
    OPEN_SIGNATURE = "open_signature", "Mettre à la signature"
    GIVE_VISA = "give_visa", "Donner son visa"
    SIGN = "sign", "Enregistrer la signature"
    CONTEST = "contest", "Refuser de signer pour certains dossiers"
    SPLIT = "split", "Disjoindre les dossiers contestés"
    RETURN_TO_SIGNATURE = "return_to_signature", "Remettre à la signature après arbitrage"
    SEAL = "seal", "Constater toutes les signatures"
    SEND_TO_JOURNAL = "send_to_journal", "Transmettre pour publication"
    PUBLISH = "publish", "Enregistrer la publication"
    CORRECT = "correct", "Publier un rectificatif"
    REPEAL = "repeal", "Abroger"
    WITHDRAW = "withdraw", "Retirer"
    ANNUL = "annul", "Enregistrer l’annulation contentieuse"
    ANNUL_PART = "annul_part", "Enregistrer une annulation partielle"
    ABANDON = "abandon", "Abandonner le projet"
    REMIND = "remind", "Relancer"
    EXTEND = "extend", "Prolonger l’échéance"
    ACKNOWLEDGE = "acknowledge", "Prendre en compte"

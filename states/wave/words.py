"""Words of the wave."""

from states.words import Word


class Phase(Word):
    PREPARATION = "preparation", "Préparation"
    CALL = "call", "Appel ouvert"
    REVIEW = "review", "Instruction"
    DECISION = "decision", "Décision"
    DONE = "done", "Terminée"


class State(Word):
    NOWHERE = "nowhere", "À créer"
    DRAFTING = "drafting", "En préparation"
    APPROVED = "approved", "Approuvée"
    PUBLISHED = "published", "Publiée"
    OPEN = "open", "Ouverte"
    CLOSED = "closed", "Close"
    IN_REVIEW = "in_review", "En instruction"
    DECIDING = "deciding", "En décision"
    COMPLETED = "completed", "Terminée"
    ARCHIVED = "archived", "Archivée"
    CANCELLED = "cancelled", "Annulée"


class Trigger(Word):
    CREATE = "create", "Préparer un appel à projets"
    AMEND = "amend", "Modifier le projet d’appel"
    APPROVE = "approve", "Approuver"
    PUBLISH = "publish", "Publier"
    OPEN = "open", "Ouvrir"
    EXTEND = "extend", "Reporter la clôture"
    RECORD_OUTAGE = "record_outage", "Constater une panne de la plateforme"
    CLOSE = "close", "Clore"
    START_REVIEW = "start_review", "Ouvrir l’instruction"
    START_DECIDING = "start_deciding", "Passer à la décision"
    CHANGE_EDITION = "change_edition", "Changer d’édition des règles"
    COMPLETE = "complete", "Terminer"
    ARCHIVE = "archive", "Archiver"
    CANCEL = "cancel", "Annuler l’appel"
    REOPEN = "reopen", "Rouvrir le dépôt"
    REMIND = "remind", "Relancer"
    ACKNOWLEDGE = "acknowledge", "Prendre en compte"


class LatePolicy(Word):
    REFUSE = "refuse", "Refusé"
    ACCEPT_WITH_REASON = "accept_with_reason", "Accepté sur décision motivée"


class ResolutionDue(Word):
    SUBMISSION = "submission", "au dépôt"
    SESSION = "session", "avant la séance"

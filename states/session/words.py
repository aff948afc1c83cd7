"""Words of the session."""

from states.words import Word


class Phase(Word):
    PREPARATION = "preparation", "Préparation"
    SITTING = "sitting", "Séance"
    MINUTES = "minutes", "Procès-verbal"


class State(Word):
    NOWHERE = "nowhere", "À créer"
    PLANNED = "planned", "Prévue"
    SUMMONED = "summoned", "Convoquée"
    NO_QUORUM = "no_quorum", "Sans quorum"
    QUORUM_CHECKED = "quorum_checked", "Quorum constaté"
    IN_PROGRESS = "in_progress", "En cours"
    CLOSED = "closed", "Levée"
    MINUTES_DRAFT = "minutes_draft", "Procès-verbal à signer"
    MINUTES_SIGNED = "minutes_signed", "Procès-verbal signé"
    CANCELLED = "cancelled", "Annulée"


class Trigger(Word):
    CREATE = "create", "Prévoir une séance"
    SUMMON = "summon", "Convoquer"
    RECORD_ATTENDANCE = "record_attendance", "Constater les présences"
    FIND_NO_QUORUM = "find_no_quorum", "Constater l’absence de quorum"
    RESUMMON = "resummon", "Convoquer à nouveau, sans quorum"
    OPEN = "open", "Ouvrir la séance"
    CLOSE = "close", "Lever la séance"
    DRAFT_MINUTES = "draft_minutes", "Établir le procès-verbal"
    SIGN_MINUTES = "sign_minutes", "Signer le procès-verbal"
    CORRECT_MINUTES = "correct_minutes", "Rectifier le procès-verbal"
    POSTPONE = "postpone", "Reporter la séance"
    CANCEL = "cancel", "Annuler la séance"
    REMIND = "remind", "Relancer"
    ACKNOWLEDGE = "acknowledge", "Prendre en compte"

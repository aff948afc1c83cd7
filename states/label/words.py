"""Words of the label."""

from states.words import Word


class Phase(Word):
    PENDING = "pending", "À venir"
    IN_FORCE = "in_force", "En vigueur"
    RENEWAL = "renewal", "Renouvellement"
    ENDED = "ended", "Terminé"


class State(Word):
    NOWHERE = "nowhere", "À créer"
    PENDING_EFFECT = "pending_effect", "En attente de prise d’effet"
    ACTIVE = "active", "En vigueur"
    RENEWAL_OPEN = "renewal_open", "À renouveler"
    RENEWAL_FILED = "renewal_filed", "Renouvellement déposé"
    GRACE = "grace", "Prorogé"
    SUSPENDED = "suspended", "Suspendu"
    UNDER_WITHDRAWAL = "under_withdrawal", "Procédure de retrait en cours"
    EXPIRED = "expired", "Échu"
    SUPERSEDED = "superseded", "Renouvelé"
    MERGED = "merged", "Fusionné"
    SPLIT = "split", "Scindé"
    REPEALED = "repealed", "Abrogé"
    WITHDRAWN = "withdrawn", "Retiré"
    SURRENDERED = "surrendered", "Renoncé"
    ANNULLED = "annulled", "Annulé par le juge"


class Trigger(Word):
    BIRTH = "birth", "Créer le label"
    TAKE_EFFECT = "take_effect", "Prendre effet"
    FILE_MID_TERM_REPORT = "file_mid_term_report", "Remettre le bilan à mi-parcours"
    OPEN_RENEWAL = "open_renewal", "Ouvrir le renouvellement"
    RENEWAL_SUBMITTED = "renewal_submitted", "Constater le dépôt du renouvellement"
    RENEWAL_ENDED = "renewal_ended", "Constater l’échec du renouvellement"
    SIGN_MEASURE = "sign_measure", "Signer la prorogation ou la suspension"
    GRANT_EXTENSION = "grant_extension", "Proroger"
    RENEW = "renew", "Céder la place au label renouvelé"
    MERGE = "merge", "Céder la place au label fusionné"
    SPLIT = "split", "Céder la place aux labels issus de la scission"
    EXPIRE = "expire", "Constater l’échéance"
    OPEN_WITHDRAWAL = "open_withdrawal", "Engager la procédure de retrait"
    FILE_OBSERVATIONS = "file_observations", "Présenter des observations"
    SIGN_DECISION = "sign_decision", "Signer la décision d’abrogation ou de retrait"
    REPEAL = "repeal", "Abroger"
    WITHDRAW = "withdraw", "Retirer"
    MAINTAIN = "maintain", "Maintenir le label"
    SUSPEND = "suspend", "Suspendre"
    REINSTATE = "reinstate", "Rétablir"
    SURRENDER = "surrender", "Renoncer au label"
    ANNUL = "annul", "Constater l’annulation par le juge"
    RECTIFY = "rectify", "Rectifier les dates du label"
    CLOSE_RENEWAL = "close_renewal", "Refermer le renouvellement"
    REPORT_CHANGE = "report_change", "Signaler un changement"
    WITHDRAW_SUPPORT = "withdraw_support", "Retirer son soutien au label"
    RESTORE_SUPPORT = "restore_support", "Rétablir son soutien au label"
    AMEND = "amend", "Enregistrer une modification mineure"
    REMIND = "remind", "Relancer"
    ACKNOWLEDGE = "acknowledge", "Prendre en compte"


class Amendment(Word):
    """What may change without the commission; sector, territory and category take a new application."""

    NAME = "name", "Nom du campus"
    SUPPORT = "support", "Établissement support"
    DIRECTION = "direction", "Direction opérationnelle"
    PARTNERS = "partners", "Partenaires du réseau"
    CONTACT = "contact", "Coordonnées"

"""What officials of a played programme write: invented words, plausible for the act, for files that are marked so."""

#: By trigger; each reads well after « Motif : » and names no real person or body.
REASONS = {
    "merge_draft": "Les deux brouillons portent sur la même filière et le même territoire ; un seul est déposé.",
    "unsign": "La composition du partenariat est à revoir avant la signature.",
    "refuse_signature": "La région souhaite que le réseau associe d’abord les centres de formation d’apprentis.",
    "state_disagreement": "Le périmètre retenu ne correspond pas aux priorités du contrat de plan régional.",
    "waive_opinion": "Le conseil n’a pu être réuni avant la clôture ; son avis sera versé dès sa prochaine séance.",
    "edit_after_signature": "Un partenaire a changé de nom depuis la première signature.",
    "submit_late": "La délibération régionale a été reportée par la suspension des séances de l’assemblée.",
    "extend_completion": "Les pièces demandées relèvent de plusieurs services, dont un est fermé ce mois-ci.",
    "resume_uncompleted": "Les pièces reçues suffisent ; la dernière est sans incidence sur la recevabilité.",
    "sign_inadmissibility": "Le dossier ne comprend aucun établissement d’enseignement supérieur, que le texte exige.",
    "recuse": "Le rapporteur a exercé dans l’un des établissements du réseau au cours des trois dernières années.",
    "replace_reviewer": "Le rapporteur désigné a changé de fonctions.",
    "waive_report": "Deux rapports concordants permettent l’examen sans attendre le troisième.",
    "close_clarification": "La réponse reçue de vive voix en séance est consignée au procès-verbal.",
    "unschedule": "Un rapport attendu n’a pas été remis à temps pour cette séance.",
    "adjourn": "La commission souhaite entendre les porteurs sur la place de l’apprentissage.",
    "reservations_not_lifted": "La réponse ne précise pas la gouvernance du réseau après la première année.",
    "return_to_session": "Des éléments nouveaux sont parvenus depuis l’avis.",
    "return_to_commission": "Les ministres demandent que la commission examine la carte des formations actualisée.",
    "arbitrate_sign": "Les observations du ministère ont été levées par l’ajout d’un laboratoire au partenariat.",
    "arbitrate_split": "Un seul dossier de l’arrêté est contesté ; les autres n’ont pas à attendre.",
    "arbitrate_adjourn": "L’articulation avec une filière voisine doit être clarifiée.",
    "sign_refusal": (
        "Le projet ne démontre pas de partenariat établi avec les entreprises de la filière,"
        " et l’offre de formation de niveau supérieur reste à construire."
    ),
    "lodge_appeal": "L’avis ne tient pas compte des partenariats conclus depuis le dépôt, joints au présent recours.",
    "reject_appeal": "Les éléments produits sont postérieurs à la décision et n’en remettent pas en cause les motifs.",
    "withdraw": "Les porteurs préfèrent présenter un projet élargi à la prochaine vague.",
    "withdraw_support": "L’assemblée régionale a réorienté ses priorités après son renouvellement.",
    "stay": "Une réorganisation territoriale est en cours ; son issue change la liste des signataires.",
    "resume": "L’empêchement a cessé.",
    "close_without_action": "Le soutien retiré n’a pas été rétabli dans le délai.",
    "reopen": "La décision a été retirée ; le dossier est examiné à nouveau.",
    "grant_extension": "La commission se réunit après le terme du label ; le réseau ne doit pas en pâtir.",
    "open_withdrawal": "Le bilan à mi-parcours montre que le pilotage prévu n’a pas été mis en place.",
    "sign_decision": "Le manquement a été établi au terme de la procédure contradictoire.",
    "sign_measure": "L’acte joint est celui que tous les ministres signent.",
    "maintain": "Les observations reçues répondent aux manquements relevés.",
    "reinstate": "Les mesures demandées ont été prises et vérifiées.",
    "suspend": "Les conditions du label ne sont plus réunies ; un plan de redressement est demandé.",
    "surrender": "Les partenaires ont décidé de se rapprocher du réseau voisin.",
    "return_to_drafting": "Une erreur de plume affecte l’annexe.",
    "contest": "Le ministère demande que la place des formations par apprentissage soit précisée.",
    "return_to_signature": "La contestation est levée.",
    "correct": "Une erreur matérielle affectait la dénomination d’un réseau.",
    "abandon": "Les dossiers sont repris dans un autre arrêté.",
    "postpone": "Le quorum ne peut être assuré à la date prévue.",
    "extend": "Le service a demandé un délai que la charge de la période justifie.",
    "change_edition": "Un nouveau décret modifie les critères en cours de vague.",
    "cancel": "La séance est regroupée avec la suivante.",
}
#: Why a call closes on a day off.
DAY_OFF = "La date est celle de la lettre d’appel ; le dépôt se fait en ligne."
#: Where no act above is meant.
REASON = "Les circonstances de l’espèce le justifient ; la pièce jointe les expose."

PIECES = ("Délibération exécutoire de l’assemblée régionale", "Budget prévisionnel signé des partenaires")
RESERVATIONS = ("Préciser la gouvernance du réseau", "Associer un centre de formation d’apprentis")
OTHERS = {
    "question": "Comment le réseau accueillera-t-il les apprentis, et avec quels centres de formation ?",
    "answer": "Deux centres de formation d’apprentis rejoignent le réseau ; leurs conventions sont jointes.",
    "observations": "Les manquements relevés tiennent à une vacance de direction, à laquelle il a été mis fin.",
    "remark": "Sans observation.",
    "name": "Campus renommé",
    "mark": "Marque antérieure de même nom, classe 41.",
}


def long_text(trigger: str, name: str) -> str:
    """A reason, a question or an answer, for an act and the field that asks for it."""
    return OTHERS.get(name) or REASONS.get(trigger, REASON)


def items(trigger: str) -> list[str]:
    """What an act lists, one line each."""
    return list(RESERVATIONS if trigger == "add_reservations" else PIECES)


def section(label: str) -> str:
    """What the sponsors of an invented project say under one criterion."""
    return (
        f"{label} : les établissements, les entreprises et les laboratoires du réseau ont dressé un état des lieux"
        " commun, fixé trois objectifs pour la durée du label et désigné qui en répond. (Texte fictif.)"
    )

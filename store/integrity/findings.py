"""What a check may find: where, and what is wrong there."""

from dataclasses import dataclass

FRENCH = {
    "application": "Dossier",
    "wave": "Vague",
    "label": "Label",
    "order": "Arrêté",
    "session": "Séance",
    "office": "Fonction",
    "person": "Personne",
    "mandate": "Mandat",
    "delegation": "Délégation",
    "plan": "Plan de reprise",
    "outage": "Indisponibilité",
    "digest": "Récapitulatif",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree; `code` is for machines, the sentence for people."""

    code: str
    kind: str
    ref: str
    sentence: str

    def __str__(self) -> str:
        return f"{FRENCH.get(self.kind, self.kind.title())} {self.ref} : {self.sentence}"

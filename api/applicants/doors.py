"""The one button that leads to what someone has to do on an object."""

from dataclasses import dataclass

from api.console.rooms import BY_KIND
from states.application.words import State
from states.label.words import State as LabelState
from states.roles import Role, role_of
from store.board.viewer import Viewer

DRAFTERS = frozenset({Role.RECTORATE_OFFICER, Role.REGION_OFFICER})
SIGNATORIES = frozenset({Role.RECTEUR, Role.REGION_PRESIDENT})
BODIES = frozenset({Role.CAEN, Role.CREFOP})


@dataclass(frozen=True, slots=True)
class Door:
    """What the button says, and where it leads."""

    label: str
    path: str


_OPENED: dict[tuple[State, frozenset[Role]], tuple[str, str]] = {
    (State.DRAFT, DRAFTERS): ("Compléter le dossier", "contenu"),
    (State.DRAFT, SIGNATORIES): ("Relire le dossier", "contenu"),
    (State.JOINT_SIGNATURE, SIGNATORIES): ("Lire et signer", "presentation"),
    (State.JOINT_SIGNATURE, DRAFTERS): ("Suivre les signatures", "presentation"),
    (State.JOINT_SIGNATURE, BODIES): ("Rendre l’avis", "give_opinion"),
    (State.INCOMPLETE, DRAFTERS | SIGNATORIES): ("Transmettre les pièces", "reponses"),
    (State.CLARIFICATION, DRAFTERS | SIGNATORIES): ("Apporter les précisions", "reponses"),
    (State.RESERVATIONS, DRAFTERS | SIGNATORIES): ("Répondre aux réserves", "reponses"),
    (State.STAYED, SIGNATORIES): ("Voir ce qui est suspendu", "presentation"),
    (State.UNDER_REVIEW, frozenset({Role.RAPPORTEUR})): ("Rédiger le rapport", "rapport"),
}


_OF_LABELS: dict[LabelState, tuple[str, str]] = {
    LabelState.UNDER_WITHDRAWAL: ("Présenter des observations", "file_observations"),
}


def door(kind: str, ref: str, state: str, viewer: Viewer) -> Door:
    """The most useful page for this person at this stage; the object's own page where none is better."""
    page = BY_KIND[kind].page(ref)
    roles = {role_of(office) for office in viewer.offices}
    for (word, those), (label, path) in _OPENED.items() if kind == "application" else ():
        if state == word.value and roles & those:
            return Door(label, f"{page}/{path}")
    for stage, (label, path) in _OF_LABELS.items() if kind == "label" else ():
        if state == stage.value and roles & SIGNATORIES:
            return Door(label, f"{page}/{path}")
    return Door(f"Ouvrir {BY_KIND[kind].this}", page)

"""Where each kind of object is found, and what it is called in the middle of a sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A kind of object, its address, and its names.

    `new` is the label of the button that makes one; `begins` says to an empty list when the first appears.
    """

    kind: str
    path: str
    title: str
    one: str
    this: str
    stuck: str
    waits: str
    begins: str
    new: str = ""

    def page(self, ref: str) -> str:
        """Address of one object."""
        return f"{self.path}/{ref}"


ROOMS = (
    Room(
        kind="application",
        path="/dossiers",
        title="Dossiers",
        one="dossier",
        this="ce dossier",
        stuck="Pourquoi ce dossier est bloqué",
        waits="Ce que ce dossier attend",
        begins="Un dossier apparaît ici dès qu’un porteur le crée, quand un appel est ouvert.",
        new="Créer un dossier",
    ),
    Room(
        kind="wave",
        path="/vagues",
        title="Vagues",
        one="vague",
        this="cette vague",
        stuck="Pourquoi cette vague est bloquée",
        waits="Ce que cette vague attend",
        begins="Une vague apparaît ici dès que le bureau de la Dgesco prépare un appel à projets.",
        new="Préparer un appel à projets",
    ),
    Room(
        kind="session",
        path="/seances",
        title="Séances",
        one="séance",
        this="cette séance",
        stuck="Pourquoi cette séance est bloquée",
        waits="Ce que cette séance attend",
        begins="Une séance apparaît ici dès que le secrétariat de la commission la prévoit.",
        new="Prévoir une séance",
    ),
    Room(
        kind="order",
        path="/arretes",
        title="Arrêtés",
        one="arrêté",
        this="cet arrêté",
        stuck="Pourquoi cet arrêté est bloqué",
        waits="Ce que cet arrêté attend",
        begins="Un arrêté apparaît ici dès que le bureau de la Dgesco le prépare.",
        new="Préparer un arrêté",
    ),
    Room(
        kind="label",
        path="/labels",
        title="Labels",
        one="label",
        this="ce label",
        stuck="Pourquoi ce label est bloqué",
        waits="Ce que ce label attend",
        begins="Un label apparaît ici quand l’arrêté qui l’accorde est publié.",
    ),
)
BY_KIND = {room.kind: room for room in ROOMS}

"""The name of the campus meets an earlier trademark: said to its sponsors, and no order goes on until it is lifted."""

from states.application import audiences as who
from states.application.guards import naming as guard
from states.application.steps.exceptions import FILED
from states.application.steps.preparation import REASON
from states.application.words import State, Trigger
from states.declaration import Ask, AskKind, Step, Tell

NAMED = (*FILED, State.SEALED)

NAMING = (
    Step(
        trigger=Trigger.DISPUTE_NAME,
        source=NAMED,
        by=(who.BUREAU, who.HEAD),
        when=(guard.UNDISPUTED,),
        asks=(Ask("mark", "Marque antérieure", AskKind.TEXT, hint="Nom, titulaire et numéro à l’INPI."), REASON),
        does=lambda facts, move: {"name_disputed_on": move.day},
        tell=(Tell("dispute_name", who.PARTIES), Tell("dispute_name", who.HEAD)),
        strength=3,
        frees=False,
        consequence="Aucun arrêté qui porte ce dossier n’est mis à la signature ni publié tant que le conflit dure.",
        law="Code de la propriété intellectuelle, art. L. 713-2",
    ),
    Step(
        trigger=Trigger.CLEAR_NAME,
        source=(*NAMED, State.STAYED),
        by=(who.HEAD,),
        when=(guard.DISPUTED,),
        asks=(
            Ask("reason", "Comment le conflit est levé", AskKind.LONG_TEXT, hint="Accord du titulaire, autre nom…"),
            Ask("document", "Accord du titulaire (PDF)", AskKind.DOCUMENT, required=False),
        ),
        does=lambda facts, move: {"name_disputed_on": None},
        tell=(Tell("clear_name", who.PARTIES), Tell("clear_name", who.BUREAU)),
        strength=2,
        frees=False,
    ),
)

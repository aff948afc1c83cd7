"""A file as its applicants open it: what they may do in it, and the pages that it is made of."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api.applicants.parts import Part, parts_of
from api.console.rooms import BY_KIND
from states.application import audiences
from states.application.completeness import parties
from states.application.facts import ApplicationFacts
from states.application.words import State, Trigger
from store.board.names import Names
from store.board.sight import Sight, look, names_for
from store.board.viewer import Viewer
from store.desk import contents

ROOM = BY_KIND["application"]
FIRST = (("Contenu", "contenu"), ("Présentation conjointe", "presentation"))
#: Where something is asked of the applicants: the act that answers, the one that asked, and the name of its text.
ASKED = {
    State.INCOMPLETE: (Trigger.SUPPLY_ITEM, Trigger.REQUEST_COMPLETION, "items"),
    State.CLARIFICATION: (Trigger.ANSWER_CLARIFICATION, Trigger.ASK_CLARIFICATION, "question"),
    State.RESERVATIONS: (Trigger.ANSWER_RESERVATIONS, Trigger.ADD_RESERVATIONS, "items"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One file and the person who opens it; `version` is that of the content, `editor` the office they write for,
    `reports` whether a report of theirs is awaited, `at` the instant at which it is opened.
    """

    sight: Sight
    names: Names
    parts: tuple[Part, ...]
    version: int
    editor: str
    reports: bool
    at: datetime

    @property
    def facts(self) -> ApplicationFacts:
        found: ApplicationFacts = self.sight.facts
        return found

    @property
    def page(self) -> str:
        """Address of the file."""
        return ROOM.page(self.sight.ref)

    @property
    def open(self) -> bool:
        """Whether the content can be written in now, by this person."""
        return bool(self.editor) and self.facts.state is State.DRAFT

    @property
    def frozen(self) -> bool:
        """Whether it is frozen while its signatures are given."""
        return self.facts.state is State.JOINT_SIGNATURE

    @property
    def doors(self) -> list[tuple[str, str]]:
        """The pages of the file."""
        answers = [("Réponses attendues", "reponses")] if self.facts.state in ASKED else []
        report = [("Rapport d’expertise", "rapport")] if self.reports else []
        return [*FIRST, *answers, *report, ("Suivi", "suivi")]


def dossier(session: Session, me: Viewer, ref: str, at: datetime) -> Dossier:
    """The file of that reference; Unknown outside the viewer's scope."""
    sight = look(session, me, "application", ref, at)
    offices = [office for party in parties(sight.facts) for office in party.offices]
    version, writer, _ = contents.written(session, ref)
    return Dossier(
        sight=sight,
        names=names_for(session, me, sight, [*offices, *filter(None, [writer])], at),
        parts=parts_of(sight.facts),
        version=version,
        editor=_editor(sight.facts, me),
        reports=bool(set(audiences.pending_rapporteurs(sight.facts)) & me.may("application", "deliver_report")),
        at=at,
    )


def _editor(facts: ApplicationFacts, me: Viewer) -> str:
    writers = audiences.drafting_offices(facts) + audiences.sponsor_offices(facts)
    able = me.may("application", "edit")
    return next((office for office in writers if office in able), "")

"""Guards of the session."""

from states.calendar import Delay, Unit, add, paris_day
from states.declaration import Guard
from states.machine import Move
from states.session import audiences
from states.session.facts import SessionFacts

#: CRPA, art. R. 133-8: summons and agenda reach the members five days before at the latest.
NOTICE = Delay(-5, Unit.DAYS)


def _in_notice(move: Move) -> bool:
    return paris_day(move.at) <= add(paris_day(move.facts.held_at), NOTICE)


def _ends(facts: SessionFacts) -> list[str]:
    return [item.ref for item in facts.items if item.state in {"scheduled", "in_session"}]


HAS_AGENDA = Guard(
    "ordre_du_jour",
    "L’ordre du jour est vide : inscrivez au moins un dossier.",
    lambda move: bool(move.facts.items),
    ("application.schedule", "application.reschedule"),
    audiences.SECRETARY,
)
NOTICE_KEPT = Guard(
    "convocation_cinq_jours_avant",
    "La convocation doit partir cinq jours au moins avant la séance : reportez la séance.",
    _in_notice,
    ("session.postpone",),
    audiences.SECRETARY,
    field="held_at",
)
ON_THE_DAY = Guard(
    "jour_de_la_seance",
    "La séance n’a pas commencé : les présences se constatent le jour même.",
    lambda move: paris_day(move.at) >= paris_day(move.facts.held_at),
    ("time",),
)
QUORUM = Guard(
    "quorum",
    lambda facts: f"Le quorum est de {facts.quorum} membres présents, à distance compris (CRPA, art. R. 133-10).",
    lambda move: move.facts.without_quorum or len(set(move.payload["present"])) >= move.facts.quorum,
    ("given", "session.resummon"),
    field="present",
    given=True,
    general="Le quorum est de la moitié des membres, à distance compris (CRPA, art. R. 133-10).",
)
NO_QUORUM = Guard(
    "quorum_non_atteint",
    "Le quorum est atteint, ou n’est plus exigé : la séance peut s’ouvrir.",
    lambda move: not move.facts.without_quorum and len(set(move.payload["present"])) < move.facts.quorum,
    ("given",),
    field="present",
    given=True,
)
AGENDA_DONE = Guard(
    "ordre_du_jour_epuise",
    lambda facts: f"Dossiers sans avis ni ajournement : {', '.join(_ends(facts))}.",
    lambda move: not _ends(move.facts),
    ("application.render_opinion", "application.adjourn", "application.unschedule"),
    audiences.CHAIR,
    general="Des dossiers sont sans avis ni ajournement.",
)
LATER = Guard(
    "seance_posterieure",
    "La nouvelle date doit laisser cinq jours pour convoquer.",
    lambda move: paris_day(move.at) <= add(paris_day(move.payload["held_at"]), NOTICE),
    ("given",),
    field="held_at",
    given=True,
)
EMPTY_AGENDA = Guard(
    "ordre_du_jour_vide",
    "Des dossiers restent inscrits : retirez-les ou reportez la séance.",
    lambda move: not _ends(move.facts),
    ("application.unschedule",),
    audiences.SECRETARY,
)

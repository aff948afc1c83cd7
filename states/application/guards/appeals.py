"""Guards of the administrative appeal."""

from datetime import date

from states.application.facts import ApplicationFacts
from states.calendar import METROPOLE, Delay, Unit, add, paris_day
from states.declaration import Guard

#: From the notification of the decision; one month more overseas (CJA, art. R. 421-1 and R. 421-7).
TO_APPEAL = Delay(2, Unit.CLEAR_MONTHS)
TO_APPEAL_OVERSEAS = Delay(3, Unit.CLEAR_MONTHS)


def last_day_to_appeal(facts: ApplicationFacts, office: str) -> date:
    """Last day of the delay of appeal, where that office is."""
    overseas = facts.place(office).timezone != METROPOLE.timezone
    return add(paris_day(facts.entered_at), TO_APPEAL_OVERSEAS if overseas else TO_APPEAL)


APPEAL_IN_TIME = Guard(
    "recours_dans_le_delai",
    "Le délai de recours est expiré : deux mois francs après la notification de la décision, trois outre-mer."
    " Un recours tardif est irrecevable (CJA, art. R. 421-1 et R. 421-7).",
    lambda move: paris_day(move.at) <= last_day_to_appeal(move.facts, move.actor.office),
    ("given",),
    personal=True,
)
APPEALED_ONCE = Guard(
    "un_seul_recours",
    "Un recours administratif a déjà été formé contre cette décision : seul le tribunal peut encore être saisi.",
    lambda move: move.facts.appeal is None,
    ("given",),
    personal=True,
)
APPELLANT = Guard(
    "auteur_du_recours",
    "Le recours a été formé par un autre porteur : lui seul peut s’en désister.",
    lambda move: move.facts.appeal is not None and move.actor.office == move.facts.appeal.office,
    ("given",),
    personal=True,
)

"""Guards of the wave."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from states.calendar import paris_day
from states.declaration import Guard
from states.nor import NOR
from states.wave import audiences
from states.wave.facts import WaveFacts
from states.words import counted

#: States that say an opinion has been given, or that none will be.
DECIDED = (
    "opinion_rendered",
    "reservations",
    "proposed",
    "co_signature",
    "arbitration",
    "sealed",
    "labelled",
    "refused",
    "under_appeal",
    "inadmissible",
    "withdrawn",
    "lapsed",
    "closed_without_action",
)
WAITING = ("submitted", "admissibility", "incomplete")


def in_order(wave: WaveFacts) -> bool:
    """Whether the dates of a call follow each other."""
    instants = [at for at in (wave.opens_at, wave.questions_close_at, wave.closes_at) if at]
    days = [day for day in (wave.closes_on, wave.session_on, wave.target_decision_on) if day]
    return _rising(instants) and _rising(days)


def _rising(moments: Sequence[Any]) -> bool:
    return all(before < after for before, after in pairwise(moments))


def _unfinished(wave: WaveFacts) -> str:
    told = counted(wave.pending, "dossier de la vague n’est pas terminé", "dossiers de la vague ne sont pas terminés")
    return f"{told}."


CALENDAR_VALID = Guard(
    "calendrier_coherent",
    "Les dates doivent se suivre : ouverture, fin des questions, clôture, séance, décision.",
    lambda move: in_order(move.facts),
    ("wave.amend",),
    audiences.BUREAU,
    field="closes_at",
)
NOR_WELL_FORMED = Guard(
    "nor_de_l_appel",
    "Le NOR, s’il existe, s’écrit en quatre lettres, sept chiffres et une lettre, comme MENE1700093Y.",
    lambda move: not move.payload["nor"] or bool(NOR.fullmatch(move.payload["nor"])),
    ("given",),
    field="nor",
    given=True,
)
ADMISSIBILITY_DONE = Guard(
    "recevabilites_prononcees",
    lambda facts: (
        f"{counted(_waiting(facts), 'dossier attend', 'dossiers attendent')} encore une décision de recevabilité."
    ),
    lambda move: _waiting(move.facts) == 0,
    ("application.declare_admissible", "application.sign_inadmissibility"),
    audiences.BUREAU,
    general="Des dossiers attendent encore une décision de recevabilité.",
)
SOME_OPINION = Guard(
    "un_avis_rendu",
    "Aucun avis n’est encore rendu : la décision peut commencer par tranche, dès le premier.",
    lambda move: move.facts.pending == 0 or any(move.facts.counts.get(state) for state in DECIDED),
    ("application.render_opinion", "application.declare_inadmissible"),
    audiences.BUREAU,
)
EVERY_END = Guard(
    "tous_les_dossiers_termines",
    _unfinished,
    lambda move: move.facts.pending == 0,
    ("application.refuse", "application.label"),
    audiences.BUREAU,
    general="Des dossiers de la vague ne sont pas terminés.",
)
EDITION_KNOWN = Guard(
    "changement_a_venir",
    "Le changement d’édition ne peut pas précéder l’ouverture de la vague.",
    lambda move: move.payload["on"] >= paris_day(move.facts.opens_at),
    ("given",),
    field="on",
    given=True,
)


def _waiting(facts: WaveFacts) -> int:
    return sum(facts.counts.get(state, 0) for state in WAITING)

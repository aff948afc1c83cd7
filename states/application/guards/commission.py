"""Guards of the session, of the vote and of the reservations."""

from datetime import date

from states.application import audiences
from states.application.facts import ApplicationFacts
from states.application.words import Sense
from states.calendar import Delay, Unit, add, paris_day
from states.declaration import Guard
from states.machine import Move
from states.roles import Role
from states.session.facts import SessionFacts
from states.session.words import State as SessionState

#: Summons and agenda reach the members five days before (CRPA, art. R. 133-8).
SUMMONS_NOTICE = Delay(-5, Unit.DAYS)
ADJOURNMENTS = 1
TEN_DAYS = Delay(10, Unit.WORKING_DAYS)


def _session_open_to(move: Move) -> bool:
    session: SessionFacts | None = next((s for s in move.facts.open_sessions if s.ref == move.payload["session"]), None)
    return session is not None and _takes(session, move)


def _takes(session: SessionFacts, move: Move) -> bool:
    last_day: date = add(paris_day(session.held_at), SUMMONS_NOTICE)
    return not session.without_quorum and paris_day(move.at) <= last_day


def _votes_support(move: Move) -> bool:
    given = move.payload
    ayes, noes = given["votes_for"], given["votes_against"]
    favourable = given["sense"] is not Sense.UNFAVOURABLE
    if ayes == noes:
        return bool(given["chair_decided"])
    return bool((ayes > noes) is favourable)


def _voters(facts: ApplicationFacts) -> int:
    """Members present, those excluded by their territory or by an interest counted as absent."""
    return len(set(facts.session.present) - facts.tied_offices - set(facts.recused)) if facts.session else 0


def _quorate(move: Move) -> bool:
    session = move.facts.session
    return session is not None and (session.without_quorum or _voters(move.facts) >= session.quorum)


def _votes_within_attendance(move: Move) -> bool:
    given, present = move.payload, _voters(move.facts)
    cast = given["votes_for"] + given["votes_against"] + given["abstentions"]
    fewest = min(given["votes_for"], given["votes_against"], given["abstentions"])
    return bool(fewest >= 0 and 0 < cast <= present)


SESSION_AHEAD = Guard(
    "seance_a_venir",
    "Aucune séance à venir ne peut encore recevoir ce dossier : prévoyez-en une.",
    lambda move: any(_takes(session, move) for session in move.facts.open_sessions),
    ("session.create", "session.postpone"),
    audiences.SECRETARY,
    TEN_DAYS,
)
SESSION_OPEN_TO = Guard(
    "seance_ouverte_a_l_inscription",
    "Indiquez une séance dont l’ordre du jour peut encore être complété, cinq jours au moins avant sa date"
    " (une seconde convocation reprend le même).",
    _session_open_to,
    ("session.create", "given"),
    audiences.SECRETARY,
    field="session",
    given=True,
)
RESOLUTIONS_IN = Guard(
    "deliberation_avant_la_seance",
    "La délibération de la région doit être jointe avant l’inscription à une séance.",
    lambda move: not move.facts.needed_resolutions,
    ("application.attach_resolution",),
    audiences.REGIONS,
    TEN_DAYS,
    "resolution",
)
SESSION_SITTING = Guard(
    "seance_ouverte",
    "La séance n’est pas ouverte : le quorum doit être constaté, ou la seconde convocation faite.",
    lambda move: move.facts.session is not None and move.facts.session.state is SessionState.IN_PROGRESS,
    ("session.open",),
    audiences.CHAIR,
    Delay(1, Unit.WORKING_DAYS),
)
ITEM_QUORUM = Guard(
    "quorum_sur_le_dossier",
    "Déports exclus, le quorum n’est pas atteint pour ce dossier : ajournez-le.",
    _quorate,
    ("application.adjourn", "session.resummon"),
    audiences.CHAIR,
)
VOTE_COUNTED = Guard(
    "vote_dans_la_limite_des_presents",
    "Le nombre de voix doit être compris entre une et celui des membres présents, déports exclus.",
    _votes_within_attendance,
    ("given", "session.record_attendance"),
    field="votes_for",
    given=True,
)
VOTE_SUPPORTS = Guard(
    "vote_conforme",
    "Le sens de l’avis n’est pas celui de la majorité ; à égalité, la voix de la présidence est prépondérante.",
    _votes_support,
    ("given",),
    field="sense",
    given=True,
)
TERM_ALLOWED = Guard(
    "duree_admise",
    lambda facts: f"La durée proposée doit être comprise entre 1 et {facts.rules.max_months} mois.",
    lambda move: 0 < (move.payload["months"] or move.facts.rules.default_months) <= move.facts.rules.max_months,
    ("given",),
    field="months",
    given=True,
    general="La durée proposée doit être comprise entre un mois et la durée maximale de l’édition des règles.",
)
CATEGORY_OF_EDITION = Guard(
    "categorie_proposee",
    "Cette catégorie n’existe pas dans l’édition des règles du dossier.",
    lambda move: (move.payload["category"] or move.facts.category) in move.facts.rules.categories,
    ("given",),
    field="category",
    given=True,
)
ADJOURNED_ONCE = Guard(
    "un_seul_ajournement",
    "Un dossier n’est ajourné qu’une fois par la présidence : au-delà, le chef ou la cheffe de bureau en décide.",
    lambda move: move.facts.adjournments < ADJOURNMENTS or move.actor.office == Role.DGESCO_HEAD,
    ("given",),
    audiences.HEAD,
    personal=True,
)
SESSION_OVER = Guard(
    "seance_levee",
    "La séance n’est pas levée : reprenez le vote sans ce membre, dans la même séance.",
    lambda move: move.facts.session is None or move.facts.session.state is not SessionState.IN_PROGRESS,
    ("application.vote_again", "session.close"),
    audiences.CHAIR,
)
WITH_RESERVATIONS = Guard(
    "avis_avec_reserves",
    "Seul un avis favorable avec réserves appelle une liste de réserves.",
    lambda move: move.facts.opinion is not None and move.facts.opinion.sense is Sense.WITH_RESERVATIONS,
    ("application.render_opinion",),
    audiences.CHAIR,
)
RESERVATIONS_OVER = Guard(
    "delai_des_reserves_echu",
    "Le délai accordé pour lever les réserves n’est pas échu.",
    lambda move: move.facts.reservations is not None and paris_day(move.at) > move.facts.reservations.due,
    ("time",),
)
RESERVATIONS_ANSWERED = Guard(
    "reponse_aux_reserves",
    "Les porteurs n’ont pas répondu aux réserves.",
    lambda move: move.facts.reservations is not None and move.facts.reservations.answered_on is not None,
    ("application.answer_reservations",),
    audiences.DRAFTERS,
    TEN_DAYS,
)

"""Guards of the expertise: two rapporteurs from elsewhere, reports delivered and consistent."""

from states.application import audiences
from states.application.facts import ApplicationFacts
from states.application.words import ReviewKind, ReviewState
from states.calendar import Delay, Unit
from states.declaration import Guard
from states.machine import Move
from states.roles import Role, role_of
from states.words import counted

MANDATORY_RAPPORTEURS = 2
WIDEST_GAP = 6  # points on 20: beyond, a third rapporteur is needed
FIVE_DAYS = Delay(5, Unit.WORKING_DAYS)


def reports(facts: ApplicationFacts) -> tuple[int, ...]:
    """Scores of the reports delivered, on 20."""
    return tuple(
        review.score
        for review in facts.reviews
        if review.kind is ReviewKind.REPORT and review.state is ReviewState.DELIVERED and review.score is not None
    )


def _named(move: Move) -> tuple[str, ...]:
    given = move.payload
    return tuple(given.get("rapporteurs") or ((given["office"],) if given.get("office") else ()))


def recused_offices(facts: ApplicationFacts) -> frozenset[str]:
    """Rapporteurs whose territory, or declared link, is that of the application: excluded without having to say so."""
    declared = {r.office for r in facts.reviews if r.state is ReviewState.RECUSED}
    return facts.tied_offices | declared


def _waived(facts: ApplicationFacts) -> int:
    return sum(r.kind is ReviewKind.REPORT and r.state is ReviewState.WAIVED for r in facts.reviews)


def _consistent(move: Move) -> bool:
    scores = reports(move.facts)
    settled = len(scores) != MANDATORY_RAPPORTEURS or _waived(move.facts) > 0
    return settled or max(scores) - min(scores) <= WIDEST_GAP


TWO_RAPPORTEURS = Guard(
    "deux_rapporteurs",
    "Désignez deux rapporteurs ou rapporteures, distincts.",
    lambda move: len(set(_named(move))) == MANDATORY_RAPPORTEURS,
    ("given",),
    field="rapporteurs",
    given=True,
)
ARE_RAPPORTEURS = Guard(
    "liste_des_rapporteurs",
    "Choisissez dans la liste des rapporteurs et rapporteures.",
    lambda move: all(role_of(one) is Role.RAPPORTEUR for one in _named(move)),
    ("given",),
    field="rapporteurs",
    given=True,
)
NONE_RECUSED = Guard(
    "deport",
    "Un rapporteur ne peut connaître d’un dossier de son territoire ou auquel il est lié.",
    lambda move: not recused_offices(move.facts) & set(_named(move)),
    ("given",),
    field="rapporteurs",
    given=True,
)
NOT_ALREADY_ASSIGNED = Guard(
    "deja_designe",
    "Ce rapporteur est déjà désigné sur ce dossier.",
    lambda move: not set(_named(move)) & {r.office for r in move.facts.reviews},
    ("given",),
    field="office",
    given=True,
)
SCORE_ON_TWENTY = Guard(
    "note_sur_vingt",
    "Un rapport porte une note de 0 à 20.",
    lambda move: (
        role_of(move.actor.office) is not Role.RAPPORTEUR
        or (move.payload["score"] is not None and 0 <= move.payload["score"] <= 20)
    ),
    ("given",),
    field="score",
    given=True,
)
REPORTS_IN = Guard(
    "rapports_remis",
    lambda facts: (
        f"Il manque {counted(len(audiences.pending_reviewers(facts)), 'rapport ou avis', 'rapports ou avis')}."
    ),
    lambda move: bool(move.facts.reviews) and not audiences.pending_reviewers(move.facts),
    ("application.deliver_report", "application.replace_reviewer", "application.waive_report"),
    audiences.REVIEWERS,
    FIVE_DAYS,
    general="Il manque des rapports ou des avis.",
)
ENOUGH_REPORTS = Guard(
    "deux_rapports",
    "Deux rapports au moins doivent être remis, ou la présidence passer outre.",
    lambda move: len(reports(move.facts)) + _waived(move.facts) >= MANDATORY_RAPPORTEURS,
    ("application.deliver_report", "application.add_rapporteur", "application.waive_report"),
    audiences.SECRETARY,
)
REPORTS_CONSISTENT = Guard(
    "rapports_concordants",
    f"Les deux rapports s’écartent de plus de {WIDEST_GAP} points : désignez un troisième rapporteur.",
    _consistent,
    ("application.add_rapporteur",),
    audiences.SECRETARY,
)
THIRD_NEEDED = Guard(
    "troisieme_rapporteur_utile",
    "Un rapporteur de plus n’est désigné que si les rapports s’écartent ou s’il en manque un.",
    lambda move: not _consistent(move) or len(audiences.rapporteur_offices(move.facts)) < MANDATORY_RAPPORTEURS,
    ("application.deliver_report", "application.recuse"),
)
REPORT_PENDING = Guard(
    "rapport_attendu",
    "Aucun rapport ni avis n’est plus attendu.",
    lambda move: bool(audiences.pending_reviewers(move.facts)),
    ("application.add_rapporteur",),
)
RAPPORTEUR_PENDING = Guard(
    "rapporteur_attendu",
    "Aucun rapport de rapporteur n’est plus attendu : il n’y a personne à remplacer.",
    lambda move: bool(audiences.pending_rapporteurs(move.facts)),
    ("application.add_rapporteur",),
)

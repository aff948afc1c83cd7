"""Taking over applications in mid-process, and the labels of those that have one."""

from datetime import date, datetime, time
from typing import Any

from sqlmodel import Session

from states.application.facts import ApplicationFacts, CommissionOpinion, Completion, Item
from states.application.words import Kind, Sense, State
from states.calendar import last_instant, paris_day
from states.editions import EDITIONS, Category
from states.machine import Actor
from states.wave.facts import WaveFacts
from store.desk import contents, snapshots
from store.importing import labels
from store.importing.campuses import campus_of
from store.importing.entering import enter
from store.importing.lines import Columns, Line, day_of, flag_of, many_of, matching, number_of, past_day, word_of
from store.importing.numbers import reference_of, reference_shape
from store.importing.territories import codes_of
from store.reference import records
from store.tables.objects import Application, Label, Wave

COLUMNS: Columns = {
    "dossier": False,
    "nom": True,
    "vague": True,
    "nature": False,
    "academies": True,
    "regions": True,
    "campus": False,
    "secteur": False,
    "etablissement_support": False,
    "site": False,
    "categorie": False,
    "edition": False,
    "etat": True,
    "depuis": False,
    "depot": False,
    "heure_depot": False,
    "echeance": False,
    "pieces_attendues": False,
    "avis": False,
    "duree_mois": False,
    "labels_precedents": False,
    "fictif": False,
    "observation": False,
    **labels.COLUMNS,
}
#: States whose facts one line can hold; the others depend on signatures, reports or an order given here.
BEFORE_FILING = (State.DRAFT, State.LAPSED)
STATES = (
    *BEFORE_FILING,
    State.SUBMITTED,
    State.ADMISSIBILITY,
    State.INCOMPLETE,
    State.ADMISSIBLE,
    State.REVIEWED,
    State.ADJOURNED,
    State.OPINION_RENDERED,
    State.PROPOSED,
    State.LABELLED,
    State.REFUSED,
    State.INADMISSIBLE,
    State.WITHDRAWN,
    State.CLOSED,
)
AFTER_OPINION = (State.OPINION_RENDERED, State.PROPOSED, State.LABELLED)
MAYBE_UNFILED = (*BEFORE_FILING, State.WITHDRAWN, State.CLOSED)


def take(session: Session, line: Line, at: datetime, actor: Actor) -> None:
    """One application, in the state that the line declares; its label with it when it has one."""
    name, observation = line.text("nom", needed=True), line.long_text("observation")
    fictitious = line.read("fictif", flag_of, False)
    wave = _wave(session, line)
    given = _given(line, at, wave)
    label = labels.read(line, at) if given["state"] is State.LABELLED else None
    ref = line.read("dossier", reference_shape("application"), "")
    _check(session, line, given, wave, ref, at)
    if label:
        labels.check_alone(session, line, given["campus"], given["parent_refs"], label)
    line.settled()
    how: dict[str, Any] = {"at": at, "actor": actor, "fictitious": fictitious, "legal_date": given.pop("since")}
    facts = _enter(session, line, ref, name, given, observation, how)
    if label:
        labels.enter_label(session, facts, name, label, **how)


def _enter(
    session: Session,
    line: Line,
    ref: str,
    name: str,
    given: dict[str, Any],
    observation: str,
    how: dict[str, Any],
) -> ApplicationFacts:
    at = how["at"]
    content = {"sector": given["sector"], "support": given["support"], "category": given["category"].value}
    ref = reference_of(session, "application", ref, (given["submitted_at"] or at).year)
    campus = campus_of(session, given.pop("campus"), name, content, line.text("site"), fictitious=how["fictitious"])
    draft = contents.prepare(session, ref, content)
    facts = ApplicationFacts(
        ref=ref, campus=campus, entered_at=at, date_set_at=at, created_at=at, content_hash=draft.hash, **given
    )
    enter(session, "application", facts, name, texts={"observation": observation}, **how)
    contents.keep(session, ref, draft, office=how["actor"].office, at=at)
    return facts


def _wave(session: Session, line: Line) -> WaveFacts | None:
    code = line.text("vague")
    row = session.get(Wave, code) if code else None
    if code and row is None:
        line.fault("vague", "vague inconnue : reprenez d’abord les vagues, ou laissez vide pour un renouvellement.")
    return snapshots.load("wave", row.facts) if row else None


def _given(line: Line, at: datetime, wave: WaveFacts | None) -> dict[str, Any]:
    state = line.need("etat", word_of(State, *STATES), State.DRAFT)
    edition = wave.rules(at).code if wave else line.read("edition", matching("|".join(EDITIONS), _EDITIONS), "")
    category = line.read("categorie", word_of(Category), Category.STANDARD)
    due = line.read("echeance", day_of, None)
    return {
        "state": state,
        "since": line.read("depuis", past_day(at), paris_day(at)),
        "kind": line.read("nature", word_of(Kind), Kind.INITIAL),
        "wave_code": wave.ref if wave else "",
        "edition": edition,
        "academies": line.need("academies", codes_of(records.Kind.ACADEMIE), ()),
        "regions": line.need("regions", codes_of(records.Kind.REGION), ()),
        "campus": line.read("campus", matching(r"[\w-]{1,40}", "un code sans espace, comme « CAMP-014 »."), ""),
        "sector": line.text("secteur", 80),
        "support": line.text("etablissement_support"),
        "category": category,
        "parent_refs": line.read("labels_precedents", many_of(reference_shape("label")), ()),
        "submitted_at": line.instant("depot", "heure_depot", time(12)),
        "round": 0 if state in BEFORE_FILING else 1,
        "due_override": last_instant(due) if due and state is not State.INCOMPLETE else None,
        "completion": _completion(line, at, due) if state is State.INCOMPLETE else None,
        "opinion": _opinion(line, state, category, edition) if state in AFTER_OPINION else None,
    }


_EDITIONS = f"choisissez parmi : {', '.join(EDITIONS)}."


def _completion(line: Line, at: datetime, due: date | None) -> Completion | None:
    """What is missing, and until when: the line must say both."""
    count = line.need("pieces_attendues", number_of(1, 50), 1)
    line.need("echeance", day_of, None)
    items = tuple(Item(number=number) for number in range(1, count + 1))
    return Completion(requested_at=at, due=due, items=items) if due else None


def _opinion(line: Line, state: State, category: Category, edition: str) -> CommissionOpinion:
    """The votes of the past are not taken over: the minutes have them."""
    senses = tuple(Sense) if state is State.OPINION_RENDERED else (Sense.FAVOURABLE,)
    usual = EDITIONS[edition].default_months if edition else 48
    return CommissionOpinion(
        sense=line.need("avis", word_of(Sense, *senses), Sense.FAVOURABLE),
        category=category,
        months=line.read("duree_mois", number_of(1, 120), usual),
        session="",
        votes_for=0,
        votes_against=0,
        abstentions=0,
    )


def _check(session: Session, line: Line, given: dict[str, Any], wave: WaveFacts | None, ref: str, at: datetime) -> None:
    taken = session.get(Application, ref) if ref else None
    if taken:
        line.fault("dossier", "un dossier a déjà cette référence.")
    if not given["edition"] and not wave and not line.has("edition"):
        line.fault("edition", "hors vague, indiquez l’édition des règles.")
    if not line.is_faulty("etat"):
        _check_filing(line, given["state"], given["submitted_at"], wave, at)
    _check_parents(session, line, given["kind"], given["parent_refs"])


def _check_filing(line: Line, state: State, filed: datetime | None, wave: WaveFacts | None, at: datetime) -> None:
    if wave and state is State.DRAFT and wave.lapses_at <= at:
        line.fault("etat", "la vague est close : déclarez le dossier déposé, ou caduc.")
    if filed is None and state not in MAYBE_UNFILED and not line.has("depot"):
        line.fault("depot", "indiquez le jour du dépôt.")
    if filed and filed > at:
        line.fault("depot", "un dépôt passé.")


def _check_parents(session: Session, line: Line, kind: Kind, parents: tuple[str, ...]) -> None:
    if kind is not Kind.INITIAL and not line.has("labels_precedents"):
        line.fault("labels_precedents", "indiquez le label d’avant, comme « LAB-2013-0004 ».")
    for parent in parents:
        if session.get(Label, parent) is None:
            line.fault("labels_precedents", f"« {parent} » est inconnu : reprenez-le plus haut dans le fichier.")

"""Questions about a call, until the date that the call gives, and their answers: read by all, so that all are equal."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlmodel import Session

from states.machine import Actor
from states.refusals import BadField, Blocked, NotYours, Reason, Unknown
from states.roles import Role, role_of
from states.texts import LONG, clean_text
from states.wave.facts import WaveFacts
from states.wave.words import State
from store.board import scope
from store.board.viewer import Viewer
from store.desk.loading import load
from store.desk.references import numbered
from store.people.chronicle import Deed, record
from store.tables.tending import Question

QUESTION = Question.__table__  # type: ignore[attr-defined]
ASKERS = (Role.RECTEUR, Role.RECTORATE_OFFICER, Role.REGION_PRESIDENT, Role.REGION_OFFICER)
ANSWERERS = (Role.DGESCO_OFFICER.value, Role.DGESCO_HEAD.value)
CALLED = (State.PUBLISHED, State.OPEN)


def asks(viewer: Viewer) -> str:
    """The office for which this person may ask; empty for those who prepare no file."""
    return next((office for office in viewer.offices if role_of(office) in ASKERS), "")


def answers(viewer: Viewer) -> str:
    """The office for which this person answers; empty for everyone else."""
    return next((office for office in ANSWERERS if office in viewer.own), "")


def until(facts: WaveFacts) -> datetime:
    """When questions end: the date of the call, else its closing."""
    return facts.questions_close_at or facts.closes_at


def are_open(facts: WaveFacts, at: datetime) -> bool:
    """Whether a question is still received: by dates, whatever a late timer has not written."""
    return facts.state in CALLED and at <= until(facts)


def ask(session: Session, viewer: Viewer, wave: str, text: str, at: datetime) -> str:
    """One more question; returns its reference. NotYours, Blocked, BadField, Unknown."""
    office = asks(viewer)
    if not office:
        raise NotYours(Reason("question", "Les questions sont posées par les rectorats et les régions."))
    scope.check(session, "wave", wave, viewer)
    if not are_open(load(session, "wave", wave, at).facts, at):
        raise Blocked(Reason("fin_des_questions", "Cet appel ne reçoit pas, ou ne reçoit plus, de questions."))
    said = _said("question", text)
    ref = numbered(session, f"{wave}-Q")
    event = _record(session, ref, wave, Deed.ASK, viewer, office, at, said)
    session.execute(insert(QUESTION).values(ref=ref, wave=wave, office=office, asked_at=at, asked=event))
    return ref


def answer(session: Session, viewer: Viewer, ref: str, text: str, at: datetime) -> str:
    """The answer, or a new one in its place; returns the wave. NotYours, BadField, Unknown."""
    office = answers(viewer)
    if not office:
        raise NotYours(Reason("reponse", "Les réponses sont données par le bureau de la Dgesco."))
    query = select(QUESTION.c.wave).where(QUESTION.c.ref == ref).with_for_update()
    wave = session.execute(query).scalar()
    if wave is None:
        raise Unknown(Reason("inconnu", f"Aucune question « {ref} » n’a été posée."))
    event = _record(session, ref, wave, Deed.ANSWER, viewer, office, at, _said("reponse", text))
    session.execute(update(QUESTION).where(QUESTION.c.ref == ref).values(answered_at=at, answered=event))
    return str(wave)


def _said(field: str, text: str) -> str:
    said = clean_text(field, text, LONG, lines=True)
    if not said:
        raise BadField(field, None, "à remplir.")
    return said


def _record(
    session: Session, ref: str, wave: str, deed: Deed, viewer: Viewer, office: str, at: datetime, said: str
) -> int:
    actor = Actor(office=office, person=viewer.person)
    return record(session, "question", ref, deed, {"wave": wave}, at=at, by=actor, texts={deed.value: said})

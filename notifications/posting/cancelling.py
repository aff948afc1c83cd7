"""Cancelling a letter that has not left: an officer's act, with its reason; never once it has been tried."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from notifications.composing.batches import CARRIES, LETTER
from notifications.posting.recalling import take_apart
from states.calendar import paris_day
from states.refusals import BadField, Conflict, Reason, Unknown
from states.texts import LONG, clean_text
from store.desk.kinds import TABLES
from store.people.chronicle import Deed, keeper, record
from store.tables.letters import LetterStatus

#: A letter in one of these may still be cancelled; a composed one only as long as no server was asked.
UNSENT = (LetterStatus.OWED, LetterStatus.HELD, LetterStatus.READY)
#: A letter in one of these may still reach someone.
ON_ITS_WAY = (*UNSENT, LetterStatus.SENDING, LetterStatus.DEFERRED, LetterStatus.UNCERTAIN)


def cancel(session: Session, number: int, *, reason: str, person: str, at: datetime) -> None:
    """It will not leave, and is never owed again. NotYours, BadField, Unknown; Conflict once it has been tried."""
    by, why = keeper(session, person, paris_day(at)), clean_text("Motif", reason, LONG, lines=True)
    if not why:
        raise BadField("Motif", None, "dites pourquoi ce courriel ne doit pas partir : ce texte reste avec lui.")
    letter = _free(session, number)
    gone = {"status": LetterStatus.CANCELLED.value, "why": f"Annulé par un acte : {why}"}
    session.execute(update(LETTER).where(LETTER.c.id == number).values(**gone))
    facts = {"key": letter["key"], "letter": letter["letter"], "of": letter["ref"], "status": gone["status"]}
    record(session, "letter", str(number), Deed.CANCEL_LETTER, facts, at=at, by=by, texts={"reason": why})
    _let_the_clock_run(session, letter, at)


def _free(session: Session, number: int) -> Mapping[str, Any]:
    """The letter, in no mail any more."""
    letter = session.execute(select(LETTER).where(LETTER.c.id == number).with_for_update()).mappings().first()
    if letter is None:
        raise Unknown(Reason("courriel", f"Aucun courriel ne porte le numéro {number}."))
    status = LetterStatus(letter["status"])
    if status not in UNSENT:
        raise Conflict(Reason("courriel_parti", _too_late(status)))
    if status is LetterStatus.READY and not take_apart(session, _mail_of(session, number)):
        raise Conflict(Reason("courriel_parti", _too_late(LetterStatus.SENDING)))
    return dict(letter)


def _mail_of(session: Session, number: int) -> int:
    return int(session.execute(select(CARRIES.c.mail).where(CARRIES.c.letter == number)).scalars().first() or 0)


def _too_late(status: LetterStatus) -> str:
    if status in ON_ITS_WAY:
        return (
            "Ce courriel a déjà été présenté à un serveur : il a pu parvenir, et ne s’annule plus. Écrivez-en un autre."
        )
    if status is LetterStatus.ACCEPTED:
        return "Ce courriel est parti : il ne s’annule plus. Écrivez aux destinataires pour le rectifier."
    return f"Ce courriel ne partira pas : il est « {status.label} ». Il n’y a rien à annuler."


def _let_the_clock_run(session: Session, letter: Mapping[str, Any], at: datetime) -> None:
    """When no other letter will tell a stage's offices that it began, its reminders no longer wait for one."""
    table = TABLES[letter["kind"]]
    mine = (table.c.ref == letter["ref"]) & table.c.telling & (table.c.entered_event == letter["event"])
    row = session.execute(select(table.c.awaiting).where(mine)).first()
    if row is None:
        return
    on_its_way = LETTER.c.status.in_([status.value for status in ON_ITS_WAY])
    others = (LETTER.c.event == letter["event"]) & LETTER.c.office.in_(row.awaiting.split()) & on_its_way
    if session.execute(select(LETTER.c.id).where(others)).first() is None:
        session.execute(update(table).where(mine).values(telling=False, told_at=None, wake_at=at))

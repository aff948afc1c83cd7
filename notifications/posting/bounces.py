"""What a delivery report changes: the mail is refused after all, or known to be late, and its letters say so."""

from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import Engine, select, update
from sqlmodel import Session

from notifications.composing.batches import MAIL
from notifications.posting.claims import proof
from notifications.posting.courier import Parcel, Verdict
from notifications.posting.outcomes import not_accepted
from notifications.posting.reports import Report, read_report
from states.refusals import BadField, Reason, Unknown
from store.session import transaction
from store.tables.letters import LetterStatus

LATE = "Remise retardée : "
_COLUMNS = tuple(MAIL.c[name] for name in ("id", "mailbox", "message_id", "attempts", "status", "server_words"))


def take_back(stream: BinaryIO, at: datetime, *, on: Engine | None = None) -> str:
    """Read one report and write down what it says; returns a sentence.

    BadField when it is no report or speaks of a mail that has not left, Unknown when it speaks of none of ours; then
    nothing has changed.
    """
    report = read_report(stream)
    with transaction(on) as session:
        mail = _found(session, report)
        return _apply(session, mail, report, at)


def _found(session: Session, report: Report) -> Any:
    for number, shown in report.returns:
        mail = session.execute(_one(MAIL.c.id == number)).first()
        if mail and proof(mail.message_id) == shown:
            return mail
    mail = session.execute(_one(MAIL.c.message_id == report.message_id)).first() if report.message_id else None
    if mail is None:
        sentence = "Cet avis ne parle d’aucun courriel parti d’ici : ni son adresse de retour ni le courriel renvoyé"
        raise Unknown(Reason("courriel_inconnu", f"{sentence} ne sont connus. Rien n’a été changé."))
    return mail


def _one(which: Any) -> Any:
    return select(*_COLUMNS).where(which).with_for_update()


def _apply(session: Session, mail: Any, report: Report, at: datetime) -> str:
    if not mail.attempts:
        raise BadField("courriel", mail.message_id, "il n’est pas encore parti : cet avis ne peut en parler.")
    if report.final:
        return _refuse(session, mail, report.words, at)
    if report.delayed:
        return _delay(session, mail, f"{LATE}{report.words}")
    return f"Courriel {mail.id} : remis ou transmis, rien à changer."


def _refuse(session: Session, mail: Any, words: str, at: datetime) -> str:
    if mail.status == LetterStatus.REFUSED.value and mail.server_words == words:
        return f"Courriel {mail.id} : déjà noté comme refusé."
    parcel = Parcel(id=mail.id, sender="", mailbox=mail.mailbox, content=b"", attempts=mail.attempts, doubtful=False)
    not_accepted(session, parcel, Verdict(status=LetterStatus.REFUSED, words=words), at)
    return f"Courriel {mail.id} : refusé par le serveur de {mail.mailbox}."


def _delay(session: Session, mail: Any, words: str) -> str:
    """A delay is no refusal: the server that took the mail goes on trying."""
    if mail.status != LetterStatus.ACCEPTED.value or mail.server_words == words:
        return f"Courriel {mail.id} : retard déjà noté, ou sans effet."
    session.execute(update(MAIL).where(MAIL.c.id == mail.id).values(server_words=words))
    return f"Courriel {mail.id} : remise retardée, le serveur essaie encore."

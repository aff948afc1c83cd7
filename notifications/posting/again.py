"""Sending a refused letter again: an officer’s act, once the address is right; whoever had it gets no second one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from notifications.composing.batches import CARRIES, LETTER, MAIL, Batch
from notifications.composing.mootness import concerning, moot
from notifications.posting.outcomes import mirror
from notifications.tally import Tally
from notifications.wording.drafting import alone
from notifications.wording.gathering import Subject
from notifications.wording.recipients import Address
from states.calendar import paris_day
from states.refusals import Blocked, Conflict, Reason, Unknown
from store.people.chronicle import Deed, keeper, record
from store.tables.letters import LetterStatus


def send_again(session: Session, number: int, *, person: str, at: datetime) -> tuple[int, ...]:
    """Write the letter to the addresses that its office has today and that have not had it; returns the mails to post.

    NotYours, Unknown; Conflict when nothing of it was refused, or everyone has had it; Blocked when it makes no sense
    any more, or has nobody to go to.
    """
    by = keeper(session, person, paris_day(at))
    batch = Batch(session, at, Tally())
    letter, subject = _subject(batch, _letter(session, number), at)
    known = _mails(session, number)
    again, new = _parted(known, _addresses(batch, letter))
    ids = (*_once_more(session, again, at), *_write(batch, letter, subject, new))
    if not ids:
        raise Conflict(
            Reason("courriel_parti", "Toutes les adresses d’aujourd’hui de ce service ont reçu ce courriel.")
        )
    mirror(session, ids)
    facts = {"key": letter["key"], "letter": letter["letter"], "of": letter["ref"], "mails": list(ids)}
    record(session, "letter", str(number), Deed.SEND_AGAIN, facts, at=at, by=by)
    return ids


def _letter(session: Session, number: int) -> Mapping[str, Any]:
    letter = session.execute(select(LETTER).where(LETTER.c.id == number).with_for_update()).mappings().first()
    if letter is None:
        raise Unknown(Reason("courriel", f"Aucun courriel ne porte le numéro {number}."))
    return dict(letter)


def _subject(batch: Batch, letter: Mapping[str, Any], at: datetime) -> tuple[Mapping[str, Any], Subject]:
    """What the letter is about, and the letter as it would be written now."""
    batch.read([letter])
    if letter["rung_days"] is None:
        return letter, batch.gathering.of_act(letter["kind"], letter["ref"], letter["event"])
    subject = batch.gathering.fresh(letter["kind"], letter["ref"])
    letter = concerning(letter, subject.facts)
    if why := moot(letter, subject.facts, at):
        raise Blocked(Reason("sans_objet", f"Ce rappel n’a plus d’objet : {why}"))
    return letter, subject


def _addresses(batch: Batch, letter: Mapping[str, Any]) -> tuple[Address, ...]:
    found = batch.directory.addresses(letter["office"])
    if not found:
        lack = batch.directory.lack(letter["office"], awaited=False)
        raise Blocked(Reason("adresse", lack.words if lack else "Personne à qui l’envoyer.", field="office"))
    return found


def _mails(session: Session, number: int) -> Sequence[Any]:
    query = select(MAIL.c.id, MAIL.c.mailbox, MAIL.c.status).join(CARRIES, CARRIES.c.mail == MAIL.c.id)
    rows = session.execute(query.where(CARRIES.c.letter == number).with_for_update()).all()
    if not any(mail.status == LetterStatus.REFUSED.value for mail in rows):
        sentence = "Ce courriel n’a été refusé à aucune adresse : il n’y a rien à envoyer de nouveau."
        raise Conflict(Reason("courriel_non_refuse", sentence))
    return rows


def _parted(mails: Sequence[Any], addresses: Sequence[Address]) -> tuple[list[int], list[Address]]:
    """Mails refused at an address that is still the right one, and addresses that have no mail yet."""
    wanted = {address.mailbox for address in addresses}
    again = [m.id for m in mails if m.status == LetterStatus.REFUSED.value and m.mailbox in wanted]
    known = {mail.mailbox for mail in mails}
    return again, [address for address in addresses if address.mailbox not in known]


def _once_more(session: Session, ids: Sequence[int], at: datetime) -> Sequence[int]:
    """The same bytes, under the same identifier, as they have reached nobody; what bounds its attempts begins anew."""
    ready = {"status": LetterStatus.READY.value, "next_try_at": at, "composed_at": at, "settled_at": None}
    session.execute(update(MAIL).where(MAIL.c.id.in_(ids)).values(**ready))
    return ids


def _write(batch: Batch, letter: Mapping[str, Any], subject: Subject, new: Sequence[Address]) -> Sequence[int]:
    batch.drafts += [alone(letter, subject, address, batch.directory, batch.at) for address in new]
    batch.keep()
    written = [draft.columns["message_id"] for draft in batch.drafts]
    return batch.session.execute(select(MAIL.c.id).where(MAIL.c.message_id.in_(written))).scalars().all()

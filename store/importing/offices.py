"""Taking over offices: their mailboxes, who holds them, and from when."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from states.machine import Actor
from states.words import Word
from store.importing.lines import Columns, Line, day_of, flag_of, plain, word_of
from store.people.appointing import PERSON, usable
from store.people.appointments import add_person, appoint
from store.people.directory import set_mailbox
from store.people.domains import NearMiss

COLUMNS: Columns = {
    "fonction": True,
    "boite": False,
    "civilite": False,
    "prenom": False,
    "nom": False,
    "courriel": False,
    "debut": False,
    "fin": False,
    "interim": False,
    "fictif": False,
    "adresse_exacte": False,
}
MANDATE = ("prenom", "nom", "debut")


class Civility(Word):
    F = "f", "Mme"
    M = "m", "M."


def take(session: Session, line: Line, at: datetime, actor: Actor) -> None:
    """One office: a mailbox, a mandate, or both. The same address is the same person."""
    name = line.need("fonction", lambda text: plain(text, 80), "")
    exact = line.read("adresse_exacte", flag_of, False)
    mailbox = line.read("boite", _entered(session, "boite", exact), "")
    holds = any(line.has(column) for column in (*MANDATE, "courriel", "fin"))
    if not holds and not line.has("boite"):
        line.fault("boite", "indiquez une boîte, ou une personne et la date de sa prise de fonctions.")
    if holds:
        _appoint(session, line, name, at, actor, exact)
    line.settled()
    if mailbox:
        set_mailbox(session, name, mailbox, at, by=actor.person, exact=exact)


def _appoint(session: Session, line: Line, office: str, at: datetime, actor: Actor, exact: bool) -> None:
    given = line.need("prenom", lambda text: plain(text, 100), "")
    family = line.need("nom", lambda text: plain(text, 100), "")
    gender = line.read("civilite", word_of(Civility), None)
    email = line.read("courriel", _entered(session, "courriel", exact), "")
    start, end = line.need("debut", day_of, None), line.read("fin", day_of, None)
    acting, fictitious = line.read("interim", flag_of, False), line.read("fictif", flag_of, False)
    line.settled()
    assert start is not None
    person = _known(session, email) or add_person(
        session,
        given_name=given,
        family_name=family,
        gender=gender.value if gender else "",
        email=email,
        at=at,
        fictitious=fictitious,
        exact=exact,
        by=actor.person,
    )
    appoint(
        session,
        person=person,
        office=office,
        starts_on=start,
        ends_on=end,
        acting=acting,
        at=at,
        by=actor.person,
    )


def _entered(session: Session, column: str, exact: bool) -> Callable[[str], str]:
    """An address; one that looks mistyped must be confirmed in the file itself."""

    def reader(text: str) -> str:
        try:
            return usable(session, column, text, exact=exact)
        except NearMiss as refusal:
            raise refusal.confirmed_by("écrivez « oui » dans la colonne « adresse_exacte »") from refusal

    return reader


def _known(session: Session, email: str) -> str:
    """Whoever has that address already."""
    query = select(PERSON.id).where(PERSON.email == email)
    return (session.execute(query).scalar() or "") if email else ""

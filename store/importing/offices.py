"""Taking over offices: their mailboxes, who holds them, and from when."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from states.machine import Actor
from states.words import Word
from store.importing.lines import Columns, Line, day_of, flag_of, plain, word_of
from store.people.appointing import PERSON, address, usable
from store.people.appointments import add_person, appoint
from store.people.directory import set_mailbox

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
    mailbox = line.read("boite", lambda text: usable(session, "boite", text, exact=exact), "")
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
    email = line.read("courriel", lambda text: address("courriel", text), "")
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


def _known(session: Session, email: str) -> str:
    """Whoever has that address already."""
    query = select(PERSON.id).where(PERSON.email == email)
    return (session.execute(query).scalar() or "") if email else ""

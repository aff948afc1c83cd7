"""A new installation: the offices, and one person who administers them."""

from datetime import datetime

from sqlmodel import Session

from states.calendar import paris_day
from states.refusals import Conflict, Reason
from states.roles import Role
from store.people.appointing import address
from store.people.appointments import add_person, appoint
from store.people.seeding import is_furnished, seed
from store.tables.objects import Meta

INSTALLED = "installed"


def init(session: Session, admin_email: str, at: datetime, *, exact: bool = False) -> str:
    """Seed the offices and put this person in the office `admin`; returns their identifier. Once per database.

    `exact` confirms an address whose domain looks mistyped.
    """
    _refuse_twice(session)
    email = address("admin", admin_email)
    seed(session, at)
    given_name, family_name = _name(email)
    person = add_person(
        session, given_name=given_name, family_name=family_name, gender="", email=email, at=at, exact=exact
    )
    appoint(session, person=person, office=Role.ADMIN.value, starts_on=paris_day(at), at=at)
    session.add(Meta(key=INSTALLED, value=at.isoformat()))
    session.flush()
    return person


def _refuse_twice(session: Session) -> None:
    if is_furnished(session):
        sentence = "Cette base est une démonstration : choisissez un autre dossier avec CAMPUS_HOME, puis recommencez."
        raise Conflict(Reason("demonstration", sentence))
    done = session.get(Meta, INSTALLED)
    if done is not None:
        sentence = (
            f"Cette base est installée depuis le {paris_day(datetime.fromisoformat(done.value)).isoformat()} :"
            " connectez-vous, puis nommez d’autres personnes dans la page des fonctions."
        )
        raise Conflict(Reason("installee", sentence))


def _name(email: str) -> tuple[str, str]:
    """What the address itself tells of a name, until the person corrects it."""
    first, _, last = email.partition("@")[0].partition(".")
    return (first.title(), last.replace(".", " ").title()) if last else ("Administration", first)

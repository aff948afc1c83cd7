"""What an appointment must satisfy: known people and offices, dates in order, one holder a day, acts that exist."""

import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from sqlalchemy import or_, select
from sqlmodel import Session

from states.dates import french_day
from states.lifecycles import LIFECYCLES
from states.refusals import BadField
from states.texts import clean_text
from store.people.domains import refuse_near_miss
from store.people.seeding import is_furnished
from store.reference.dating import in_force
from store.tables.people import MandateRecord, Office, Person

MANDATE = MandateRecord.__table__.c  # type: ignore[attr-defined]
OFFICE = Office.__table__.c  # type: ignore[attr-defined]
PERSON = Person.__table__.c  # type: ignore[attr-defined]
ADDRESS = re.compile(r"[^@\s<>\"(),:;\\]+@[a-z0-9-]+(\.[a-z0-9-]+)+")


def name_part(field: str, value: str) -> str:
    """A first or last name, cleaned; never empty."""
    name = clean_text(field, value, 100)
    if not name:
        raise BadField(field, value, "ce champ est obligatoire.")
    return name


def gender_of(value: str) -> str:
    """What the agreement of titles follows."""
    if value not in {"f", "m", ""}:
        raise BadField("civilité", value, "indiquez « f », « m », ou rien.")
    return value


def address(field: str, value: str) -> str:
    """An e-mail address in lower case."""
    found = clean_text(field, value, 254).lower()
    if not ADDRESS.fullmatch(found):
        raise BadField(field, value, "écrivez une adresse complète, comme « prenom.nom@ac-rennes.fr ».")
    return found


def usable(session: Session, field: str, value: str, *, exact: bool = False) -> str:
    """An address that this database may write to: a furnished one writes to nobody.

    NearMiss when its domain looks mistyped, unless whoever enters it has said that it is `exact`.
    """
    found = address(field, value)
    if not exact:
        refuse_near_miss(field, found)
    if is_furnished(session) and not found.endswith(".example"):
        raise BadField(field, value, "cette base est une démonstration : ses adresses finissent par « .example ».")
    return found


def email_of(session: Session, value: str, besides: str = "", *, exact: bool = False) -> str:
    """The address of one person alone: it opens the console to whoever reads its mail. May be empty."""
    if not value:
        return ""
    found = usable(session, "courriel", value, exact=exact)
    if session.execute(select(PERSON.id).where(PERSON.email == found, PERSON.id != besides)).first():
        raise BadField("courriel", value, "une autre personne a déjà cette adresse : reprenez sa fiche.")
    return found


def free_id(session: Session, wanted: str) -> str:
    """An identifier that nobody has yet."""
    found = clean_text("identifiant", wanted, 40)
    if not re.fullmatch(r"[\w.-]+", found, re.ASCII):
        raise BadField("identifiant", wanted, "des lettres, des chiffres, un point ou un tiret.")
    if session.get(Person, found):
        raise BadField("identifiant", wanted, "déjà pris : choisissez-en un autre, ou aucun.")
    return found


def ordered(field: str, starts_on: date, ends_on: date | None) -> None:
    """An end comes no sooner than its start; both days count."""
    if ends_on is not None and ends_on < starts_on:
        raise BadField(field, ends_on, f"au plus tôt le {french_day(starts_on)}, jour du début.")


def existing_office(session: Session, office: str, day: date) -> Office:
    """The office, locked: appointments to it come one after the other."""
    query = select(Office).where(OFFICE.id == office).with_for_update()
    found: Office | None = session.execute(query).scalar()
    if found is None:
        raise unknown_office(session, office)
    if not in_force(found, day):
        raise BadField("fonction", office, f"elle n’existe pas le {french_day(day)} : voyez celle qui la remplace.")
    return found


def unknown_office(session: Session, office: str) -> BadField:
    """No office has that name; those whose name is near are named."""
    known = session.execute(select(OFFICE.id).order_by(OFFICE.id)).scalars().all()
    near = get_close_matches(office, known, n=3)
    asked = f"vouliez-vous dire {', '.join(f'« {one} »' for one in near)} ?" if near else "voyez la page des fonctions."
    return BadField("fonction", office, f"fonction inconnue ; {asked}")


def existing_person(session: Session, person: str) -> Person:
    """The person of that identifier."""
    found = session.get(Person, person)
    if found is None:
        raise BadField("personne", person, "personne inconnue : créez d’abord sa fiche.")
    return found


def mandate_row(session: Session, field: str, mandate: str) -> MandateRecord:
    """The mandate of that identifier."""
    found = session.get(MandateRecord, mandate)
    if found is None:
        raise BadField(field, mandate, "mandat inconnu : reprenez son identifiant dans la page des fonctions.")
    return found


def refuse_second_holder(
    session: Session, office: str, starts_on: date, ends_on: date | None, besides: str = ""
) -> None:
    """No two full holders on one day."""
    query = select(MANDATE.id, MANDATE.starts_on, MANDATE.ends_on).where(
        MANDATE.office == office,
        MANDATE.acting.is_(False),
        MANDATE.id != besides,
        MANDATE.starts_on <= (ends_on or date.max),
        or_(MANDATE.ends_on.is_(None), MANDATE.ends_on >= starts_on),
    )
    other = session.execute(query.order_by(MANDATE.starts_on)).first()
    if other:
        until = f"jusqu’au {french_day(other.ends_on)}" if other.ends_on else "sans terme"
        remedy = (
            f"« {office} » a déjà un titulaire du {french_day(other.starts_on)} {until} (mandat {other.id}) :"
            " mettez-y fin la veille, ou nommez un intérimaire."
        )
        raise BadField("début", starts_on, remedy)


def within(field: str, mandate: MandateRecord, day: date) -> None:
    """A delegation starts while both mandates last."""
    if not (mandate.starts_on <= day <= (mandate.ends_on or date.max)):
        raise BadField(field, mandate.id, f"ce mandat n’est pas en cours le {french_day(day)}.")


def checked_triggers(triggers: Iterable[str]) -> str:
    """Acts that exist, as they are stored."""
    wanted = tuple(dict.fromkeys(triggers))
    for name in wanted or ("",):
        kind, _, trigger = name.partition(".")
        if kind not in LIFECYCLES or trigger not in {t.value for t in LIFECYCLES[kind].triggers}:
            raise BadField("actes délégués", name, "nommez des actes qui existent, comme « order.sign ».")
    return " ".join(wanted)

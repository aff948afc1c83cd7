"""The digest of a week for one person: composed once per ISO week, from what they may see; nothing when nothing is."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from notifications import typography
from notifications.composing.batches import BLANK, MAIL
from notifications.wording import titles
from notifications.wording.context import Addressee
from notifications.wording.drafting import mail
from notifications.wording.gathering import PATHS
from notifications.wording.recipients import Address, Directory
from notifications.wording.rendering import rendered
from states.calendar import paris_day
from states.lifecycles import LIFECYCLES
from store.board import week
from store.board.coming import Due
from store.board.viewer import Viewer, viewer
from store.board.week import Week
from store.dialects import insert_into
from store.holds import in_force, longest
from store.people.digests import WEEKLY, hashed
from store.settings import settings
from store.tables.people import Person

A_WEEK = timedelta(days=7)
#: What a reader takes in at a glance; the rest is on the page.
SHOWN = 10
PARTS = ("awaited", "late", "soon", "new")


def write(session: Session, person: Person, iso_week: str, at: datetime) -> bool:
    """Decide once about this week, and queue the mail if there is anything to say; False when someone has already."""
    key = f"{iso_week}:{person.id}"
    row = {"key": key, "person": person.id, "decided_at": at}
    mine = insert_into(session, WEEKLY).values(**row).on_conflict_do_nothing().returning(WEEKLY.c.key)
    if session.execute(mine).first() is None:
        return False
    who = viewer(session, person.id, paris_day(at))
    found = week.week(session, who, at - A_WEEK, at)
    if found and not _held(session, person, at):
        token = token_urlsafe(24)
        number = _queue(session, person, who, found, token, key, at)
        kept = WEEKLY.update().where(WEEKLY.c.key == key).values(mail=number, stop_hash=hashed(token))
        session.execute(kept)
    return True


def _held(session: Session, person: Person, at: datetime) -> bool:
    """Whether someone keeps back what is written to this person: the next digest will say it all again."""
    return longest(in_force(session, at), "weekly/digest", "", person.id, at) is not None


def _queue(session: Session, person: Person, who: Viewer, found: Week, token: str, key: str, at: datetime) -> int:
    address = _address(person, who)
    contact = Directory(session, paris_day(at)).contact("")
    words = {"recipient": address.addressee, "contact": contact, "at": at, "site": settings().public_url}
    stop = f"{settings().public_url}/recapitulatif/arret/{token}"
    letter = rendered("weekly/digest", {**words, "stop": stop, **_parts(found, inside=who.sees_inside)})
    columns = BLANK | mail("semaine", key, letter, (), contact, address, at)
    return int(session.execute(insert(MAIL).values(**columns).returning(MAIL.c.id)).scalar_one())


def _address(person: Person, who: Viewer) -> Address:
    office = who.offices[0]
    gender = person.gender if person.gender in ("f", "m") else ""
    words = Addressee(salutation=titles.salutation(office, gender), gender=gender)  # type: ignore[arg-type]
    name = f"{person.given_name} {person.family_name}"
    return Address(mailbox=person.email, office=office, person=person.id, name=name, addressee=words)


def _parts(found: Week, *, inside: bool) -> dict[str, Any]:
    parts = {name: _lines(getattr(found, name), inside) for name in PARTS}
    ending = [_ending(row) for row in found.ending]
    return parts | {"ending": _cut(ending), "summary": _summary(found)}


def _summary(found: Week) -> str:
    """« 2 objets vous attendent, 1 autre en retard » : what the subject says, whatever is not nothing."""
    told = (
        (found.awaited, "objet vous attend", "objets vous attendent"),
        (found.late, "objet en retard", "objets en retard"),
        (found.soon, "échéance sous sept jours", "échéances sous sept jours"),
        (found.ending, "label qui s’achève", "labels qui s’achèvent"),
        (found.new, "nouveauté", "nouveautés"),
    )
    return ", ".join(typography.plural(len(which), one, several) for which, one, several in told if which)


def _lines(dues: Iterable[Due], inside: bool) -> Sequence[str]:
    return _cut([_line(due, inside) for due in dues])


def _cut(lines: Sequence[str]) -> Sequence[str]:
    more = len(lines) - SHOWN
    return [*lines[:SHOWN], f"et {typography.plural(more, 'autre')}."] if more > 0 else lines


def _line(due: Due, inside: bool) -> str:
    lifecycle, row = LIFECYCLES[due.kind], due.row
    state = lifecycle.states(row["state"])
    told = state.label if inside else lifecycle.stage_of[state].public or state.label
    until = f", échéance : {typography.until(row['due_at'])}" if row["due_at"] else ""
    return f"{_named(row)} : {told}{until}. <{_url(due.kind, row)}>"


def _ending(row: Any) -> str:
    return f"{_named(row)} : jusqu’au {typography.day(row['expires_on'])}. <{_url('label', row)}>"


def _named(row: Any) -> str:
    return f"{row['ref']}, {row['name']}" if row["name"] and row["name"] != row["ref"] else str(row["ref"])


def _url(kind: str, row: Any) -> str:
    return f"{settings().public_url}/{PATHS[kind]}/{row['ref']}"

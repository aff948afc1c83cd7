"""The reference data, read once and kept: the only door to this folder for the rest of the project.

Territories are named by side and code (`academie:14`, `region:53`), offices by role and scope (`recteur:14`).
"""

from datetime import date
from functools import cache

from states.refusals import Reason, Unknown
from store.reference.dating import first_in_force, in_force
from store.reference.offices import read_offices
from store.reference.programme import read_campuses, read_sectors, read_waves
from store.reference.records import Campus, Gender, Kind, Link, Office, Sector, Territory, Wave
from store.reference.territories import read_links, read_territories


class UnknownTerritory(Unknown):
    """No territory bears that name, or none on that day."""

    def __init__(self, sentence: str) -> None:
        super().__init__(Reason("territoire", sentence, field="territory"))


class UnknownOffice(Unknown):
    """No office bears that id."""

    def __init__(self, office_id: str) -> None:
        super().__init__(Reason("office", f"Fonction inconnue : « {office_id} ».", field="office"))


@cache
def territories() -> tuple[Territory, ...]:
    return read_territories()


@cache
def _territories_by_ref() -> dict[str, Territory]:
    return {known.ref: known for known in territories()}


@cache
def _links() -> tuple[Link, ...]:
    return read_links()


def territory(ref: str) -> Territory:
    """The territory of that reference, alive or not; UnknownTerritory when there is none."""
    try:
        return _territories_by_ref()[ref]
    except KeyError:
        raise UnknownTerritory(f"Territoire inconnu : « {ref} ».") from None


def successor_on(ref: str, day: date) -> Territory:
    """The territory itself, or after its end the one that then stands in for it; UnknownTerritory before its birth."""
    heir = territory(ref)
    while heir.successor and heir.valid_to and heir.valid_to < day:
        heir = territory(heir.successor)
    if not in_force(heir, day):
        raise UnknownTerritory(f"{heir.named_on(day).title} : aucune existence au {day:%d/%m/%Y}.")
    return heir


def active_territories(kind: Kind, day: date) -> tuple[Territory, ...]:
    """The territories of one kind that exist on a day."""
    return tuple(known for known in territories() if known.kind == kind and in_force(known, day))


def region_of(academie: str, day: date) -> Territory:
    """The region, or overseas collectivity, of an `academie:…` on a day; UnknownTerritory when it has none then."""
    link = first_in_force((link for link in _links() if link.academie == territory(academie).ref), day)
    if link is None:
        raise UnknownTerritory(f"{territory(academie).name} : aucune région connue au {day:%d/%m/%Y}.")
    return territory(link.region)


@cache
def _offices_by_id() -> dict[str, Office]:
    return {known.id: known for known in read_offices(territories())}


def every_office() -> tuple[Office, ...]:
    """All offices that ever were, dead ones too."""
    return tuple(_offices_by_id().values())


def offices(day: date) -> tuple[Office, ...]:
    """The offices that exist on a day, whoever holds them."""
    return tuple(known for known in _offices_by_id().values() if in_force(known, day))


def office(office_id: str) -> Office:
    """The office of that id, alive or not; UnknownOffice when there is none."""
    try:
        return _offices_by_id()[office_id]
    except KeyError:
        raise UnknownOffice(office_id) from None


def title_on(office_id: str, day: date, gender: Gender = "") -> str:
    """What the holder of an office is called on a day; without gender, the name of the office itself."""
    return office(office_id).title_on(day, gender)


@cache
def waves() -> tuple[Wave, ...]:
    return read_waves()


@cache
def campuses() -> tuple[Campus, ...]:
    return read_campuses()


@cache
def sectors() -> tuple[Sector, ...]:
    return read_sectors()


def sector_label(code: str) -> str:
    """What a sector is called; what is no code is taken as it was written."""
    return next((one.label for one in sectors() if one.code == code), code)

"""How an office is named and greeted: with its article, in the gender of whoever holds it."""

from datetime import date
from functools import lru_cache

from states.refusals import Unknown
from states.roles import SYSTEM, Role, role_of
from store.reference import catalogue
from store.reference.records import Gender

EVERYONE = "Madame, Monsieur,"
PLAIN: dict[Gender, str] = {"f": "Madame,", "m": "Monsieur,", "": EVERYONE}
# Only those whom usage greets by their function: a recteur, yes; a secretary, no.
GREETED: dict[Role, dict[Gender, str]] = {
    Role.RECTEUR: {"f": "Madame la Rectrice,", "m": "Monsieur le Recteur,"},
    Role.REGION_PRESIDENT: {"f": "Madame la Présidente,", "m": "Monsieur le Président,"},
    Role.COMMISSION_CHAIR: {"f": "Madame la Présidente,", "m": "Monsieur le Président,"},
    Role.MINISTER: {"f": "Madame la Ministre,", "m": "Monsieur le Ministre,"},
    Role.CABINET: {"f": "Madame la Directrice,", "m": "Monsieur le Directeur,"},
    Role.CAMPUS_DIRECTOR: {"f": "Madame la Directrice,", "m": "Monsieur le Directeur,"},
}
FEMININE = frozenset({"administration", "commission", "délégation", "dgesco", "direction", "présidence", "région"})
KEPT = frozenset({"Dgesco"})


def salutation(office: str, gender: Gender) -> str:
    """« Madame la Rectrice, »; « Madame, Monsieur, » when nobody in particular reads."""
    return GREETED.get(role_of(office), PLAIN).get(gender, EVERYONE)


@lru_cache(4096)
def title(office: str, day: date, gender: Gender) -> str:
    """« Rectrice de l’académie de Rennes », or the office itself without gender; its role when it is not listed."""
    try:
        return catalogue.title_on(office, day, gender)
    except Unknown:
        return _role_label(office)


def _role_label(office: str) -> str:
    try:
        return role_of(office).label
    except ValueError:
        return office


@lru_cache(4096)
def with_article(office: str, day: date, gender: Gender) -> str:
    """« la rectrice de l’académie de Rennes », « le rectorat de l’académie de Rennes »."""
    if office == SYSTEM:
        return "le système"
    words = title(office, day, gender)
    first = words.split()[0].rstrip(",")
    lowered = words if first in KEPT or first.isupper() else words[0].lower() + words[1:]
    return f"{_article(first.lower(), gender)}{lowered}"


def _article(first: str, gender: Gender) -> str:
    if first[0] in "aeéèêiouy":
        return "l’"
    feminine = gender == "f" or (not gender and first in FEMININE)
    return "la " if feminine else "le "

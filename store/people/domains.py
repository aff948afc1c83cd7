"""Mistyped domains, caught as addresses are entered: a letter to `ac-versailes.fr` would come back days later."""

from difflib import get_close_matches
from functools import cache

from states.refusals import BadField
from store.reference import catalogue

#: Of the services that are written to and that the reference data does not place in a territory.
MINISTRIES = (
    "education.gouv.fr",
    "emploi.gouv.fr",
    "enseignementsup.gouv.fr",
    "finances.gouv.fr",
    "recherche.gouv.fr",
    "travail.gouv.fr",
)
#: Names that can belong to nobody (RFC 2606): made-up addresses end in them.
NOBODYS = (".example", ".invalid", ".localhost", ".test")
NEAR = 0.86


class NearMiss(BadField):
    """An address whose domain is nearly a known one; whoever enters it may say that it is right as it is."""

    def __init__(self, field: str, value: str, suggested: str) -> None:
        self.given = field, value, f"vouliez-vous dire « {suggested} » ?"
        super().__init__(field, value, f"{self.given[2]} Sinon, confirmez que l’adresse est exacte.")

    def confirmed_by(self, how: str) -> BadField:
        """The same, where one confirms otherwise than by the box of a form."""
        field, value, asked = self.given
        return BadField(field, value, f"{asked} Si l’adresse est exacte, {how}.")


def refuse_near_miss(field: str, address: str) -> None:
    """Raise NearMiss when the domain looks like a slip of the hand."""
    name, _, domain = address.rpartition("@")
    if meant := nearly(domain):
        raise NearMiss(field, address, f"{name}@{meant}")


@cache
def known() -> tuple[str, ...]:
    """Every domain of the reference data, those of académies that are no more included: their addresses may live on."""
    places = {one.email_domain for one in catalogue.territories() if one.email_domain}
    return tuple(sorted(places.union(MINISTRIES)))


def nearly(domain: str) -> str:
    """The known domain that was probably meant; empty when it is one, or belongs to one, or resembles none."""
    if domain in known() or domain.endswith((*(f".{one}" for one in known()), *NOBODYS)):
        return ""
    if other := next((one for one in known() if one.rpartition(".")[0] == domain.rpartition(".")[0]), ""):
        return other
    return next(iter(get_close_matches(domain, known(), n=1, cutoff=NEAR)), "")

"""The questions of one part of a file: fields for what is single, lines for what is a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.applicants.parts import COLUMNS, SPARE, Part
from api.showing.fields import Field, Option
from states.application.facts import ApplicationFacts
from states.editions import PartnerKind
from store.reference import catalogue

KINDS = tuple(Option(kind.value, kind.label) for kind in PartnerKind)
HINTS = {
    "uai": "sept chiffres et une lettre, pour un établissement scolaire ou un CFA.",
    "siret": "quatorze chiffres.",
    "amount": "en euros entiers.",
}
LABELS = {
    "name": "Nom",
    "uai": "UAI",
    "siret": "SIRET",
    "label": "Dépense",
    "funder": "Financeur",
    "amount": "Montant",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a list: its number, its cells, and what is wrong with it."""

    number: int
    kind: str
    cells: tuple[Field, ...]
    error: str = ""


def fields_of(part: Part, value: Any, faults: Mapping[str, str], facts: ApplicationFacts) -> tuple[Field, ...]:
    """The questions of a part that is no list."""
    if part.kind == "text":
        hint = "20 000 caractères au plus ; les lignes vides séparent les paragraphes."
        return (Field("texte", part.label, "textarea", False, hint, value=value, error=faults.get("texte", "")),)
    if part.kind != "identity":
        return ()
    sectors = tuple(Option(one.code, one.label) for one in catalogue.sectors())
    categories = tuple(Option(one.value, one.label) for one in facts.rules.categories)
    category = value["category"] or facts.category.value
    return (
        Field("sector", "Secteur", "choice", False, options=sectors, value=value["sector"]),
        Field(
            "support", "Établissement support", "text", False, value=value["support"], error=faults.get("support", "")
        ),
        Field("category", "Catégorie", "choice", False, options=categories, value=category),
    )


def rows_of(part: Part, value: Any, faults: Mapping[str, str]) -> list[Row]:
    """The lines of a list, and a few empty ones."""
    if part.kind not in COLUMNS:
        return []
    empty = dict.fromkeys(COLUMNS[part.kind], "")
    lines = [*value, *[empty] * SPARE]
    return [_row(part, number, line, faults.get(str(number - 1), "")) for number, line in enumerate(lines, 1)]


def _row(part: Part, number: int, line: Mapping[str, str], error: str) -> Row:
    cells = tuple(
        Field(name, LABELS[name], "text", False, HINTS.get(name, ""), value=line[name])
        for name in COLUMNS[part.kind]
        if name != "kind"
    )
    return Row(number=number, kind=line.get("kind", ""), cells=cells, error=error)

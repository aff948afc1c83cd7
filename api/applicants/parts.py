"""The parts of a file that are saved one by one: how each is read, shown and given to the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from starlette.datastructures import FormData

from notifications import typography
from states.application.completeness import IDENTITY, NETWORK
from states.application.facts import ApplicationFacts
from states.declaration import AskKind
from states.editions import Category, PartnerKind
from states.listed import MOST_LINES, faults
from states.refusals import BadField
from states.texts import LONG, SHORT, clean_text
from store.reference import catalogue

Kind = Literal["text", "identity", "partners", "budget"]
COLUMNS: dict[str, tuple[str, ...]] = {
    "partners": ("kind", "name", "uai", "siret"),
    "budget": ("label", "funder", "amount"),
}
LISTS = {"partners": AskKind.PARTNERS, "budget": AskKind.BUDGET}
ABOUT = ("sector", "support", "category")
#: Empty lines offered under those that are filled in.
SPARE = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its address, its name, its shape, and whether the edition requires it."""

    code: str
    label: str
    kind: Kind
    required: bool = True


def parts_of(facts: ApplicationFacts) -> tuple[Part, ...]:
    """The parts of a file under its edition, in the order in which one fills them in."""
    return (
        Part(IDENTITY, "Secteur, établissement support, catégorie", "identity"),
        Part("territoire", "Territoire du campus", "text", required=False),
        *(Part(section.code, section.label, "text") for section in facts.rules.sections),
        Part(NETWORK, "Partenaires du réseau", "partners"),
        Part("budget", "Budget prévisionnel", "budget", required=False),
    )


def part_of(facts: ApplicationFacts, code: str) -> Part | None:
    """The part of that address."""
    return next((part for part in parts_of(facts) if part.code == code), None)


def value_of(part: Part, content: Mapping[str, Any]) -> Any:
    """What the content says of a part, in the shape of a form."""
    if part.kind == "text":
        return str(content.get("sections", {}).get(part.code, ""))
    if part.kind == "identity":
        return {name: str(content.get(name) or "") for name in ABOUT}
    names = COLUMNS[part.kind]
    return [{name: str(line.get(name, "")) for name in names} for line in content.get(part.kind, ())]


def posted(part: Part, form: FormData) -> Any:
    """What was sent of a part, as it was typed."""
    if part.kind == "text":
        return str(form.get("texte", "")).replace("\r\n", "\n").strip()
    if part.kind == "identity":
        return {name: str(form.get(name, "")).strip() for name in ABOUT}
    names = COLUMNS[part.kind]
    columns = [[str(value).strip() for value in form.getlist(name)] for name in names]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False)]
    return [row for row in rows if any(value for name, value in row.items() if name != "kind")]


def is_empty(part: Part, value: Any) -> bool:
    """Whether nothing is written in a part."""
    return not any(value.values()) if part.kind == "identity" else not value


def wrong(part: Part, value: Any) -> dict[str, str]:
    """What is wrong with what was typed, by field, or by line of a list."""
    if part.kind in LISTS:
        return {str(rank): told for rank, told in faults(LISTS[part.kind], value).items()}
    limits = {"texte": (value, LONG)} if part.kind == "text" else {"support": (value["support"], SHORT)}
    found = {}
    for name, (text, limit) in limits.items():
        try:
            clean_text(part.label, text, limit, lines=part.kind == "text")
        except BadField as fault:
            found[name] = fault.remedy
    return found


def payload(part: Part, value: Any) -> dict[str, Any]:
    """What the desk takes of it."""
    if part.kind == "text":
        return {"sections": {part.code: value}}
    if part.kind == "identity":
        return {name: given for name, given in value.items() if given}
    return {part.kind: value[:MOST_LINES]}


def lines(part: Part, value: Any) -> list[str]:
    """A part as lines to read."""
    if part.kind == "text":
        return str(value).split("\n") if value else []
    if part.kind == "identity":
        return [f"{label} : {told}" for label, told in about(value)]
    tell = partner_told if part.kind == "partners" else budget_told
    return [tell(line) for line in value]


def about(value: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Sector, support and category, as words."""
    category = next((word.label for word in Category if word.value == value["category"]), "")
    return [
        ("Secteur", catalogue.sector_label(value["sector"]) if value["sector"] else "à choisir"),
        ("Établissement support", value["support"] or "à choisir"),
        ("Catégorie", category or Category.STANDARD.label),
    ]


def partner_told(line: Mapping[str, str]) -> str:
    """« Lycée Bréquigny – EPLE – UAI 0350028X »."""
    kind = next((word.label for word in PartnerKind if word.value == line["kind"]), line["kind"])
    numbers = [f"{name.upper()} {line[name]}" for name in ("uai", "siret") if line.get(name)]
    return " – ".join([line["name"], kind, *numbers])


def budget_told(line: Mapping[str, str]) -> str:
    """« Plateau technique – Région – 12 000 € »."""
    amount = typography.number(int(line["amount"])) if line["amount"].isdecimal() else line["amount"]
    return " – ".join(filter(None, (line["label"], line["funder"], f"{amount}{typography.NBSP}€")))

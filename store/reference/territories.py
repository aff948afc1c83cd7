"""Territories and their ties, from their three sheets."""

from collections import defaultdict
from dataclasses import replace

from store.reference.dating import Provenance
from store.reference.records import Kind, Link, Naming, Territory, side_of
from store.reference.sheets import Line, lines


def _naming(line: Line) -> Naming:
    return Naming(
        name=line.text("name"),
        of_name=line.text("of_name"),
        title=line.text("title"),
        of_title=line.text("of_title"),
    )


def _former_naming(line: Line) -> Naming:
    return replace(
        _naming(line),
        valid_from=line.day("valid_from"),
        valid_to=line.day("valid_to"),
        provenance=Provenance(line.text("provenance")),
    )


def _former_names() -> dict[str, tuple[Naming, ...]]:
    names: defaultdict[str, tuple[Naming, ...]] = defaultdict(tuple)
    for line in lines("territory_names"):
        names[line.text("territory")] += (_former_naming(line),)
    return names


def _territory(line: Line, former: dict[str, tuple[Naming, ...]]) -> Territory:
    kind, code = Kind(line.text("kind")), line.text("code")
    return Territory(
        kind=kind,
        code=code,
        names=(*former.get(f"{side_of(kind)}:{code}", ()), _naming(line)),
        valid_from=line.day("valid_from"),
        valid_to=line.day("valid_to"),
        successor=line.text("successor"),
        seat=line.text("seat"),
        seat_department=line.text("seat_department"),
        departments=line.many("departments"),
        timezone=line.text("timezone"),
        holiday_department=line.text("holiday_department"),
        host=line.text("host"),
        email_domain=line.text("email_domain"),
        overseas=line.text("overseas") == "yes",
        note=line.text("note"),
    )


def read_territories() -> tuple[Territory, ...]:
    former = _former_names()
    return tuple(_territory(line, former) for line in lines("territories"))


def read_links() -> tuple[Link, ...]:
    return tuple(
        Link(
            academie=line.text("academie"),
            region=line.text("region"),
            valid_from=line.day("valid_from"),
            valid_to=line.day("valid_to"),
        )
        for line in lines("territory_links")
    )

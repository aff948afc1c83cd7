"""Sectors, past waves and real campuses, from their sheets."""

from collections import defaultdict

from store.reference.dating import Provenance
from store.reference.records import Campus, Confidence, Sector, Status, SupportKind, Tranche, Wave
from store.reference.sheets import Line, lines


def read_sectors() -> tuple[Sector, ...]:
    return tuple(
        Sector(line.text("code"), line.text("label"), Provenance(line.text("provenance"))) for line in lines("sectors")
    )


def _tranche(line: Line) -> Tranche:
    return Tranche(
        on=line.moment("labelled_on", "precision"),
        labelled=line.number("labelled"),
        excellence=line.number("excellence"),
        total_after=line.number("total_after"),
        act=line.text("act"),
        sources=line.many("sources"),
    )


def _wave(line: Line, tranches: tuple[Tranche, ...]) -> Wave:
    return Wave(
        code=line.text("code"),
        title=line.text("title"),
        edition=line.text("edition"),
        next_edition=line.text("next_edition"),
        edition_changes_on=line.day("edition_changes_on"),
        called=line.moment("called_on", "called_precision"),
        published=line.moment("published_on", "published_precision"),
        opens=line.moment("opens_on", "opens_precision"),
        closes=line.moment("closes_on", "closes_precision"),
        reference=line.text("reference"),
        nor=line.text("nor"),
        candidates=line.number("candidates"),
        labelled=line.number("labelled"),
        total_after=line.number("total_after"),
        tranches=tranches,
        sources=line.many("sources"),
        assumed=frozenset(line.many("assumed")),
        note=line.text("note"),
    )


def read_waves() -> tuple[Wave, ...]:
    tranches: defaultdict[str, tuple[Tranche, ...]] = defaultdict(tuple)
    for line in lines("wave_tranches"):
        tranches[line.text("wave")] += (_tranche(line),)
    return tuple(_wave(line, tranches[line.text("code")]) for line in lines("waves"))


def _campus(line: Line) -> Campus:
    return Campus(
        code=line.text("code"),
        name=line.text("name"),
        academies=line.many("academies"),
        regions=line.many("regions"),
        sector=line.text("sector"),
        support=line.text("support"),
        support_kind=SupportKind(line.text("support_kind")),
        site=line.text("site"),
        labelled=line.moment("labelled_on", "precision"),
        wave=line.text("wave"),
        status=Status(line.text("status")),
        category=line.text("category"),
        duration_months=line.number("duration_months"),
        confidence=Confidence(line.text("confidence")),
        assumed=frozenset(line.many("assumed")),
        sources=line.many("sources"),
        note=line.text("note"),
    )


def read_campuses() -> tuple[Campus, ...]:
    return tuple(_campus(line) for line in lines("campuses"))

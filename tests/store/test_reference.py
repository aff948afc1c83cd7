"""Territories and offices: whole, dated, named in good French, and writing to nobody."""

import re
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from states.editions import EDITIONS
from states.roles import Role, role_of
from store.reference import catalogue
from store.reference.dating import Provenance, in_force
from store.reference.offices import read_offices
from store.reference.records import Kind, Territory, side_of

MILESTONES = (date(2013, 5, 6), date(2015, 12, 31), date(2016, 1, 1), date(2019, 12, 31), date(2020, 1, 1))
TODAY_AND_AFTER = date(2030, 1, 1)
ROLES_WITHOUT_OFFICE_HERE = {Role.SYSTEM, Role.SUPPORT_HEAD, Role.CAMPUS_DIRECTOR}


def codes(kind: Kind, day: date) -> set[str]:
    return {known.code for known in catalogue.active_territories(kind, day)}


@pytest.mark.parametrize("day", [*MILESTONES, TODAY_AND_AFTER])
def test_there_are_thirty_academies_on_any_day(day: date) -> None:
    assert len(codes(Kind.ACADEMIE, day)) == 30


def test_the_thirty_academies_of_2020_are_not_those_of_2019() -> None:
    before, after = codes(Kind.ACADEMIE, date(2019, 12, 31)), codes(Kind.ACADEMIE, date(2020, 1, 1))
    assert (before - after, after - before) == ({"05", "21"}, {"43", "70"})


def test_regions_go_from_twenty_seven_to_eighteen_in_2016() -> None:
    before, after = codes(Kind.REGION, date(2015, 12, 31)), codes(Kind.REGION, date(2016, 1, 1))
    assert (len(before), len(after), len(before - after), len(after - before)) == (27, 18, 16, 7)


def test_references_and_office_ids_are_unique() -> None:
    refs = [known.ref for known in catalogue.territories()]
    ids = [known.id for known in read_offices(catalogue.territories())]
    assert (len(refs), len(ids)) == (len(set(refs)), len(set(ids)))


@pytest.mark.parametrize("gone", [t for t in catalogue.territories() if t.valid_to], ids=lambda t: t.ref)
def test_a_territory_that_ends_has_a_successor_born_the_day_after(gone: Territory) -> None:
    assert gone.valid_to is not None
    heir = catalogue.territory(gone.successor)
    assert heir.valid_from == gone.valid_to + timedelta(days=1)
    assert side_of(heir.kind) == side_of(gone.kind)
    assert set(gone.departments) <= set(heir.departments)


def test_the_successor_is_itself_while_alive_and_its_heir_afterwards() -> None:
    assert catalogue.successor_on("academie:05", date(2019, 12, 31)).name == "Caen"
    assert catalogue.successor_on("academie:05", date(2020, 1, 1)).name == "Normandie"
    assert catalogue.successor_on("academie:976", date(2026, 1, 1)).ref == "academie:43"
    assert catalogue.successor_on("region:72", date(2016, 1, 1)).name == "Nouvelle-Aquitaine"


def test_a_territory_not_yet_born_has_no_successor() -> None:
    with pytest.raises(catalogue.UnknownTerritory, match="Académie de Normandie"):
        catalogue.successor_on("academie:70", date(2019, 12, 31))


def test_unknown_codes_are_refused_in_french() -> None:
    with pytest.raises(catalogue.UnknownTerritory, match=r"Territoire inconnu.*academie:99"):
        catalogue.territory("academie:99")
    with pytest.raises(catalogue.UnknownOffice, match=r"Fonction inconnue.*recteur:99"):
        catalogue.office("recteur:99")
    with pytest.raises(catalogue.UnknownTerritory, match=r"Caen.*aucune région"):
        catalogue.region_of("academie:05", date(2020, 1, 1))


@pytest.mark.parametrize("day", MILESTONES)
def test_every_living_academie_lies_in_a_living_region_that_covers_it(day: date) -> None:
    for academie in catalogue.territories():
        if side_of(academie.kind) is Kind.ACADEMIE and in_force(academie, day):
            region = catalogue.region_of(academie.ref, day)
            assert in_force(region, day)
            assert set(academie.departments) <= set(region.departments)


@pytest.mark.parametrize("day", MILESTONES)
def test_academies_share_out_the_departments_of_their_region(day: date) -> None:
    academies = [a for a in catalogue.territories() if side_of(a.kind) is Kind.ACADEMIE and in_force(a, day)]
    departments = [department for academie in academies for department in academie.departments]
    regions = [r for r in catalogue.territories() if side_of(r.kind) is Kind.REGION and in_force(r, day)]
    assert sorted(departments) == sorted(department for region in regions for department in region.departments)
    assert len(departments) == len(set(departments)) == 101 + 4


def test_caen_and_rouen_change_region_before_they_merge() -> None:
    assert catalogue.region_of("academie:05", date(2015, 12, 31)).name == "Basse-Normandie"
    assert catalogue.region_of("academie:05", date(2016, 1, 1)).name == "Normandie"
    assert catalogue.region_of("academie:70", date(2020, 1, 1)).name == "Normandie"


@pytest.mark.parametrize(
    ("ref", "day", "forms"),
    [
        ("academie:14", date(2016, 1, 1), "de Rennes"),
        ("academie:02", date(2016, 1, 1), "d’Aix-Marseille"),
        ("academie:20", date(2016, 1, 1), "d’Amiens"),
        ("academie:18", date(2016, 1, 1), "d’Orléans-Tours"),
        ("academie:28", date(2016, 1, 1), "de La Réunion"),
        ("region:44", date(2016, 9, 29), "d’Alsace-Champagne-Ardenne-Lorraine"),
        ("region:44", date(2016, 9, 30), "du Grand Est"),
        ("region:52", date(2016, 1, 1), "des Pays de la Loire"),
        ("region:11", date(2016, 1, 1), "d’Île-de-France"),
        ("region:24", date(2014, 12, 31), "du Centre"),
    ],
)
def test_french_forms_follow_elision_contraction_and_date(ref: str, day: date, forms: str) -> None:
    assert catalogue.territory(ref).named_on(day).of_name == forms


def test_no_form_forgets_an_elision_or_a_typographic_apostrophe() -> None:
    for naming in (naming for known in catalogue.territories() for naming in known.names):
        for form in (naming.name, naming.of_name, naming.title, naming.of_title):
            assert "'" not in form
        assert naming.of_name.endswith(naming.name)
        assert naming.of_name.startswith("d’") == (naming.name[0] in "AEÉIÎOU")


def test_places_have_a_real_time_zone_and_a_holiday_department() -> None:
    for office in catalogue.offices(TODAY_AND_AFTER):
        assert ZoneInfo(office.timezone).key == office.timezone
        assert office.holiday_department
    assert catalogue.office("region_president:44").holiday_department == "67"
    assert catalogue.office("recteur:28").timezone == "Indian/Reunion"


def every_office() -> set[str]:
    return {known.id for known in read_offices(catalogue.territories())}


def test_every_mailbox_ends_in_example_and_serves_one_office() -> None:
    mailboxes = [catalogue.office(name).mailbox for name in every_office()]
    assert all(re.fullmatch(r"[a-z0-9.-]+@[a-z0-9-]+\.example", mailbox) for mailbox in mailboxes)
    assert len(mailboxes) == len(set(mailboxes))


def test_every_superior_exists_and_every_chain_ends() -> None:
    for name in every_office():
        chain = [name]
        while superior := catalogue.office(chain[-1]).superior:
            assert superior not in chain
            chain.append(superior)


def test_every_role_that_may_hold_an_office_has_one() -> None:
    assert {role_of(name) for name in every_office()} == set(Role) - ROLES_WITHOUT_OFFICE_HERE


def test_every_office_that_an_edition_asks_for_exists() -> None:
    asked = {name for edition in EDITIONS.values() for name in (*edition.ministers, *edition.directorates)}
    assert asked <= every_office()


@pytest.mark.parametrize("day", MILESTONES)
def test_each_territory_of_the_day_has_its_offices(day: date) -> None:
    today = {known.id for known in catalogue.offices(day)}
    academies, regions = codes(Kind.ACADEMIE, day), codes(Kind.REGION, day)
    for role in (Role.RECTEUR, Role.RECTORATE_OFFICER, Role.CAEN):
        assert {f"{role}:{code}" for code in academies} <= today
    for role in (Role.REGION_PRESIDENT, Role.REGION_OFFICER, Role.CREFOP):
        assert {f"{role}:{code}" for code in regions} <= today
    assert ("recteur:05" in today) == (day < date(2020, 1, 1))


@pytest.mark.parametrize(
    ("office", "day", "masculine", "feminine", "neutral"),
    [
        (
            "recteur:14",
            date(2016, 6, 1),
            "Recteur de l’académie de Rennes",
            "Rectrice de l’académie de Rennes",
            "Rectorat de l’académie de Rennes",
        ),
        (
            "region_president:02",
            date(2013, 6, 1),
            "Président du conseil régional de Martinique",
            "Présidente du conseil régional de Martinique",
            "Présidence du conseil régional de Martinique",
        ),
        (
            "region_president:02",
            date(2021, 3, 18),
            "Président du conseil exécutif de la collectivité territoriale de Martinique",
            "Présidente du conseil exécutif de la collectivité territoriale de Martinique",
            "Présidence du conseil exécutif de la collectivité territoriale de Martinique",
        ),
    ],
)
def test_titles_follow_gender_and_date(office: str, day: date, masculine: str, feminine: str, neutral: str) -> None:
    titles = tuple(catalogue.title_on(office, day, gender) for gender in ("m", "f", ""))
    assert titles == (masculine, feminine, neutral)


def test_one_title_covers_both_ministries_from_2014_to_2017() -> None:
    for day, same in ((date(2013, 9, 11), False), (date(2017, 2, 13), True), (date(2020, 2, 6), False)):
        assert (catalogue.title_on("minister:en", day) == catalogue.title_on("minister:esr", day)) is same


def test_a_minister_has_exactly_one_dated_title_a_day() -> None:
    for scope in ("en", "esr", "fp", "eco"):
        dated = [title for title in catalogue.office(f"minister:{scope}").titles if title.valid_from]
        assert all(title.provenance is Provenance.MEMORY for title in dated)
        for earlier, later in pairwise(dated):
            assert earlier.valid_to is not None
            assert later.valid_from == earlier.valid_to + timedelta(days=1)
        assert (dated[0].valid_from, dated[-1].valid_to) == (date(2012, 5, 16), None)

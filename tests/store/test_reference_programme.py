"""Past waves and real campuses: they add up, agree with the territories, and own up to what was supposed."""

from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from states.editions import EDITIONS, Category
from store.reference import catalogue
from store.reference.dating import Precision, in_force
from store.reference.records import Campus, Kind, Status, Wave
from store.reference.sheets import FOLDER

WAVES = {wave.code: wave for wave in catalogue.waves()}
CAMPUSES = catalogue.campuses()
LONG_AFTER = date(2030, 1, 1)

each_wave = pytest.mark.parametrize("wave", WAVES.values(), ids=lambda wave: wave.code)
each_campus = pytest.mark.parametrize("campus", CAMPUSES, ids=lambda campus: campus.code)


def test_eleven_waves_have_run_and_seventy_campuses_are_known() -> None:
    assert list(WAVES) == sorted(WAVES)
    assert (len(WAVES), len(CAMPUSES), len(catalogue.sectors())) == (11, 70, 12)
    assert [campus.code for campus in CAMPUSES] == [f"CAMP-{number:03}" for number in range(1, 71)]


def test_totals_grow_by_the_labels_of_each_wave_until_2018() -> None:
    early = [wave for wave in WAVES.values() if wave.code < "2018"]
    assert [wave.total_after for wave in early] == [14, 31, 51, 77, 95]
    assert early[0].labelled == early[0].total_after
    for before, after in pairwise(early):
        assert (after.total_after or 0) - (before.total_after or 0) == after.labelled


@each_wave
def test_the_tranches_of_a_wave_add_up_to_its_labels(wave: Wave) -> None:
    counts = [tranche.labelled for tranche in wave.tranches]
    assert sum(count or 0 for count in counts) == (wave.labelled or 0)
    assert wave.tranches[-1].total_after == wave.total_after
    assert wave.labelled is None or wave.candidates is None or wave.labelled <= wave.candidates


def test_wave_2016_labels_twenty_six_of_twenty_nine() -> None:
    wave = WAVES["2016-1"]
    assert (wave.candidates, wave.labelled, wave.edition) == (29, 26, "2014")
    assert (wave.closes.day, wave.closes.precision) == (date(2016, 9, 30), Precision.DAY)
    assert wave.tranches[0].on.day == date(2017, 2, 13)


@each_wave
def test_the_dates_of_a_wave_come_in_order(wave: Wave) -> None:
    days = [moment.day for moment in (wave.called, wave.published, wave.opens, wave.closes) if moment.day]
    days += [tranche.on.day for tranche in wave.tranches if tranche.on.day]
    assert days == sorted(days)
    assert None not in (wave.published.day, wave.opens.day, wave.closes.day)


@each_wave
def test_a_supposed_date_is_listed_as_assumed_and_no_other(wave: Wave) -> None:
    moments = {
        "called_on": wave.called,
        "published_on": wave.published,
        "opens_on": wave.opens,
        "closes_on": wave.closes,
    }
    supposed = {field for field, moment in moments.items() if moment.precision is Precision.ASSUMED}
    assert supposed == wave.assumed & moments.keys()
    assert all((moment.day is None) == (moment.precision is Precision.UNKNOWN) for moment in moments.values())


@each_wave
def test_a_wave_names_known_editions_and_dates_their_change(wave: Wave) -> None:
    assert wave.edition in EDITIONS
    assert bool(wave.next_edition) == bool(wave.edition_changes_on)
    if wave.next_edition:
        assert wave.edition_changes_on == EDITIONS[wave.next_edition].in_force_on


def test_two_waves_changed_edition_on_the_way() -> None:
    changed = {wave.code: (wave.edition, wave.next_edition) for wave in WAVES.values() if wave.next_edition}
    assert changed == {"2014-1": ("2013", "2014"), "2019-1": ("2014", "2019")}


@each_campus
def test_a_campus_names_territories_alive_at_its_label_date(campus: Campus) -> None:
    day = campus.labelled.day or LONG_AFTER
    academies = [catalogue.territory(f"academie:{code}") for code in campus.academies]
    assert all(in_force(academie, day) for academie in academies)
    regions = {catalogue.region_of(academie.ref, day).code for academie in academies}
    assert regions == set(campus.regions)


@each_campus
def test_a_campus_has_a_known_sector_wave_and_category(campus: Campus) -> None:
    assert campus.sector in {sector.code for sector in catalogue.sectors()}
    assert campus.wave in {"", *WAVES}
    assert campus.category in {"", *Category}
    assert campus.sources


@each_campus
def test_a_dated_campus_of_a_wave_was_labelled_by_that_wave(campus: Campus) -> None:
    if campus.wave and campus.labelled.precision is not Precision.ON_OR_BEFORE:
        days = [tranche.on.day for tranche in WAVES[campus.wave].tranches if tranche.on.day]
        assert campus.labelled.day is not None
        assert campus.labelled.day in days or min(days) < campus.labelled.day < max(days)


def test_no_tranche_has_more_known_campuses_than_labels() -> None:
    known = Counter((campus.wave, campus.labelled.day) for campus in CAMPUSES)
    for wave in WAVES.values():
        for tranche in wave.tranches:
            assert known[wave.code, tranche.on.day] <= (tranche.labelled or 0)


def test_twelve_campuses_of_wave_2016_are_known_by_name() -> None:
    assert sum(campus.wave == "2016-1" for campus in CAMPUSES) == 12


@each_campus
def test_the_usual_four_years_are_flagged_as_the_rule_not_the_source(campus: Campus) -> None:
    assert ("duration_months" in campus.assumed) == (campus.duration_months == 48)
    assert campus.assumed <= {"academies", "regions", "duration_months", "site", "support", "support_kind"}


def test_projects_carry_neither_label_date_nor_category() -> None:
    projects = [campus for campus in CAMPUSES if campus.status is Status.PROJECT]
    assert [campus.code for campus in projects] == ["CAMP-064", "CAMP-070"]
    assert all(campus.labelled.day is None and not campus.category for campus in projects)


def test_only_corse_and_mayotte_have_no_known_campus() -> None:
    covered = {
        catalogue.successor_on(f"academie:{code}", LONG_AFTER).code for campus in CAMPUSES for code in campus.academies
    }
    living = {known.code: known.name for known in catalogue.active_territories(Kind.ACADEMIE, LONG_AFTER)}
    assert {living[code] for code in living.keys() - covered} == {"Corse", "Mayotte"}


def test_two_campuses_were_labelled_for_two_years() -> None:
    assert {campus.code for campus in CAMPUSES if campus.duration_months == 24} == {"CAMP-059", "CAMP-062"}


@pytest.mark.parametrize("sheet", sorted(FOLDER.glob("*.csv")), ids=lambda sheet: sheet.name)
def test_sheets_are_plain_utf8_without_quotes_or_straight_apostrophes(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    rows = text.splitlines()
    assert not set(text) & {'"', "'", "\t", "\ufeff"}
    assert {row.count(";") for row in rows} == {rows[0].count(";")}


def test_sheets_are_read_once() -> None:
    assert catalogue.campuses() is catalogue.campuses()
    assert catalogue.office("recteur:14") is catalogue.office("recteur:14")


def test_the_documentation_names_every_sheet_and_every_source() -> None:
    page = (FOLDER.parents[1] / "docs" / "reference-data.md").read_text(encoding="utf-8")
    lists = [campus.sources for campus in CAMPUSES] + [wave.sources for wave in WAVES.values()]
    lists += [tranche.sources for wave in WAVES.values() for tranche in wave.tranches]
    cited = {source for sources in lists for source in sources}
    words = " ".join(page.split())
    assert [name for name in (*cited, *(sheet.name for sheet in FOLDER.glob("*.csv"))) if name not in words] == []

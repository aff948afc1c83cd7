"""What is read and refused: rules, départements, zones and years; and the holidays that the law does not list."""

import re
from datetime import date

import holidays as others
import pytest

from states.calendar import (
    METROPOLE,
    Delay,
    OutOfCalendar,
    Unit,
    UnknownDepartment,
    UnknownRule,
    add,
    add_months,
    compute,
    holidays,
    place_of_department,
)
from states.refusals import BadField, Refusal


@pytest.mark.parametrize(
    ("text", "count", "unit", "written"),
    [
        ("10 jours ouvrés", 10, Unit.WORKING_DAYS, "10 jours ouvrés"),
        ("10 jours ouvrables", 10, Unit.BUSINESS_DAYS, "10 jours ouvrables"),
        ("15 jours francs", 15, Unit.CLEAR_DAYS, "15 jours francs"),
        ("15 jours", 15, Unit.DAYS, "15 jours"),
        ("2 mois francs", 2, Unit.CLEAR_MONTHS, "2 mois francs"),
        ("48 mois", 48, Unit.MONTHS, "48 mois"),
        ("-5 jours ouvrés", -5, Unit.WORKING_DAYS, "-5 jours ouvrés"),
        ("\N{MINUS SIGN}5\N{NO-BREAK SPACE}jours ouvres ", -5, Unit.WORKING_DAYS, "-5 jours ouvrés"),
        ("-5 jours\N{NARROW NO-BREAK SPACE}ouvrés", -5, Unit.WORKING_DAYS, "-5 jours ouvrés"),
        ("  1   JOUR  Ouvré", 1, Unit.WORKING_DAYS, "1 jour ouvré"),
        ("1 mois", 1, Unit.MONTHS, "1 mois"),
        ("1 mois franc", 1, Unit.CLEAR_MONTHS, "1 mois franc"),
        ("-1 jour", -1, Unit.DAYS, "-1 jour"),
        ("+3 jours ouvre\N{COMBINING ACUTE ACCENT}s", 3, Unit.WORKING_DAYS, "3 jours ouvrés"),
    ],
)  # fmt: skip
def test_a_rule_is_read_and_written_back_in_french(text: str, count: int, unit: Unit, written: str) -> None:
    delay = Delay.parse(text)
    assert delay == Delay(count, unit)
    assert str(delay) == written
    assert Delay.parse(str(delay)) == delay


@pytest.mark.parametrize(
    "text",
    ["", "jours", "10", "dix jours", "10 semaines", "1,5 mois", "0 jour", "10000 jours", "10 jours ouvrés !",
     "3 3 jours", "<script>", "10 jours\r\nouvrés\0", "x" * 10_000],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_names_what_is_accepted(text: str) -> None:
    with pytest.raises(UnknownRule, match=r"jours ouvrables.*mois francs.*par exemple") as refused:
        Delay.parse(text)
    assert len(str(refused.value)) < 500


def test_a_delay_of_nothing_is_refused_however_it_is_made() -> None:
    with pytest.raises(UnknownRule):
        Delay(0, Unit.DAYS)


@pytest.mark.parametrize(
    ("code", "timezone", "zone"),
    [
        ("75", "Europe/Paris", "Métropole"),
        ("1", "Europe/Paris", "Métropole"),
        ("2a", "Europe/Paris", "Métropole"),
        ("54", "Europe/Paris", "Métropole"),
        ("57", "Europe/Paris", "Alsace-Moselle"),
        ("67", "Europe/Paris", "Alsace-Moselle"),
        ("68", "Europe/Paris", "Alsace-Moselle"),
        ("971", "America/Guadeloupe", "Guadeloupe"),
        ("972", "America/Martinique", "Martinique"),
        ("973", "America/Cayenne", "Guyane"),
        ("974", "Indian/Reunion", "La Réunion"),
        ("975", "America/Miquelon", "Saint-Pierre-et-Miquelon"),
        ("976", "Indian/Mayotte", "Mayotte"),
        ("977", "America/St_Barthelemy", "Saint-Barthélémy"),
        ("978", "America/Marigot", "Saint-Martin"),
        ("986", "Pacific/Wallis", "Wallis-et-Futuna"),
        ("987", "Pacific/Tahiti", "Polynésie Française"),
        ("988", "Pacific/Noumea", "Nouvelle-Calédonie"),
    ],
)
def test_a_departement_gives_its_hour_and_its_holidays(code: str, timezone: str, zone: str) -> None:
    place = place_of_department(code)
    assert (place.timezone, place.zone) == (timezone, zone)
    assert len(holidays(2026, place.zone)) >= 11


@pytest.mark.parametrize("code", ["", "0", "20", "96", "99", "979", "984", "2C", "Moselle", "75\r\nBcc: x", "<b>"])
def test_an_unknown_departement_is_refused_with_the_codes_that_exist(code: str) -> None:
    with pytest.raises(UnknownDepartment, match=r"(?s)Champ.*département.*971 à 978"):
        place_of_department(code)


def test_refusals_of_the_calendar_are_both_refusals_and_value_errors() -> None:
    with pytest.raises(ValueError, match="département") as refused:
        place_of_department("99")
    assert isinstance(refused.value, Refusal)
    assert refused.value.reasons[0].field == "département"


@pytest.mark.parametrize(
    ("start", "rule"),
    [("9999-12-30", "15 jours"), ("9999-12-01", "9999 mois francs"), ("1886-01-04", "-9 jours ouvrés"),
     ("1700-05-01", "10 jours ouvrables"), ("0001-01-01", "-1 mois"), ("9999-12-31", "1 jour franc")],
)  # fmt: skip
def test_a_date_beyond_the_calendar_is_refused_both_ways(start: str, rule: str) -> None:
    for ask in (add, compute):
        with pytest.raises(OutOfCalendar, match="de l’année 1886 à l’année 9999"):
            ask(date.fromisoformat(start), Delay.parse(rule))


def test_an_unknown_holiday_zone_names_those_that_exist() -> None:
    with pytest.raises(BadField, match="Alsace-Moselle"):
        holidays(2026, "Bretagne")


def test_months_end_on_the_same_day_or_the_last() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 1, 31), -2) == date(2023, 11, 30)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2024, 12, 15), 1) == date(2025, 1, 15)


def test_two_holidays_on_one_day_are_both_named() -> None:
    assert holidays(2008, METROPOLE.zone)[date(2008, 5, 1)] == "1er mai, Ascension"
    assert len(holidays(2008, METROPOLE.zone)) == 10


def test_a_year_of_holidays_cannot_be_changed_by_a_reader() -> None:
    with pytest.raises(TypeError):
        holidays(2026, METROPOLE.zone)[date(2026, 6, 1)] = "Saint-Lundi"  # type: ignore[index]


SAME = {"Métropole": None, "Alsace-Moselle": "57", "Guyane": "973", "La Réunion": "974", "Mayotte": "976",
        "Saint-Barthélémy": "BL", "Saint-Pierre-et-Miquelon": "PM"}  # fmt: skip
CUSTOM = {
    "Guadeloupe": ("971", {"2026-03-12", "2026-04-03", "2026-07-21"}),
    "Martinique": ("972", {"2026-07-21"}),
    "Saint-Martin": ("MF", {"2026-07-21"}),
    "Wallis-et-Futuna": ("WF", {"2026-04-28", "2026-06-29", "2026-07-29"}),
    "Polynésie Française": ("PF", {"2026-03-05", "2026-04-03", "2026-11-20"}),
    "Nouvelle-Calédonie": ("NC", {"2026-09-24"}),
}


@pytest.mark.parametrize(("zone", "subdivision"), SAME.items())
def test_another_library_lists_the_same_holidays(zone: str, subdivision: str | None) -> None:
    for year in range(2013, 2041):
        assert set(holidays(year, zone)) == set(others.country_holidays("FR", subdivision, years=year)), year


@pytest.mark.parametrize(("zone", "subdivision", "custom"), [(zone, *rest) for zone, rest in CUSTOM.items()])
def test_local_customs_that_the_state_does_not_list_are_known(zone: str, subdivision: str, custom: set[str]) -> None:
    listed = set(others.country_holidays("FR", subdivision, years=2026))
    assert set(holidays(2026, zone)) <= listed
    assert {day.isoformat() for day in listed - set(holidays(2026, zone))} == custom


def test_names_of_holidays_carry_french_typography() -> None:
    names = {name for place in ("57", "974") for name in holidays(2026, place_of_department(place).zone).values()}
    assert {"Abolition de l’esclavage", "2e jour de Noël"} <= names
    assert not any(re.search("['\"]", name) for name in names)

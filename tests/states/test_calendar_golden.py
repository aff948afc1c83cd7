"""The golden dates of the procedure, in its own words, then how each working reads."""

from datetime import date

import pytest

from states.calendar import Delay, add, compute, explain, place_of_department

GOLDEN = [
    ("15 jours", "2026-04-30", "75", "2026-05-15"),
    ("15 jours", "2026-07-31", "75", "2026-08-17"),
    ("15 jours", "2026-12-11", "75", "2026-12-28"),
    ("10 jours ouvrés", "2026-04-30", "75", "2026-05-19"),
    ("10 jours ouvrés", "2026-12-18", "75", "2027-01-05"),
    ("10 jours ouvrés", "2026-12-18", "57", "2027-01-05"),
    ("10 jours ouvrés", "2026-03-30", "75", "2026-04-14"),
    ("10 jours ouvrés", "2026-03-30", "67", "2026-04-15"),
    ("10 jours ouvrés", "2026-12-14", "75", "2026-12-29"),
    ("10 jours ouvrés", "2026-12-14", "974", "2026-12-29"),
    ("10 jours ouvrables", "2026-04-30", "75", "2026-05-15"),
    ("15 jours francs", "2026-04-30", "75", "2026-05-18"),
    ("15 jours francs", "2026-07-31", "75", "2026-08-17"),
    ("2 mois francs", "2026-06-30", "75", "2026-08-31"),
    ("2 mois francs", "2026-07-14", "75", "2026-09-15"),
    ("48 mois", "2013-09-11", "75", "2017-09-11"),
    ("48 mois", "2015-01-30", "75", "2019-01-30"),
    ("48 mois", "2016-02-29", "75", "2020-02-29"),
    ("24 mois", "2022-04-23", "75", "2024-04-23"),
    ("36 mois", "2022-04-23", "75", "2025-04-23"),
    ("60 mois", "2022-04-23", "75", "2027-04-23"),
    ("-5 jours ouvrés", "2026-06-02", "75", "2026-05-26"),
    ("-5 jours", "2026-06-02", "75", "2026-05-28"),
]
BEYOND = [
    # A backward count never shifts, even onto a Saturday: a shift would cut the notice short.
    ("-5 jours", "2026-06-04", "75", "2026-05-30"),
    ("-15 jours francs", "2026-06-02", "75", "2026-05-17"),
    ("-6 mois", "2020-08-31", "75", "2020-02-29"),
    ("-12 mois", "2020-02-29", "75", "2019-02-28"),
    # The month that lacks the day ends the count, then the délai franc adds its day.
    ("2 mois francs", "2026-12-30", "75", "2027-03-01"),
    ("1 mois", "2026-01-31", "75", "2026-02-28"),
    # The term of a label never shifts: here a Sunday.
    ("48 mois", "2017-02-07", "75", "2021-02-07"),
    # Jours ouvrables may end on a Saturday.
    ("5 jours ouvrables", "2026-06-01", "75", "2026-06-06"),
    # The abolition of slavery, where and when it is a holiday.
    ("1 jour ouvré", "2026-05-21", "972", "2026-05-26"),
    ("1 jour ouvré", "2026-05-26", "971", "2026-05-28"),
    ("1 jour ouvré", "2026-06-09", "973", "2026-06-11"),
    ("1 jour ouvré", "2026-04-24", "976", "2026-04-28"),
]


@pytest.mark.parametrize(("rule", "start", "department", "end"), GOLDEN + BEYOND)
def test_a_delay_ends_on_the_day_the_procedure_gives(rule: str, start: str, department: str, end: str) -> None:
    delay, place = Delay.parse(rule), place_of_department(department)
    assert add(date.fromisoformat(start), delay, place) == date.fromisoformat(end)
    assert compute(date.fromisoformat(start), delay, place).day == date.fromisoformat(end)


def test_the_working_over_christmas_reads_as_an_officer_writes_it() -> None:
    working = explain(compute(date(2026, 12, 18), Delay.parse("10 jours ouvrés"), place_of_department("57")))
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in working] == [
        "10 jours ouvrés à compter du vendredi 18 décembre 2026 (Alsace-Moselle)",
        "vendredi 18 décembre 2026 : point de départ, non compté",
        "samedi 19 décembre 2026 : fin de semaine, non compté",
        "dimanche 20 décembre 2026 : fin de semaine, non compté",
        "lundi 21 décembre 2026 : 1er jour ouvré",
        "mardi 22 décembre 2026 : 2e jour ouvré",
        "mercredi 23 décembre 2026 : 3e jour ouvré",
        "jeudi 24 décembre 2026 : 4e jour ouvré",
        "vendredi 25 décembre 2026 : jour férié (Jour de Noël), non compté",
        "samedi 26 décembre 2026 : jour férié (2e jour de Noël), non compté",
        "dimanche 27 décembre 2026 : fin de semaine, non compté",
        "lundi 28 décembre 2026 : 5e jour ouvré",
        "mardi 29 décembre 2026 : 6e jour ouvré",
        "mercredi 30 décembre 2026 : 7e jour ouvré",
        "jeudi 31 décembre 2026 : 8e jour ouvré",
        "vendredi 1er janvier 2027 : jour férié (1er janvier), non compté",
        "samedi 2 janvier 2027 : fin de semaine, non compté",
        "dimanche 3 janvier 2027 : fin de semaine, non compté",
        "lundi 4 janvier 2027 : 9e jour ouvré",
        "mardi 5 janvier 2027 : 10e jour ouvré",
        "Échéance : mardi 5 janvier 2027 à vingt-quatre heures.",
        "Texte : code de procédure civile, art. 640 et 641 ; jours fériés, code du travail, art. L. 3133-1.",
    ]


READ = [
    ("15 jours", "2026-07-31", "samedi 15 août 2026 : 15e jour ; jour férié (Assomption), reporté"),
    ("15 jours", "2026-07-31", "lundi 17 août 2026 : premier jour ouvré suivant"),
    ("15 jours francs", "2026-07-31", "dimanche 16 août 2026 : échéance du délai franc ; fin de semaine, reporté"),
    ("2 mois francs", "2026-12-30", "dimanche 28 février 2027 : 2e mois franc, dernier jour du mois"),
    ("2 mois francs", "2026-06-30", "Texte : code de justice administrative, art. R. 421-1 ; CE, 19 septembre 2014, "),
    ("10 jours ouvrables", "2026-08-13", "samedi 15 août 2026 : jour férié (Assomption), non compté"),
    ("48 mois", "2013-09-11", "Échéance : lundi 11 septembre 2017 ; un label qui prend effet au point de départ "),
    ("-5 jours ouvrés", "2026-06-02", "5 jours ouvrés avant le mardi 2 juin 2026 (Métropole)"),
    ("-5 jours ouvrés", "2026-06-02", "Dernier jour pour agir : mardi 26 mai 2026."),
    ("-5 jours", "2026-06-04", "samedi 30 mai 2026 : 5e jour"),
    ("-1 mois", "2026-06-04", "1 mois avant le jeudi 4 juin 2026 (Métropole)"),
]


@pytest.mark.parametrize(("rule", "start", "line"), READ)
def test_a_working_says_what_was_counted_and_why(rule: str, start: str, line: str) -> None:
    working = explain(compute(date.fromisoformat(start), Delay.parse(rule)))
    assert any(said.replace("\N{NO-BREAK SPACE}", " ").startswith(line) for said in working), working


def test_only_a_month_too_short_is_said_to_end_early() -> None:
    lines = compute(date(2016, 2, 29), Delay.parse("48 mois")).lines
    assert [(line.day.isoformat(), line.counted, line.reason) for line in lines] == [
        ("2016-02-29", None, "point de départ, non compté"),
        ("2020-02-29", 48, "48e mois"),
    ]

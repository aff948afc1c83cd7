"""The page that computes a delay: the same working as the command, shown day by day."""

from urllib.parse import urlencode

import pytest

from states.calendar import asked
from tests.api.console.conftest import Visit


def of(start: str, rule: str, department: str = "") -> str:
    return "/delais?" + urlencode({"depuis": start, "delai": rule, "departement": department})


def test_the_page_shows_the_working_of_the_command_and_its_article(visit: Visit) -> None:
    page = visit("rectorate_officer:14").get(of("2026-12-18", "10 jours ouvrés", "57")).text
    computation = asked("2026-12-18", "10 jours ouvrés", "57")
    assert "Échéance : mardi 5 janvier 2027 à vingt-quatre heures." in page.replace("\N{NO-BREAK SPACE}", " ")
    assert page.count("<tr>") == len(computation.lines) + 1
    assert "jour férié (2e jour de Noël)" in page
    assert "art. L. 3133-1" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_overseas_it_adds_the_local_hour(visit: Visit) -> None:
    page = visit("dgesco_officer").get(of("2026-09-15", "15 jours", "974")).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Heure locale (La Réunion) : jeudi 1er octobre 2026 à 2 h 00." in page


@pytest.mark.parametrize(
    ("start", "rule", "department", "field"),
    [
        ("2026-02-30", "10 jours", "", "depuis"),
        ("2026-02-20", "10 semaines", "", "delai"),
        ("2026-02-20", "", "", "delai"),
        ("2026-02-20", "10 jours", "99", "departement"),
        ("0001-01-01", "-10 jours ouvrés", "", "depuis"),
        ("2026-02-20", "9999 jours <script>", "", "delai"),
    ],
)
def test_what_cannot_be_read_is_said_by_its_field(
    visit: Visit, start: str, rule: str, department: str, field: str
) -> None:
    answer = visit("dgesco_officer").get(of(start, rule, department))
    assert answer.status_code == 422
    assert f'id="delais-{field}-error"' in answer.text
    assert answer.text.count("fr-error-text") == 1


def test_the_longest_delay_is_shown_without_its_middle(visit: Visit) -> None:
    page = visit("dgesco_officer").get(of("2026-02-20", "9999 jours ouvrés")).text
    assert page.count("<tr>") == 121
    assert "jours au milieu du décompte ne sont pas montrés" in page


def test_the_page_of_deadlines_leads_to_it(visit: Visit) -> None:
    client = visit("recteur:14")
    assert 'href="/delais"' in client.get("/echeances").text
    assert "Calculer un délai" in client.get("/delais").text

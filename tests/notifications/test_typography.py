"""What officials read: French dates, numbers and spaces."""

from datetime import UTC, date, datetime, timedelta

import pytest
from jinja2 import Environment, StrictUndefined

from notifications import typography
from notifications.typography import NBSP

NOON = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def shown(text: str) -> str:
    return text.replace(NBSP, "~")


def test_first_of_the_month_is_written_1er() -> None:
    assert shown(typography.day(date(2014, 10, 1))) == "1er~octobre 2014"
    assert shown(typography.day(date(2014, 10, 21))) == "21~octobre 2014"


def test_a_day_carries_its_weekday_when_asked() -> None:
    assert shown(typography.long_day(date(2026, 11, 24))) == "mardi 24~novembre 2026"


def test_an_instant_is_told_in_paris_time() -> None:
    assert shown(typography.instant(NOON)) == "24~novembre 2026 à 15~h~00 (heure de Paris)"
    assert shown(typography.short_instant(NOON)) == "24~nov. 2026 à 15~h~00"


def test_the_day_of_an_instant_is_the_paris_day() -> None:
    assert typography.day(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)).startswith("1er")
    assert shown(typography.short_day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))) == "1er~janv. 2027"


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        typography.hour(NOON.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(minutes=20), "moins d’une heure"),
        (timedelta(hours=1), "1~heure"),
        (timedelta(hours=47), "47~heures"),
        (timedelta(days=2), "2~jours"),
        (timedelta(days=13), "13~jours"),
        (timedelta(days=63), "9~semaines"),
        (timedelta(days=150), "5~mois"),
        (timedelta(days=1461), "4~ans"),
    ],
)
def test_a_duration_uses_the_unit_people_would_use(length: timedelta, words: str) -> None:
    assert shown(typography.duration(length)) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0~dossier"), (1, "1~dossier"), (1.9, "2~dossier"), (2, "2~dossiers"), (1234, "1~234~dossiers")],
)
def test_french_stays_singular_below_two(count: float, words: str) -> None:
    assert shown(typography.plural(count, "dossier")) == words


def test_every_word_of_a_noun_phrase_agrees_unless_told_otherwise() -> None:
    assert typography.agree(3, "dossier bloqué") == "dossiers bloqués"
    assert typography.agree(3, "avis") == "avis"
    assert typography.agree(3, "pièce à fournir", "pièces à fournir") == "pièces à fournir"


def test_numbers_percents_and_days_late_are_french() -> None:
    assert shown(typography.number(12345.5, 1)) == "12~345,5"
    assert shown(typography.percent(101, 120)) == "84~%"
    assert shown(typography.percent(0, 0)) == "0~%"
    assert shown(typography.days(47)) == "47~j"


def test_ordinals_know_the_feminine() -> None:
    assert [typography.ordinal(1), typography.ordinal(1, feminine=True), typography.ordinal(2)] == ["1er", "1re", "2e"]


def test_a_list_ends_with_et() -> None:
    assert typography.listing(["EPLE", "CFA", "université"]) == "EPLE, CFA et université"
    assert typography.listing(["EPLE"]) == "EPLE"
    assert typography.listing([]) == ""


@pytest.mark.parametrize(
    ("raw", "set_"),
    [
        ("Provence-Alpes-Côte d'Azur", "Provence-Alpes-Côte d’Azur"),
        ("Il manque : un CFA !", "Il manque~: un CFA~!"),
        ("label « Campus »", "label «~Campus~»"),
        ('le label "Campus" de Nice', "le label «~Campus~» de Nice"),
        ("avant le 1 octobre et le 21 mai", "avant le 1er~octobre et le 21~mai"),
        ("à 15 h 00, soit 84 % en 12 jours", "à 15~h~00, soit 84~% en 12~jours"),
        ("M. Martin, art. 3, n° 12", "M.~Martin, art.~3, n°~12"),
        ("https://campus.example/dossiers?a=1", "https://campus.example/dossiers?a=1"),
        ("attendre...", "attendre…"),
        ("CRPA, art. L. 114-5", "CRPA, art.~L.~114-5"),
    ],
)
def test_data_gets_french_typography(raw: str, set_: str) -> None:
    assert shown(typography.typo(raw)) == set_


def test_a_deadline_at_midnight_is_told_by_the_day_that_it_ends() -> None:
    assert shown(typography.until(datetime(2026, 6, 15, 22, tzinfo=UTC))) == "lundi 15~juin 2026"
    assert shown(typography.until(NOON)) == "mardi 24~novembre 2026 à 15~h~00 (heure de Paris)"


def test_an_article_contracts_after_a_preposition() -> None:
    titles = ("le recteur", "la rectrice", "l’administration")
    assert [typography.of_the(title) for title in titles] == ["du recteur", "de la rectrice", "de l’administration"]
    assert [typography.to_the(title) for title in titles] == ["au recteur", "à la rectrice", "à l’administration"]
    assert typography.capital("la rectrice d’Aix") == "La rectrice d’Aix"


def test_setting_twice_changes_nothing_more() -> None:
    once = typography.typo('Le « 1 mai » : "l\'académie" ; 3 jours ?')
    assert typography.typo(once) == once


def test_templates_find_the_filters_by_their_names() -> None:
    env = Environment(undefined=StrictUndefined, autoescape=True)
    typography.register(env)
    text = env.from_string("{{ 2 | plural('dossier') }} depuis {{ since | duration }} & {{ 1 | ordinal }}")
    assert shown(text.render(since=timedelta(days=3))) == "2~dossiers depuis 3~jours & 1er"

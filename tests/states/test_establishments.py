"""Identifiers of establishments, and what is said of a wrong one."""

import pytest

from states.establishments import clean_siret, clean_uai
from states.refusals import BadField


@pytest.mark.parametrize(
    ("given", "kept"),
    [("0750655E", "0750655E"), ("0010006b", "0010006B"), (" 0750 655-E ", "0750655E")],
)
def test_a_uai_is_seven_digits_and_the_letter_that_checks_them(given: str, kept: str) -> None:
    assert clean_uai(given) == kept


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("0750655F", "la lettre de contrôle (8e signe) de 0750655 est « E », et non « F »"),
        ("O750655E", "le 1er signe, « O », n’en est pas un"),
        ("07506A5E", "le 6e signe, « A », n’en est pas un"),
        ("075065E", "soit 8 signes (7 reçus)"),
    ],
)
def test_a_wrong_uai_is_refused_by_the_rule_and_the_character(given: str, told: str) -> None:
    with pytest.raises(BadField, match="UAI") as caught:
        clean_uai(given)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "given",
    ["73282932000074", "732 829 320 00074", "35600000000048", "35600000049837"],
    ids=["Luhn", "written to be read", "La Poste by Luhn", "La Poste by the sum of digits"],
)
def test_a_siret_obeys_the_key_of_luhn_or_is_of_la_poste(given: str) -> None:
    assert clean_siret(given) == "".join(given.split())


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            "73282932000075",
            "les 14 chiffres ne respectent pas la clé de Luhn : le 14e chiffre devrait être 4, et non 5",
        ),
        ("73282932100074", "les 9 premiers chiffres (le SIREN) ne respectent pas la clé de Luhn : le 9e chiffre"),
        ("7328293200007A", "le 14e signe, « A », n’en est pas un"),
        ("7328293200007", "14 chiffres (13 reçus)"),
        ("35600000049838", "un multiple de 5, et non 46"),
    ],
)
def test_a_wrong_siret_is_refused_by_the_rule_and_the_digit(given: str, told: str) -> None:
    with pytest.raises(BadField, match="SIRET") as caught:
        clean_siret(given)
    assert told in str(caught.value)

"""Partners, budget and annexes, line by line."""

from typing import Any

import pytest

from states.declaration import Ask, AskKind
from states.listed import faults, read_listed
from states.refusals import BadField

PARTNERS = Ask("partners", "Partenaires", AskKind.PARTNERS)
BUDGET = Ask("budget", "Budget", AskKind.BUDGET)
ANNEXES = Ask("annexes", "Annexes", AskKind.ANNEXES)
SCHOOL: dict[str, Any] = {"kind": "eple", "name": "Lycée Bréquigny", "uai": "0750655E"}
FIRM: dict[str, Any] = {"kind": "company", "name": "Société d’essai", "siret": "73282932000074"}


def test_identifiers_are_kept_tight_and_empty_ones_left_out() -> None:
    kept = read_listed(PARTNERS, [SCHOOL | {"siret": ""}, FIRM | {"siret": "732 829 320 00074"}])
    assert kept == (SCHOOL, FIRM)


@pytest.mark.parametrize(
    ("again", "told"),
    [
        ({"kind": "eple", "name": "Autre nom", "uai": "0750655E"}, "Partenaire 3, UAI"),
        ({"kind": "company", "name": "Autre nom", "siret": "73282932000074"}, "Partenaire 3, SIRET"),
        ({"kind": "eple", "name": "LYCÉE BRÉQUIGNY"}, "Partenaire 3, intitulé"),
    ],
)
def test_a_partner_is_refused_twice_whatever_tells_that_it_is_the_same(again: dict[str, str], told: str) -> None:
    with pytest.raises(BadField) as caught:
        read_listed(PARTNERS, [SCHOOL, FIRM, again])
    assert told in str(caught.value)
    assert "figure déjà à la ligne" in str(caught.value)


def test_a_school_and_the_centre_that_it_houses_are_two_partners() -> None:
    assert len(read_listed(PARTNERS, [SCHOOL, SCHOOL | {"kind": "cfa"}])) == 2


def test_a_form_learns_all_that_is_wrong_at_once() -> None:
    lines = [SCHOOL, {"kind": "eple", "name": "", "uai": ""}, FIRM | {"siret": "1"}, SCHOOL]
    assert sorted(faults(AskKind.PARTNERS, lines)) == [1, 2, 3]


def test_amounts_are_whole_euros() -> None:
    line = {"label": "Plateau", "funder": "Région", "amount": "12 000 €"}
    assert read_listed(BUDGET, [line]) == ({"label": "Plateau", "funder": "Région", "amount": 12_000},)
    for wrong in ("12,5", "-3", "", "9" * 11, None):
        with pytest.raises(BadField, match="Ligne de budget 1, montant"):
            read_listed(BUDGET, [{**line, "amount": wrong}])


def test_what_is_not_a_line_is_refused_by_name() -> None:
    with pytest.raises(BadField, match="Annexe 1, document"):
        read_listed(ANNEXES, [{"name": "Plan", "document": "rien"}])
    with pytest.raises(BadField, match="Partenaire 1, adresse"):
        read_listed(PARTNERS, [SCHOOL | {"adresse": "1 rue"}])
    with pytest.raises(BadField, match="au plus 200"):
        read_listed(BUDGET, [{}] * 201)
    with pytest.raises(BadField, match="liste de lignes"):
        read_listed(BUDGET, "tout")

"""Numbers agree with what they count: nobody reads « 1 signature(s) »."""

import pytest

from states.letters import letters, told_of
from states.order.guards import ALL_SIGNED
from states.wave.guards import ADMISSIBILITY_DONE, EVERY_END
from states.words import counted
from tests.states.builders import a_wave, an_order


@pytest.mark.parametrize(
    ("number", "words", "told"),
    [
        (0, ("signature",), "0 signature"),
        (1, ("signature",), "1 signature"),
        (2, ("signature",), "2 signatures"),
        (1, ("rapport ou avis", "rapports ou avis"), "1 rapport ou avis"),
        (2, ("rapport ou avis", "rapports ou avis"), "2 rapports ou avis"),
    ],
)
def test_a_noun_takes_its_plural_from_two(number: int, words: tuple[str, ...], told: str) -> None:
    assert counted(number, *words) == told


@pytest.mark.parametrize(
    ("pending", "told"),
    [
        (1, "1 dossier de la vague n’est pas terminé."),
        (3, "3 dossiers de la vague ne sont pas terminés."),
    ],
)
def test_a_verb_agrees_with_the_files_that_a_wave_awaits(pending: int, told: str) -> None:
    assert EVERY_END.sentence(a_wave(pending=pending)) == told


def test_what_awaits_its_admissibility_agrees_too() -> None:
    assert ADMISSIBILITY_DONE.sentence(a_wave(counts={"submitted": 1})).startswith("1 dossier attend encore")
    assert ADMISSIBILITY_DONE.sentence(a_wave(counts={"submitted": 1, "incomplete": 1})).startswith(
        "2 dossiers attendent"
    )


def test_an_order_counts_the_signatures_it_lacks_without_naming_an_office_by_its_code() -> None:
    assert ALL_SIGNED.sentence(an_order()) == "Il manque 4 signatures."


@pytest.mark.parametrize("letter", letters())
def test_every_letter_is_told_in_french(letter: str) -> None:
    told = told_of(letter)
    assert told
    assert told[0].isupper()
    assert "_" not in told


@pytest.mark.parametrize(
    ("letter", "told"),
    [
        ("application/submit_bureau", "Déposer"),
        ("application/admissible_secretary", "Déclarer recevable"),
        ("application/consult_body", "Demander les signatures"),
        ("application/propose_bureau", "Proposer aux ministres"),
        ("application/draft_before", "Rappel avant l’échéance"),
        ("application/incomplete_escalation", "Signalement à l’autorité supérieure"),
        ("application/unknown", ""),
        ("person/welcome", ""),
    ],
)
def test_a_letter_is_called_by_the_act_that_sends_it_or_by_its_place_in_a_ladder(letter: str, told: str) -> None:
    assert told_of(letter) == told

"""Looking for something by a word of it, whatever its accents, its case and its punctuation."""

import pytest

from store.searching import phrases, plain


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("Académie d’Aix-Marseille", "academie d aix marseille"),
        ("Œuvrer « ensemble » à Besançon", "oeuvrer ensemble a besancon"),
        ("CMQ-2016-0042", "cmq 2016 0042"),
        ("ﬁlière bois", "filiere bois"),
        ("…", ""),
    ],
)
def test_accents_case_and_punctuation_do_not_count(written: str, sought: str) -> None:
    assert plain(written) == sought


def test_what_is_written_in_one_piece_is_looked_for_in_one_piece() -> None:
    assert phrases("CMQ-2016-0042  Brest !") == ["cmq 2016 0042", "brest"]


def test_a_very_long_question_is_cut() -> None:
    assert len(phrases("un " * 100)) == 8

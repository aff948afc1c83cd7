"""A scenario that is wrong says in which file, on which line, and what to write instead."""

from pathlib import Path

import pytest

from replay import playing, reading
from states.refusals import BadField

HEAD = 'title: "Essai"\nbegins: "2025-01-06"\nends: "2025-04-15"\n'
MISTAKES = [
    ("acts:\n  - {at: 2025-02-30, by: dgesco_head, on: a, do: approve}\n", 5, "at", "2016-09-30"),
    ("acts:\n  - {at: 2025-02-10, by: dgesco_head, on: a, do: aprove}\n", 5, "do", "lifecycle.md"),
    ("acts:\n  - {at: 2025-02-10, by: dgesco_head, do: approve}\n", 5, "on", "sur quel objet"),
    ("acts:\n  - {at: 2025-02-10, on: a, do: approve}\n", 5, "by", "obligatoire"),
    ("acts:\n  - {at: 2026-02-10, by: dgesco_head, on: a, do: approve}\n", 5, "", "hors des bornes"),
    ("acts:\n  - {at: 2025-02-10, by: dgesco_head, on: a, state: open}\n", 5, "state", "champ inconnu"),
    ("acts:\n  - {at: 2025-02-10, by: dgesco_head, as: a, create: label}\n", 5, "create", "wave"),
    ("acts:\n  - {at: 2025-02-10, by: recteur:99, on: a, do: sign}\n", 5, "by", "aucune fonction"),
    ("acts:\n  - approve\n", 5, "", "attendu : des champs"),
    ("acts: approve\n", 4, "acts", "liste"),
    ("acts:\n  - {at: 2025-02-10, by: dgesco_head, on: a, do: approve}\n", 5, "on", "ne crée cet objet"),
    ("acts:\n  - {at: 2025-02-10, by: dgesco_head, on: a, do: approve, with: rien}\n", 5, "with", "champs"),
    ("cohorts:\n  - {journey: x, begins: 2025-01-10, members: [a]}\n", 5, "journey", "aucun"),
    ("journeys: {x: [{day: un, by: cnee, do: sign}]}\ncohorts:\n"
     "  - {journey: x, begins: 2025-01-10, members: [a]}\n", 4, "day", "nombre"),
    ("outages:\n  - {begins: 2025-02-01}\n", 5, "ends", "obligatoire"),
    ("outages:\n  - {begins: 2025-02-02, ends: 2025-02-01}\n", 5, "ends", "après"),
    ("expect:\n  - {at: 2025-02-01, of: a}\n", 5, "", "legal_date"),
    ("expect:\n  - {of: a, state: open}\n", 5, "of", "ne crée cet objet"),
    ("expect:\n  - {kind: wave, count: 1, is: ouverte}\n", 5, "is", "open"),
    ("expect:\n  - {kind: vague, count: 1, is: open}\n", 5, "kind", "wave"),
    ("expect:\n  - {count: 1, is: open}\n", 5, "kind", "obligatoire"),
    ("expect:\n  - {count: beaucoup, kind: wave, is: open}\n", 5, "count", "nombre"),
    ("expect:\n  - {letter: application/rien}\n", 5, "letter", "lettre"),
    ("expect:\n  - {refused: rien}\n", 5, "refused", "code"),
    ("holders:\n  - {office: nobody, name: A B, gender: f, begins: 2020-01-01}\n", 5, "office", "fonction"),
    ("holders:\n  - {office: cnee, name: A B, gender: x, begins: 2020-01-01}\n", 5, "gender", "« f » ou « m »"),
    ("voyages: []\n", 4, "voyages", "champ inconnu"),
    ("title: deux\n", 4, "", "deux fois"),
    ("acts: [\n", 5, "", "YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "line", "field", "remedy"), MISTAKES)
def test_a_mistake_names_its_file_its_line_its_field_and_the_remedy(
    tmp_path: Path, body: str, line: int, field: str, remedy: str
) -> None:
    file = tmp_path / "essai.yaml"
    file.write_text(HEAD + body, encoding="utf-8")
    with pytest.raises(BadField) as refused:
        reading.read(str(file))
    sentence = str(refused.value)
    assert f"essai.yaml, ligne {line}" in sentence
    assert field in sentence
    assert remedy in sentence


def test_a_scenario_that_does_not_exist_names_those_that_do() -> None:
    with pytest.raises(BadField, match="wave-2016"):
        reading.read("wave-2061")


def test_a_file_in_another_encoding_says_which_one_to_use(tmp_path: Path) -> None:
    file = tmp_path / "essai.yaml"
    file.write_bytes('title: "Été"\n'.encode("latin-1"))
    with pytest.raises(BadField, match="UTF-8"):
        reading.read(str(file))


def test_an_empty_file_names_the_headings_it_should_have(tmp_path: Path) -> None:
    file = tmp_path / "essai.yaml"
    file.write_text("", encoding="utf-8")
    with pytest.raises(BadField, match="title"):
        reading.read(str(file))


def _played(tmp_path: Path, body: str) -> tuple[bool, list[str]]:
    file, told = tmp_path / "essai.yaml", list[str]()
    file.write_text(HEAD + body, encoding="utf-8")
    return playing.play(str(file), told.append), told


WAVE = (
    "acts:\n  - {at: 2025-01-10, by: dgesco_officer, create: wave, as: vague,\n"
    "     with: {ref: 2025-7, opens_at: 2025-02-01, closes_at: 2025-03-31}}\n"
)


def test_an_expectation_that_does_not_hold_fails_and_names_its_line(tmp_path: Path) -> None:
    held, told = _played(tmp_path, WAVE + "expect:\n  - {of: vague, state: open}\n")
    assert not held
    assert told[-1].startswith("✗ essai.yaml, ligne 8")
    assert "attendu « open », trouvé « drafting »" in told[-1]


def test_an_act_refused_unexpectedly_stops_the_scenario_and_names_its_line(tmp_path: Path) -> None:
    held, told = _played(tmp_path, WAVE + "  - {at: 2025-01-11, by: dgesco_officer, on: vague, do: approve}\n")
    assert not held
    assert "essai.yaml, ligne 7" in told[-1]


def test_an_act_admitted_that_should_be_refused_stops_the_scenario(tmp_path: Path) -> None:
    act = "  - {at: 2025-01-11, by: dgesco_head, on: vague, do: approve, refused: calendrier_coherent}\n"
    held, told = _played(tmp_path, WAVE + act)
    assert not held
    assert "devait être refusé" in told[-1]


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (
            "{at: 2025-01-11, by: dgesco_head, on: vague, do: extend, with: {closes_at: =autre, reason: R}}",
            "« =autre »",
        ),
        ("{at: 2025-01-11, by: rectorate_officer:14, create: application, as: a, with: {name: N}}", "campus"),
        (
            "{at: 2025-01-11, by: dgesco_officer, create: wave, as: b, with: {ref: 2025-6, opens_at: demain}}",
            "opens_at",
        ),
    ],
)
def test_what_an_act_is_given_wrongly_is_refused_with_its_line(tmp_path: Path, act: str, words: str) -> None:
    held, told = _played(tmp_path, WAVE + f"  - {act}\n")
    assert not held
    assert "essai.yaml, ligne 7" in told[-1]
    assert words in told[-1]

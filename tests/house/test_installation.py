"""An installation from the command line alone: made once, swept, checked, and hard to hurt."""

import os
import sys
from pathlib import Path
from subprocess import CompletedProcess, run

import pytest

CAMPUS = Path(sys.executable).parent / "campus"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation that one administrator has just made."""
    folder = tmp_path_factory.mktemp("home")
    made = campus(folder, "init", "--admin", "admin@example.org")
    assert made.returncode == 0, made.stderr
    assert "admin@example.org" in made.stdout
    return folder


def campus(home: Path, *arguments: str) -> CompletedProcess[str]:
    surroundings = {"PATH": os.environ["PATH"], "CAMPUS_HOME": str(home), "HOME": str(home)}
    return run([CAMPUS, *arguments], env=surroundings, capture_output=True, text=True, check=False, cwd=home)


def test_a_second_installation_over_the_first_is_refused(home: Path) -> None:
    again = campus(home, "init", "--admin", "other@example.org")
    assert again.returncode == 2
    assert again.stderr.startswith("Refusé")


def test_a_new_installation_agrees_with_itself(home: Path) -> None:
    checked = campus(home, "check")
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.strip() == "Tout concorde."


def test_a_sweep_says_what_it_did_and_a_dry_run_does_nothing(home: Path) -> None:
    assert "0 dus" in campus(home, "sweep", "deadlines").stdout
    assert campus(home, "sweep", "deadlines", "--dry-run").stdout.strip() == "Rien à faire."


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (("sweep", "nothing"), "balayage"),
        (("sweep", "deadlines", "--as-of", "2999-01-01T00:00Z"), "as-of"),
        (("sweep", "deadlines", "--as-of", "2024-01-01T00:00"), "as-of"),
        (("replay", "no-such-scenario"), "scénario"),
    ],
)
def test_what_cannot_be_run_is_refused_by_its_field(home: Path, arguments: tuple[str, ...], field: str) -> None:
    refused = campus(home, *arguments)
    assert refused.returncode == 2
    assert field in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_file_with_one_bad_line_is_taken_over_by_none_of_its_lines(home: Path) -> None:
    file = home / "waves.csv"
    file.write_text("code;edition\n2030-1;1789\n", encoding="utf-8")
    refused = campus(home, "import", "waves", str(file))
    assert refused.returncode == 2
    assert "Ligne 2" in refused.stderr or "olonne" in refused.stderr


def test_a_database_without_tables_is_named_with_its_remedy(tmp_path: Path) -> None:
    refused = campus(tmp_path, "sweep", "deadlines")
    assert refused.returncode == 2
    assert "campus migrate" in refused.stderr

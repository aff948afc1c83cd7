"""The commands that begin an installation: init, import, check, each in a process of its own."""

import sqlite3
import sys
from collections.abc import Callable
from os import environ
from pathlib import Path
from subprocess import CompletedProcess, run

import pytest

Campus = Callable[..., CompletedProcess[str]]
WAVES = "code;nom;edition;etat;ouverture;cloture\n2016-1;Quatrième vague;2014;Terminée;2016-04-15;{closing}\n"


@pytest.fixture
def campus(tmp_path: Path) -> Campus:
    """Run `campus …` in an empty home."""

    def command(*arguments: str) -> CompletedProcess[str]:
        environment = environ | {"CAMPUS_HOME": str(tmp_path), "CAMPUS_DATABASE_URL": ""}
        whole = [sys.executable, "-m", "campus", *arguments]
        return run(whole, cwd=Path(__file__).parents[2], env=environment, capture_output=True, text=True, check=False)

    return command


def test_a_database_is_installed_fed_and_checked_from_the_command_line(campus: Campus, tmp_path: Path) -> None:
    file = tmp_path / "vagues.csv"
    assert campus("init", "--admin", "anne.le-goff@education.example").returncode == 0
    file.write_text(WAVES.format(closing="31/09/2016"))
    refused = campus("import", "waves", str(file))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Ligne 2, colonne « cloture » : « 31/09/2016 »" in refused.stderr
    file.write_text(WAVES.format(closing="30/09/2016"))
    assert campus("import", "waves", str(file)).returncode == 0
    checked = campus("check")
    assert (checked.returncode, checked.stdout) == (0, "Tout concorde.\n")


def test_a_second_installation_and_a_touched_database_are_told_apart_from_success(
    campus: Campus, tmp_path: Path
) -> None:
    assert campus("init", "--admin", "anne@education.example").returncode == 0
    again = campus("init", "--admin", "yves@education.example")
    assert again.returncode == 2
    assert "est installée depuis le" in again.stderr
    with sqlite3.connect(tmp_path / "campus.db") as database:
        database.execute("UPDATE person SET email = 'intrus@education.example'")
    database.close()
    checked = campus("check")
    assert checked.returncode == 1
    assert checked.stderr == "Personne P-0001 : la fiche a changé hors du journal : email.\n"


@pytest.mark.parametrize("arguments", [("check",), ("sweep", "compose")])
def test_a_database_that_was_never_made_is_named_with_its_remedy(campus: Campus, arguments: tuple[str, ...]) -> None:
    refused = campus(*arguments)
    assert refused.returncode == 2
    assert "lancez « campus migrate »" in refused.stderr

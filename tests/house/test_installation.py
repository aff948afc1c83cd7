"""An installation from the command line alone: made once, swept, checked, and hard to hurt."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from os import environ
from pathlib import Path
from shutil import copyfile
from subprocess import run

import pytest
from typer.testing import CliRunner, Result

from campus import cli
from store.session import engine
from store.settings import settings

WAVES = "code;nom;edition;etat;ouverture;cloture\n2016-1;Quatrième vague;2014;Terminée;2016-04-15;{closing}\n"


def campus(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home in which nothing has been made yet, for every command of this file."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("CAMPUS_HOME", str(folder))
        surroundings.setenv("CAMPUS_DATABASE_URL", "")
        settings.cache_clear()
        yield folder
    settings.cache_clear()


@pytest.fixture(scope="module")
def home(empty: Path) -> Path:
    """The folder of an installation that one administrator has just made."""
    for command in (("check",), ("sweep", "compose")):
        early = campus(*command)
        assert early.exit_code == 2
        assert "lancez « campus migrate »" in early.stderr
    made = campus("init", "--admin", "anne.le-goff@example.org")
    assert made.exit_code == 0, made.stderr
    assert "anne.le-goff@example.org" in made.stdout
    return empty


def test_a_second_installation_over_the_first_is_refused(home: Path) -> None:
    again = campus("init", "--admin", "other@example.org")
    assert again.exit_code == 2
    assert "est installée depuis le" in again.stderr


def test_a_file_is_taken_over_once_all_its_lines_are_right(home: Path) -> None:
    file = home / "vagues.csv"
    file.write_text(WAVES.format(closing="31/09/2016"), encoding="utf-8")
    refused = campus("import", "waves", str(file))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Ligne 2, colonne « cloture » : « 31/09/2016 »" in refused.stderr
    file.write_text(WAVES.format(closing="30/09/2016"), encoding="utf-8")
    assert campus("import", "waves", str(file)).exit_code == 0
    checked = campus("check")
    assert (checked.exit_code, checked.stdout) == (0, "Tout concorde.\n")


def test_a_sweep_says_what_it_did_and_a_dry_run_does_nothing(home: Path) -> None:
    assert "0 dus" in campus("sweep", "deadlines").stdout
    assert campus("sweep", "deadlines", "--dry-run").stdout.strip() == "Rien à faire."


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
    refused = campus(*arguments)
    assert refused.exit_code == 2
    assert field in refused.stderr


def test_a_database_touched_from_outside_is_told_from_one_that_agrees(home: Path, tmp_path: Path) -> None:
    engine().dispose()
    copyfile(home / "campus.db", tmp_path / "campus.db")
    with closing(sqlite3.connect(tmp_path / "campus.db")) as database, database:
        database.execute("UPDATE person SET email = 'intrus@example.org'")
    settings.cache_clear()
    checked = CliRunner().invoke(cli, ["check"], env={"CAMPUS_HOME": str(tmp_path)})
    settings.cache_clear()
    assert checked.exit_code == 1
    assert checked.stderr == "Personne P-0001 : la fiche a changé hors du journal : email.\n"


def test_the_installed_command_refuses_in_a_process_of_its_own_without_a_traceback(tmp_path: Path) -> None:
    surroundings = {"PATH": environ["PATH"], "CAMPUS_HOME": str(tmp_path)}
    command = [str(Path(sys.executable).parent / "campus"), "sweep", "deadlines"]
    refused = run(command, env=surroundings, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.startswith("Refusé")
    assert "campus migrate" in refused.stderr

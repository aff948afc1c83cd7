"""The four commands, as an operator types them."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from campus import cli
from states.calendar import paris_day
from store import clock
from store.exporting.bpmn import export as drawn
from store.session import engine
from store.settings import settings
from tests.api import asking
from tests.store.exporting.conftest import logged
from tests.walking import World

REF = "CMQ-2016-0001"


def campus(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ("export", *arguments))


@pytest.fixture(autouse=True)
def home(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation with that life in it, and a folder to work in."""
    (tmp_path / "ici").mkdir()
    monkeypatch.setenv("CAMPUS_HOME", str(tmp_path))
    monkeypatch.setenv("CAMPUS_DATABASE_URL", "")
    monkeypatch.chdir(tmp_path / "ici")
    settings.cache_clear()
    yield tmp_path
    engine().dispose()
    settings.cache_clear()


def there() -> list[str]:
    return sorted(path.name for path in Path.cwd().iterdir())


def test_the_procedure_goes_to_standard_output_to_the_byte() -> None:
    for kind in ("application", "wave", "session", "order", "label"):
        assert campus("bpmn", kind).stdout_bytes == drawn(kind)
    assert campus("bpmn").stdout_bytes == drawn("application")


def test_the_log_goes_to_standard_output_or_to_a_file(world: World) -> None:
    assert campus("xes", "--wave", "2016-1").stdout_bytes == logged(world, "2016-1")
    done = campus("xes", "--to", "historique.xes")
    assert (done.exit_code, done.stdout) == (0, "")
    assert Path("historique.xes").read_bytes() == logged(world)
    assert there() == ["historique.xes"]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_register_is_the_one_that_the_pages_send(world: World, form: str) -> None:
    world.at = world.at.replace(year=2018)
    sent = asking.stranger(asking.application(world)).get(f"/registre.{form}").content
    day = world.at.date().isoformat()
    assert REF not in sent.decode()
    assert b"LAB-2017-0001" in sent
    assert campus("register", "--day", day, "--form", form).stdout_bytes == sent


def test_the_register_is_that_of_today_unless_a_day_is_given() -> None:
    today = paris_day(clock.now())
    assert f'"date":"{today}"' in campus("register", "--form", "json").stdout


def test_the_proof_lands_here_and_verifies(home: Path) -> None:
    done = campus("proof", REF)
    assert done.exit_code == 0
    assert f"{REF}-preuve.zip (SHA-256 " in done.stdout
    assert there() == [f"{REF}-preuve.zip"]
    subprocess.run([sys.executable, "-m", "zipfile", "-e", f"{REF}-preuve.zip", str(home / "x")], check=True)
    said = subprocess.run([sys.executable, "-I", str(home / "x" / "verifier.py")], capture_output=True, check=True)
    assert said.stdout.decode().endswith("Tout concorde.\n")


@pytest.mark.parametrize(
    ("arguments", "field", "value"),
    [
        (["bpmn", "dossier"], "objet", "dossier"),
        (["bpmn", "--to", "absent/sortie.bpmn"], "to", "absent/sortie.bpmn"),
        (["xes", "--wave", "2031-9"], "wave", "2031-9"),
        (["xes", "--to", "absent/sortie.xes"], "to", "absent/sortie.xes"),
        (["register", "--day", "30/09/2016"], "day", "30/09/2016"),
        (["register", "--form", "xlsx"], "form", "xlsx"),
        (["proof", "CMQ-1999-0001"], "référence", "CMQ-1999-0001"),
        (["proof", REF, "--to", "absent/preuve.zip"], "to", "absent/preuve.zip"),
    ],
)
def test_a_refusal_names_field_value_and_remedy_and_writes_nothing(
    arguments: list[str], field: str, value: str
) -> None:
    done = campus(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Refusé\N{NO-BREAK SPACE}: Champ « {field} » (reçu : « {value} ») : ")
    assert done.stderr.endswith(".\n")
    assert there() == []

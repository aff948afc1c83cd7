"""The command line: quick to answer, plain in its refusals."""

import sys
from subprocess import run

import pytest
from typer.testing import CliRunner, Result

from campus import cli

HEAVY = {"alembic", "babel", "fastapi", "jinja2", "prefect", "pydantic", "rich", "sqlalchemy", "transitions", "uvicorn"}


def campus(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def test_the_help_loads_nothing_heavy() -> None:
    asked = "import sys; from campus import cli; cli(['--help'], standalone_mode=False); print(*sys.modules)"
    shown = run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert "deadline" in shown
    assert not HEAVY & {module.split(".")[0] for module in shown.split()}


@pytest.mark.parametrize(
    ("arguments", "day"),
    [
        (["2026-12-18", "10 jours ouvrés"], "2027-01-05"),
        (["2026-04-30", "10 jours ouvrés"], "2026-05-19"),
        (["2026-03-30", "10 jours ouvrés"], "2026-04-14"),
        (["2026-03-30", "10 jours ouvrés", "--department", "67"], "2026-04-15"),
        (["2026-06-02", "-5 jours ouvrés"], "2026-05-26"),
        (["2026-06-30", "2 mois francs"], "2026-08-31"),
    ],
)
def test_a_deadline_ends_with_its_date_alone(arguments: list[str], day: str) -> None:
    result = campus("deadline", *arguments)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == day
    assert len(result.stdout.splitlines()) > 3


@pytest.mark.parametrize(
    ("arguments", "field", "value"),
    [
        (["2026-13-30", "10 jours"], "date", "2026-13-30"),
        (["2026-03-30", "10 jurs"], "délai", "10 jurs"),
        (["2026-03-30", "10 jours", "--department", "99"], "département", "99"),
    ],
)
def test_a_refusal_names_field_and_value_on_stderr(arguments: list[str], field: str, value: str) -> None:
    result = campus("deadline", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Refusé\N{NO-BREAK SPACE}: ")
    assert field in result.stderr
    assert value in result.stderr

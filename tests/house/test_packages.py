"""What the project leans on: locked packages, and for the rules almost nothing."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = (ROOT / "requirements.lock").read_text()
PINS = dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([\w.]+)", LOCK, re.MULTILINE))
DECLARED = [Requirement(line) for line in PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]]
RULES = sorted((ROOT / "states").rglob("*.py"))


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_the_lock_names_no_address() -> None:
    assert "://" not in LOCK


@pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: declared.name)
def test_every_declared_package_is_locked_within_its_bounds(declared: Requirement) -> None:
    assert declared.specifier.contains(PINS[declared.name.lower()])


@pytest.mark.parametrize("file", RULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_rules_import_only_stdlib_machine_and_holidays(file: Path) -> None:
    assert set(imported(file)) <= sys.stdlib_module_names | {"states", "transitions", "jours_feries_france"}

"""Whatever fits the published description, and much that does not: no request makes the server fail.

The cases are made from the description itself, the same at each run, and few enough to take seconds.
"""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from sqlalchemy import create_engine

from api.app import create_app
from store.session import engine_for
from store.settings import Settings
from tests.api import asking
from tests.walking import BUREAU, OPENS, World, draft, published_wave

SCHEMA = schemathesis.openapi.from_dict(create_app(Settings(), engine=create_engine("sqlite://")).openapi())
READ = [one.ok() for one in SCHEMA.get_all_operations() if isinstance(one, Ok)]
OPERATIONS = {f"{one.method.upper()} {one.path}": one for one in READ}
MODES = {"as published": GenerationMode.POSITIVE, "otherwise": GenerationMode.NEGATIVE}
#: Enough to meet every kind of parameter; a longer run has found nothing more.
EXAMPLES = 6


@pytest.fixture(scope="module")
def client(sqlite_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An officer who may try everything, on a wave with a draft."""
    path = tmp_path_factory.mktemp("fuzzed") / "campus.db"
    copyfile(sqlite_migrated, path)
    engine = engine_for(f"sqlite:///{path}")
    world = World(engine)
    published_wave(world)
    world.at = OPENS
    draft(world)
    app: FastAPI = asking.application(world)
    yield asking.holder(app, world, BUREAU)
    engine.dispose()


def asked() -> list[tuple[str, str]]:
    """Every operation in both ways; one that asks nothing cannot be asked otherwise."""
    plain = {name for name, one in OPERATIONS.items() if not (one.query or one.path_parameters or one.body)}
    return [(name, mode) for name in OPERATIONS for mode in MODES if mode == "as published" or name not in plain]


@pytest.mark.parametrize(("operation", "mode"), asked())
def test_no_request_makes_the_server_fail(client: TestClient, operation: str, mode: str) -> None:
    declared = set(OPERATIONS[operation].definition.raw["responses"])

    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[operation].as_strategy(generation_mode=MODES[mode]))
    def tried(case: Case[Any]) -> None:
        answer = sent(client, case)
        assert answer.status_code < 500, case
        assert str(answer.status_code) in declared | {"400", "404", "405", "411"}, (case, answer.text)

    tried()


def sent(client: TestClient, case: Case[Any]) -> Any:
    """As a client would send it, whatever it holds."""
    given = case.as_transport_kwargs()
    if isinstance(given.get("data"), bytes | str):
        given["content"] = given.pop("data")
    names = ("method", "url", "params", "json", "data", "content", "headers")
    return client.request(**{name: given[name] for name in names if given.get(name) is not None})

"""What is taken out of the furnished database: every life walks on the exported procedure, every proof is whole."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, select

from states.application.words import State
from store.desk.kinds import TABLES
from store.exporting import proof, xes
from store.exporting.bpmn import export
from store.exporting.files import replacing
from store.session import reading, snapshot
from tests.store.exporting.reading import gap, moves, read, traces


def test_every_application_walked_on_the_exported_procedure(furnished: Engine) -> None:
    process = read(export("application"))
    with snapshot(furnished) as session:
        found = traces(b"".join(xes.export(session)))
    assert len(found) > 200
    said = {ref: gap(process, moves(events), State.NOWHERE) for ref, events in found.items()}
    assert {ref: why for ref, why in said.items() if why} == {}


def refs_of(engine: Engine, kind: str) -> list[str]:
    """One object in each state that there is."""
    table = TABLES[kind].c
    with reading(engine) as session:
        rows = session.execute(select(table.state, table.ref).order_by(table.ref)).tuples().all()
    return sorted(dict(rows).values())


@pytest.mark.parametrize("kind", sorted(TABLES))
def test_the_proof_of_an_object_in_any_state_is_whole(
    furnished: Engine, at: datetime, kind: str, tmp_path: Path
) -> None:
    for ref in refs_of(furnished, kind):
        with snapshot(furnished) as session, replacing(tmp_path / f"{ref}.zip") as file:
            proof.write(session, proof.subject(session, ref), at, file)
        with ZipFile(tmp_path / f"{ref}.zip") as archive:
            archive.extract("verifier.py", tmp_path / ref)
        asked = [sys.executable, "-I", "-S", str(tmp_path / ref / "verifier.py"), str(tmp_path / f"{ref}.zip")]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout

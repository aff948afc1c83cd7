"""The table of deadlines of one object, on its page, in REST and as a spreadsheet: the same lines everywhere."""

from datetime import date
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.api import asking
from tests.walking import BUREAU, CLOSES, DAY, OPENS, World, draft, filed, published_wave


def incomplete(world: World) -> str:
    """A file whose examination waits for one piece, the date having been extended once."""
    published_wave(world)
    world.at = OPENS + DAY
    ref = filed(world, draft(world))
    world.at = CLOSES + DAY
    world.act("application", ref, "start_admissibility", BUREAU)
    world.act("application", ref, "request_completion", BUREAU, items=["Budget"], due=date(2016, 10, 20))
    world.at += DAY
    world.act(
        "application", ref, "extend_completion", "dgesco_head", due=date(2016, 10, 25), reason="Congés de la Toussaint."
    )
    return ref


def read(client: TestClient, address: str) -> list[dict[str, Any]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def test_what_runs_what_stands_still_what_was_moved_and_what_comes(app: FastAPI, world: World) -> None:
    ref = incomplete(world)
    rows = read(asking.holder(app, world, BUREAU), f"/api/v1/applications/{ref}/deadlines")
    found = {row["stage"]["value"]: row for row in rows}
    standings = {stage: row["standing"]["value"] for stage, row in found.items()}
    assert list(standings.items())[:5] == [
        ("joint_signature", "kept"),
        ("submitted", "late"),
        ("admissibility", "paused"),
        ("incomplete", "running"),
        ("admissible", "ahead"),
    ]
    moved = found["incomplete"]["moved"][0]
    assert (moved["before"][:10], moved["after"][:10]) == ("2016-10-20", "2016-10-25")
    assert found["admissibility"]["paused"][0]["until"] is None


def test_the_page_and_the_spreadsheet_give_the_reason_of_a_moved_date(app: FastAPI, world: World) -> None:
    ref = incomplete(world)
    client = asking.holder(app, world, "rectorate_officer:14")
    page = client.get(f"/dossiers/{ref}").text.replace("\N{NO-BREAK SPACE}", " ")
    sheet = client.get(f"/dossiers/{ref}/echeances.csv")
    assert sheet.headers["content-type"].startswith("text/csv")
    for text in (page, sheet.text.replace("\N{NO-BREAK SPACE}", " ")):
        assert "du jeudi 20 octobre 2016 au mardi 25 octobre 2016 (Congés de la Toussaint)." in text
        assert "a réception de toutes les pièces" in text
    assert len(sheet.text.splitlines()) > 8
    assert client.get(f"/dossiers/{ref}/echeances.xlsx").content[:2] == b"PK"


def test_a_call_has_its_table_and_what_does_not_exist_has_none(app: FastAPI, world: World) -> None:
    incomplete(world)
    client = asking.holder(app, world, BUREAU)
    rows = read(client, "/api/v1/waves/2016-1/deadlines")
    assert [row["what"] for row in rows if row["standing"]["value"] == "running"]
    assert client.get("/api/v1/waves/2016-9/deadlines").status_code == 404
    assert client.get("/dossiers/CMQ-2016-9999/echeances.csv").status_code == 404

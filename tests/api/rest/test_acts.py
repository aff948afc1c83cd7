"""Acts over REST: what the desk refuses comes back with its status and all its reasons, and leaves nothing."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.api import asking
from tests.beginnings import begun
from tests.walking import (
    BUREAU,
    CLOSES,
    DAY,
    HEAD,
    OPENS,
    WAVE,
    World,
    ask_signatures,
    draft,
    filed,
    pdf,
    published_wave,
)

V1 = "/api/v1"
HERE = {"Origin": asking.HERE}


@pytest.fixture
def ref(world: World) -> str:
    return begun(world, signatures_asked)


def signatures_asked(world: World) -> str:
    """A draft whose signatures have been asked for."""
    published_wave(world)
    world.at = OPENS + DAY
    ref = draft(world)
    ask_signatures(world, ref)
    return ref


def fire(client: TestClient, ref: str, trigger: str, office: str, collection: str = "applications", **more: Any) -> Any:
    """Send one act."""
    return client.post(f"{V1}/{collection}/{ref}/{trigger}", json={"office": office, **more})


def reasons(answer: Any) -> list[str]:
    """The codes of a refusal."""
    assert answer.headers["content-type"] == "application/problem+json"
    return [reason["code"] for reason in answer.json()["reasons"]]


def test_an_act_is_done_for_the_office_that_one_holds(app: FastAPI, world: World, ref: str) -> None:
    answer = fire(asking.holder(app, world, "recteur:14"), ref, "sign", "recteur:14")
    assert answer.status_code == 200
    assert [event["trigger"]["value"] for event in answer.json()["events"]] == ["sign"]
    assert answer.json()["version"] == world.row("application", ref)["version"]
    assert world.triggers("application", ref)[-1] == "sign"


def test_the_last_signature_tells_the_filing_that_it_caused(app: FastAPI, world: World, ref: str) -> None:
    fire(asking.holder(app, world, "recteur:14"), ref, "sign", "recteur:14")
    last = fire(asking.holder(app, world, "region_president:53"), ref, "sign", "region_president:53").json()
    assert [event["trigger"]["value"] for event in last["events"]] == ["sign", "submit"]
    assert last["state"] == {"value": "submitted", "label": "Déposé"}


def test_an_office_that_one_does_not_hold_is_refused(app: FastAPI, world: World, ref: str) -> None:
    answer = fire(asking.holder(app, world, "rectorate_officer:14"), ref, "sign", "recteur:14")
    assert answer.status_code == 403
    assert "signataire_en_fonctions" in reasons(answer)


def test_an_act_of_another_office_is_refused(app: FastAPI, world: World, ref: str) -> None:
    answer = fire(asking.holder(app, world, "rectorate_officer:14"), ref, "sign", "rectorate_officer:14")
    assert (answer.status_code, reasons(answer)) == (403, ["acteur"])


def test_an_act_out_of_order_is_refused(app: FastAPI, world: World, ref: str) -> None:
    answer = fire(asking.holder(app, world, BUREAU), ref, "declare_admissible", BUREAU)
    assert (answer.status_code, reasons(answer)) == (409, ["ordre"])


def test_every_condition_that_is_not_met_is_listed(app: FastAPI, world: World) -> None:
    published_wave(world)
    world.at = OPENS + DAY
    bare = draft(world)
    answer = fire(asking.holder(app, world, "rectorate_officer:14"), bare, "request_signatures", "rectorate_officer:14")
    assert answer.status_code == 422
    assert len(reasons(answer)) >= 3
    assert all(reason["sentence"] for reason in answer.json()["reasons"])
    assert world.state("application", bare) == "draft"


def test_an_overtaken_version_is_refused(app: FastAPI, world: World, ref: str) -> None:
    recteur, version = asking.holder(app, world, "recteur:14"), world.row("application", ref)["version"]
    stale = fire(recteur, ref, "sign", "recteur:14", version=version - 1)
    assert (stale.status_code, reasons(stale)) == (409, ["version"])
    assert fire(recteur, ref, "sign", "recteur:14", version=version).status_code == 200


def test_the_same_signature_twice_is_refused(app: FastAPI, world: World, ref: str) -> None:
    recteur = asking.holder(app, world, "recteur:14")
    assert [fire(recteur, ref, "sign", "recteur:14").status_code for _ in range(2)] == [200, 422]


def test_an_act_received_after_the_closing_is_refused(app: FastAPI, world: World, ref: str) -> None:
    world.at = CLOSES + timedelta(seconds=1)
    recteur = asking.holder(app, world, "recteur:14")
    assert fire(recteur, ref, "sign", "recteur:14").status_code in (409, 422)
    assert "sign" not in world.triggers("application", ref)


@pytest.mark.parametrize(
    ("collection", "other", "trigger"),
    [
        ("applications", "CMQ-1999-0001", "sign"),
        ("applications", "%27%20OR%201", "sign"),
        ("applications", "", "inventer"),
        ("applications", "", "SIGN%00"),
        ("dossiers", "", "sign"),
        ("orders", "ARR-2016-0001", "sign"),
    ],
)
def test_what_does_not_exist_is_not_found(
    app: FastAPI, world: World, ref: str, collection: str, other: str, trigger: str
) -> None:
    answer = fire(asking.holder(app, world, BUREAU), other or ref, trigger, BUREAU, collection)
    assert answer.status_code == 404


def test_outside_the_scope_an_object_does_not_exist(app: FastAPI, world: World, ref: str) -> None:
    elsewhere = asking.holder(app, world, "recteur:25")
    assert fire(elsewhere, ref, "sign", "recteur:25").status_code == 404
    assert fire(elsewhere, ref, "inventer", "recteur:25").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"office": ""},
        {"office": "recteur:14", "inconnu": 1},
        {"office": 14},
        {"office": "recteur:14", "fields": []},
        {"office": "recteur:14", "fields": {"inconnu": 1}},
        {"office": "recteur:14", "version": "deux"},
        {"office": "recteur:14", "paper": {"person": "p"}},
        [],
        "sign",
    ],
)
def test_a_body_that_is_not_an_act_is_refused(app: FastAPI, world: World, ref: str, body: Any) -> None:
    answer = asking.holder(app, world, "recteur:14").post(f"{V1}/applications/{ref}/sign", json=body)
    assert answer.status_code in (403, 422)
    assert reasons(answer)
    assert "sign" not in world.triggers("application", ref)


def test_a_document_is_sent_first_and_named_by_its_hash(app: FastAPI, world: World) -> None:
    published_wave(world)
    world.at = OPENS + DAY
    bare, region = draft(world), asking.holder(app, world, "region_officer:53")
    sent = region.post(f"{V1}/documents", files={"file": ("délibération.pdf", pdf("Délibération"), "application/pdf")})
    assert sent.status_code == 201
    assert (sent.json()["media_type"], sent.json()["size"]) == ("application/pdf", len(pdf("Délibération")))
    fields = {"dated": "2016-04-01", "executory": True, "document": sent.json()["sha256"]}
    assert fire(region, bare, "attach_resolution", "region_officer:53", fields=fields).status_code == 200
    missing = fields | {"document": "0" * 64}
    assert fire(region, bare, "attach_resolution", "region_officer:53", fields=missing).status_code == 422


@pytest.mark.parametrize("content", [b"", b"MZ executable", b"%PDF-1.7 cut short"])
def test_a_file_that_is_no_document_is_refused(app: FastAPI, world: World, content: bytes) -> None:
    sent = asking.holder(app, world, BUREAU).post(f"{V1}/documents", files={"file": ("a.pdf", content)})
    assert sent.status_code == 422
    assert sent.json()["reasons"][0]["field"] == "file"


def on_paper(signer: str, scan: str) -> dict[str, str]:
    """An act done by someone on paper, on the first of April."""
    day = "2016-04-01"
    return {"person": signer, "registrar_office": BUREAU, "legal_date": day, "scan": scan, "reason": "Parapheur papier"}


def test_an_act_done_on_paper_is_registered_by_the_ministry_in_its_own_name(
    app: FastAPI, world: World, ref: str
) -> None:
    signer, officer = world.holder("recteur:14"), asking.holder(app, world, BUREAU)
    scan = world.pdf("Acte signé")
    paper = on_paper(signer, scan)
    answer = fire(officer, ref, "sign", "recteur:14", paper=paper)
    assert answer.status_code == 200, answer.text
    event = world.events("application", ref)[-1]
    assert (event["person"], event["registrar"]) == (signer, world.holder(BUREAU))
    assert answer.json()["events"][0]["on_paper"] is True


def test_nobody_registers_paper_for_an_office_of_the_ministry_that_is_not_theirs(
    app: FastAPI, world: World, ref: str
) -> None:
    world.holder(BUREAU)
    scan = world.pdf("Acte signé")
    recteur = asking.holder(app, world, "recteur:14")
    answer = fire(recteur, ref, "sign", "recteur:14", paper=on_paper("p-recteur-14", scan))
    assert (answer.status_code, reasons(answer)) == (403, ["signataire_en_fonctions"])


def test_other_objects_take_acts_too(app: FastAPI, world: World, ref: str) -> None:
    fields = {"closes_at": (CLOSES + 7 * DAY).isoformat(), "reason": "Inondations"}
    answer = fire(asking.holder(app, world, HEAD), WAVE, "extend", HEAD, "waves", fields=fields)
    assert answer.status_code == 200, answer.text
    assert world.load("wave", WAVE).closes_at == CLOSES + 7 * DAY


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://ailleurs.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": asking.HERE, "Sec-Fetch-Site": "cross-site"}, 403),
        (HERE, 200),
    ],
)
def test_another_site_fires_nothing(app: FastAPI, world: World, ref: str, headers: dict[str, str], status: int) -> None:
    recteur = asking.holder(app, world, "recteur:14")
    answer = recteur.post(f"{V1}/applications/{ref}/sign", json={"office": "recteur:14"}, headers=headers)
    assert answer.status_code == status
    assert ("sign" in world.triggers("application", ref)) is (status == 200)


def test_nobody_acts_without_logging_in(app: FastAPI, ref: str, world: World) -> None:
    assert fire(asking.stranger(app), ref, "sign", "recteur:14").status_code == 401
    assert "sign" not in world.triggers("application", ref)


def test_an_application_that_was_filed_is_examined(app: FastAPI, world: World) -> None:
    published_wave(world)
    world.at = OPENS + DAY
    ref = filed(world, draft(world))
    world.at = CLOSES + DAY
    assert fire(asking.holder(app, world, BUREAU), ref, "start_admissibility", BUREAU).status_code == 200

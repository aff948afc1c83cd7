"""Reading over REST: the same objects and words as the pages, within one's scope, a page at a time."""

from datetime import timedelta

import pytest
from fastapi import FastAPI

from store.board.history import COMPARATIVE
from tests.api import asking
from tests.beginnings import begun
from tests.walking import (
    BUREAU,
    CLOSES,
    DAY,
    HEAD,
    OPENS,
    SECRETARY,
    WAVE,
    World,
    ask_signatures,
    draft,
    examined,
    filed,
    labelled,
    order_in_signature,
    planned_session,
    published,
    published_wave,
    reviewed,
    signed_by_all,
    wave_facts,
)

V1 = "/api/v1"


@pytest.fixture
def refs(world: World) -> list[str]:
    return begun(world, three_drafts)


def three_drafts(world: World) -> list[str]:
    """Three drafts of as many académies in an open wave."""
    published_wave(world)
    world.at = OPENS + DAY
    return [draft(world, *where) for where in (("14", "53"), ("25", "11"), ("10", "84"))]


def test_the_ministry_lists_every_application(app: FastAPI, world: World, refs: list[str]) -> None:
    answer = asking.holder(app, world, BUREAU).get(f"{V1}/applications").json()
    assert [one["ref"] for one in answer["items"]] == refs
    assert answer["next"] is None
    assert answer["items"][0]["state"] == {"value": "draft", "label": "Brouillon"}
    assert answer["items"][0]["page"] == f"/dossiers/{refs[0]}"


def test_a_list_is_read_page_by_page(app: FastAPI, world: World, refs: list[str]) -> None:
    officer = asking.holder(app, world, BUREAU)
    first = officer.get(f"{V1}/applications?limit=2").json()
    assert [one["ref"] for one in first["items"]] == refs[:2]
    second = officer.get(f"{V1}/applications?limit=2&after={first['next']}").json()
    assert ([one["ref"] for one in second["items"]], second["next"]) == (refs[2:], None)


def test_a_recteur_lists_the_applications_of_the_academie(app: FastAPI, world: World, refs: list[str]) -> None:
    recteur = asking.holder(app, world, "recteur:14")
    assert [one["ref"] for one in recteur.get(f"{V1}/applications").json()["items"]] == refs[:1]
    assert recteur.get(f"{V1}/applications/{refs[1]}").status_code == 404


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (f"wave={WAVE}", 3),
        ("wave=2017-1", 0),
        ("state=draft", 3),
        ("state=labelled", 0),
        ("territory=academie:25", 1),
        ("territory=region:53", 1),
        ("stuck=any", 0),
        ("stuck=deadline", 0),
        ("awaits=rectorate_officer:10", 1),
        ("order=ARR-2017-0001", 0),
        ("session=SEA-2016-0001", 0),
    ],
)
def test_a_list_is_filtered(app: FastAPI, world: World, refs: list[str], filters: str, found: int) -> None:
    assert len(asking.holder(app, world, BUREAU).get(f"{V1}/applications?{filters}").json()["items"]) == found


@pytest.mark.parametrize("filters", ["limit=0", "limit=201", "stuck=oui", "after=%00", "inconnu=1", "state=;"])
def test_a_wrong_filter_is_refused_by_its_name(app: FastAPI, world: World, filters: str) -> None:
    answer = asking.holder(app, world, BUREAU).get(f"{V1}/applications?{filters}")
    assert answer.status_code == 422
    assert answer.json()["reasons"][0]["field"] == filters.partition("=")[0]


def test_what_is_stuck_is_listed_with_its_cause(app: FastAPI, world: World, refs: list[str]) -> None:
    world.at = CLOSES - timedelta(days=30)
    world.sweep()
    found = asking.holder(app, world, BUREAU).get(f"{V1}/applications?stuck=inactivity").json()["items"]
    assert {one["ref"] for one in found} <= set(refs)
    for one in found:
        assert one["stuck"]["label"] == "Sans activité"


def test_one_application_says_why_it_waits_and_what_one_may_do(app: FastAPI, world: World, refs: list[str]) -> None:
    ask_signatures(world, refs[0])
    found = asking.holder(app, world, "recteur:14").get(f"{V1}/applications/{refs[0]}").json()
    offers = {offer["trigger"]: offer for offer in found["offers"]}
    assert offers["sign"]["offices"][0]["id"] == "recteur:14"
    assert offers["sign"]["possible"] is True
    assert {one["id"] for one in found["awaiting"]} >= {"recteur:14", "region_president:53"}
    assert found["diagnosis"]["due"] is not None
    assert found["content"]["sector"] == "numerique"


def test_nobody_is_offered_the_acts_of_others(app: FastAPI, world: World, refs: list[str]) -> None:
    ask_signatures(world, refs[0])
    region = asking.holder(app, world, "region_officer:53").get(f"{V1}/applications/{refs[0]}").json()
    assert "sign" not in {offer["trigger"] for offer in region["offers"]}


def test_applicants_read_no_report_and_no_opinion_before_the_decision(app: FastAPI, world: World) -> None:
    published_wave(world)
    world.at = OPENS + 30 * DAY
    ref = filed(world, draft(world))
    world.at = CLOSES + DAY
    reviewed(world, ref)
    examined(world, planned_session(world), ref)
    inside = asking.holder(app, world, HEAD).get(f"{V1}/applications/{ref}").json()
    assert {report["score"] for report in inside["reports"]} >= {15}
    assert inside["opinion"]["votes_for"] == 4
    for office in ("recteur:14", "region_president:53", "rectorate_officer:14", "region_officer:53"):
        client = asking.holder(app, world, office)
        outside = client.get(f"{V1}/applications/{ref}").json()
        assert (outside["reports"], outside["opinion"]) == (None, None)
        assert '"score"' not in client.get(f"{V1}/applications/{ref}").text
        events = client.get(f"{V1}/events?ref={ref}").json()["items"]
        assert not COMPARATIVE & {one["trigger"]["value"] for one in events}
        assert not [one for one in events if "rapporteur" in one["office"]["id"]]
        assert {one["person"] for one in events if "recteur" in one["office"]["id"]} == {"Anne Le Goff"}


def test_after_the_decision_applicants_read_the_reports(app: FastAPI, world: World) -> None:
    (label,) = labelled(world)
    recteur = asking.holder(app, world, "recteur:14")
    ref = recteur.get(f"{V1}/labels/{label}").json()["application"]
    assert recteur.get(f"{V1}/applications/{ref}").json()["opinion"]["sense"]["value"] == "favourable"


def test_a_rapporteur_sees_the_files_assigned_and_no_other(app: FastAPI, world: World, refs: list[str]) -> None:
    filed(world, refs[0])
    world.at = CLOSES + DAY
    world.act("application", refs[0], "start_admissibility", BUREAU)
    world.act("application", refs[0], "declare_admissible", BUREAU)
    world.act("application", refs[0], "assign_rapporteurs", SECRETARY, rapporteurs=["rapporteur:01", "rapporteur:02"])
    mine = asking.holder(app, world, "rapporteur:01").get(f"{V1}/applications").json()["items"]
    assert [one["ref"] for one in mine] == refs[:1]
    assert asking.holder(app, world, "rapporteur:03").get(f"{V1}/applications").json()["items"] == []


def test_a_wave_being_drafted_is_the_ministry_s_alone(app: FastAPI, world: World) -> None:
    world.create("wave", wave_facts(), BUREAU, "Vague 2016")
    assert asking.holder(app, world, BUREAU).get(f"{V1}/waves/{WAVE}").json()["open"] is False
    assert asking.holder(app, world, "recteur:14").get(f"{V1}/waves/{WAVE}").status_code == 404


def test_an_announced_wave_is_read_by_all_and_counted_by_the_ministry(
    app: FastAPI, world: World, refs: list[str]
) -> None:
    inside = asking.holder(app, world, BUREAU).get(f"{V1}/waves/{WAVE}").json()
    outside = asking.holder(app, world, "recteur:14").get(f"{V1}/waves/{WAVE}").json()
    assert (inside["open"], outside["open"]) == (True, True)
    assert inside["counts"] == {"draft": 3}
    assert outside["counts"] is None


def test_a_label_says_whether_it_is_in_force_today(app: FastAPI, world: World) -> None:
    (label,) = labelled(world)
    officer = asking.holder(app, world, BUREAU)
    assert officer.get(f"{V1}/labels/{label}").json()["in_force"] is True
    assert (
        officer.get(f"{V1}/labels?territory=academie:14&expires_before=2021-02-14").json()["items"][0]["ref"] == label
    )
    world.at += 5 * 366 * DAY
    officer = asking.holder(app, world, BUREAU)
    assert officer.get(f"{V1}/labels/{label}").json()["in_force"] is False


def test_an_order_shows_each_only_the_applications_in_scope(app: FastAPI, world: World) -> None:
    published_wave(world)
    world.at = OPENS + 30 * DAY
    refs = [filed(world, draft(world, *where)) for where in (("14", "53"), ("25", "11"))]
    world.at = CLOSES + DAY
    for ref in refs:
        reviewed(world, ref)
    session = planned_session(world)
    examined(world, session, *refs)
    order = order_in_signature(world, *refs)
    head, recteur = asking.holder(app, world, HEAD), asking.holder(app, world, "recteur:14")
    stranger = asking.holder(app, world, "recteur:10")
    assert recteur.get(f"{V1}/orders/{order}").status_code == 404
    published(world, signed_by_all(world, order))
    for path in (f"{V1}/orders/{order}", f"{V1}/sessions/{session}"):
        assert head.get(path).json()["items"] == refs
        assert recteur.get(path).json()["items"] == refs[:1]
        assert stranger.get(path).status_code == 404


def test_events_and_letters_are_fed_in_order_within_the_scope(app: FastAPI, world: World, refs: list[str]) -> None:
    officer, recteur = asking.holder(app, world, BUREAU), asking.holder(app, world, "recteur:14")
    first = officer.get(f"{V1}/events?limit=2").json()
    assert len(first["items"]) == 2
    rest = officer.get(f"{V1}/events?after={first['next']}&limit=200").json()
    assert rest["items"][0]["id"] > first["items"][-1]["id"]
    mine = recteur.get(f"{V1}/events?kind=application").json()["items"]
    assert {one["ref"] for one in mine} == {refs[0]}
    assert [one["trigger"]["value"] for one in mine] == ["create"]
    letters = officer.get(f"{V1}/letters").json()["items"]
    assert letters
    assert {one["status"]["label"] for one in letters} == {"à composer"}
    assert {one["ref"] for one in recteur.get(f"{V1}/letters").json()["items"]} <= {refs[0], WAVE}


def test_the_agenda_tells_what_dates_will_do(app: FastAPI, world: World, refs: list[str]) -> None:
    officer = asking.holder(app, world, BUREAU)
    wave = officer.get(f"{V1}/agenda/waves/{WAVE}").json()
    assert [one["label"] for one in wave["coming"] if one["kind"] == "timer"]
    ahead = officer.get(f"{V1}/agenda?kind=application&days=366").json()["items"]
    assert {one["ref"] for one in ahead} == set(refs)
    assert all(one["coming"] == sorted(one["coming"], key=lambda each: each["at"]) for one in ahead)
    assert asking.holder(app, world, "recteur:14").get(f"{V1}/agenda/applications/{refs[1]}").status_code == 404


def test_nobody_reads_anything_without_logging_in(app: FastAPI) -> None:
    answer = asking.stranger(app).get(f"{V1}/applications")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Session"
    assert answer.json()["title"] == "Connexion nécessaire"

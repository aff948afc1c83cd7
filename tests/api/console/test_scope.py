"""Every page answers in scope and does not exist outside it, whoever looks."""

import pytest
from fastapi import FastAPI

from api.console.rooms import ROOMS
from tests.api import asking
from tests.api.console.conftest import FILED, INCOMPLETE, LAPSED, ORDER, REVIEWING, SIGNING, SITTING, WAVE, Visit

LISTS = ("/blocages", "/echeances", "/offices", "/journal", *(room.path for room in ROOMS))
OBJECTS = {
    *(f"/dossiers/{ref}" for ref in (SIGNING, FILED, INCOMPLETE, REVIEWING, LAPSED)),
    f"/vagues/{WAVE}",
    f"/seances/{SITTING}",
    f"/arretes/{ORDER}",
}
NATIONAL = ("dgesco_officer", "dgesco_head", "commission_secretary", "commission_chair", "minister:en", "cnee")
SEEN = {
    **dict.fromkeys(NATIONAL, OBJECTS),
    "recteur:14": {f"/dossiers/{SIGNING}", f"/vagues/{WAVE}", f"/seances/{SITTING}"},
    "region_president:84": {f"/dossiers/{FILED}", f"/dossiers/{REVIEWING}", f"/vagues/{WAVE}"},
    "rectorate_officer:09": {f"/dossiers/{LAPSED}", f"/vagues/{WAVE}"},
    "rapporteur:03": {f"/dossiers/{REVIEWING}", f"/vagues/{WAVE}"},
    "recteur:33": {f"/vagues/{WAVE}"},
}


@pytest.mark.parametrize("office", SEEN)
def test_an_object_exists_for_those_in_scope_alone(visit: Visit, office: str) -> None:
    client = visit(office)
    assert {path for path in OBJECTS if client.get(path).status_code == 200} == SEEN[office]
    assert {client.get(path).status_code for path in OBJECTS - SEEN[office]} <= {404}


@pytest.mark.parametrize("office", SEEN)
def test_every_list_answers_everyone_and_shows_only_their_scope(visit: Visit, office: str) -> None:
    client = visit(office)
    for path in LISTS:
        page = client.get(path)
        assert page.status_code == 200, path
        hidden = {ref.rpartition("/")[2] for ref in OBJECTS - SEEN[office]}
        assert not [ref for ref in hidden if ref in page.text], path


def test_those_who_run_the_service_see_how_it_does_and_others_find_nothing(visit: Visit) -> None:
    assert visit("dgesco_officer").get("/exploitation").status_code == 200
    assert visit("recteur:14").get("/exploitation").status_code == 404
    assert "Exploitation" not in visit("recteur:14").get("/blocages").text


@pytest.mark.parametrize("path", ["/", *LISTS, "/exploitation", *sorted(OBJECTS), f"/dossiers/{FILED}/remind"])
def test_a_stranger_is_sent_to_log_in(app: FastAPI, path: str) -> None:
    answer = asking.stranger(app).get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/connexion?suite=")


def test_an_act_outside_the_scope_is_not_found_by_form_either(visit: Visit) -> None:
    client = visit("recteur:33")
    assert client.get(f"/dossiers/{SIGNING}/withdraw").status_code == 404


def test_what_has_no_such_name_is_not_found(visit: Visit) -> None:
    client = visit("dgesco_head")
    for path in ("/dossiers/CMQ-1900-0001", f"/dossiers/{FILED}/inconnu", "/labels/'--"):
        assert client.get(path).status_code == 404, path

"""« Ma page »: what awaits each person, what they did, what follows and how soon."""

import pytest
from lxml import html

from api.applicants.paths import ahead, habit
from store.board.paces import Pace, paces
from store.session import reading
from tests.api import asking
from tests.api.applicants.conftest import DRAFT, PARTIES, Visit
from tests.api.console.conftest import INCOMPLETE, REVIEWING
from tests.api.console.forms import text
from tests.walking import World, write_file


@pytest.mark.parametrize("office", PARTIES)
def test_each_party_finds_the_draft_with_its_date_and_one_button(visit: Visit, office: str) -> None:
    page = html.fromstring(visit(office).get("/").text)
    (task,) = page.xpath("//ul[@aria-labelledby='attendu']/li")
    assert task.xpath(".//a[contains(@class, 'fr-btn')]/@href") == [f"/dossiers/{DRAFT}/contenu"]
    assert "30\u00a0septembre 2016" in " ".join(task.itertext())


def test_whom_nothing_awaits_is_told_so(visit: Visit) -> None:
    page = text(visit("recteur:10").get("/"))
    assert "Rien ne vous attend" in page
    assert DRAFT not in page


def test_ones_own_acts_are_shown_latest_first(world: World, visit: Visit) -> None:
    write_file(world, DRAFT)
    page = html.fromstring(visit(PARTIES[0]).get("/").text)
    assert page.xpath("//ul[@aria-labelledby='fait']//p[@class='campus-timeline-title']/text()") == [
        "Modifier le contenu",
        "Créer le dossier",
    ]
    assert "Modifier le contenu" not in text(visit(PARTIES[1]).get("/"))


def test_those_who_run_the_programme_begin_with_what_is_stuck(visit: Visit) -> None:
    assert visit("dgesco_officer").get("/").headers["location"] == "/blocages"


@pytest.mark.parametrize(
    ("office", "path"),
    [("rectorate_officer:04", f"/dossiers/{INCOMPLETE}/reponses"), ("rapporteur:03", f"/dossiers/{REVIEWING}/rapport")],
)
def test_each_stage_has_its_door(running: World, office: str, path: str) -> None:
    page = asking.holder(asking.application(running), running, office).get("/")
    assert f'href="{path}"' in page.text


def test_stages_bear_the_names_that_applicants_know(running: World) -> None:
    page = text(asking.holder(asking.application(running), running, "rectorate_officer:06").get("/"))
    assert "En expertise nationale" in page
    assert "Expertise des rapporteurs" not in page


def test_what_comes_next_is_the_next_name_on_the_ordinary_way() -> None:
    assert ahead("draft") == "Signature par les porteurs"
    assert ahead("opinion_rendered") == ahead("sealed") == "Décision"
    assert ahead("labelled") == ""


def test_a_usual_length_is_told_only_when_enough_were_measured() -> None:
    assert habit(None) == habit(Pace(3, 9, 4)) == ""
    assert habit(Pace(12, 31, 28)).replace("\u00a0", " ") == (
        "Habituellement 12 jours, 31 jours ou moins neuf fois sur dix (28 dossiers des vagues passées)."
    )


def test_lengths_are_measured_on_what_was_decided(running: World) -> None:
    with reading(running.engine) as session:
        assert paces(session) == {}

"""A rapporteur reads and reports; nobody judged reads it before the decision."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import html

from states.editions import edition
from tests.api.applicants.conftest import Visit
from tests.api.console.conftest import REVIEWING
from tests.api.console.forms import send, text
from tests.walking import World

PAGE, WHOLE = f"/dossiers/{REVIEWING}/rapport", f"/dossiers/{REVIEWING}/dossier.zip"
MINE, OTHER, APPLICANT = "rapporteur:03", "rapporteur:01", "recteur:06"
CODES = [section.code for section in edition("2014").sections]
WRITTEN = {f"appreciation.{code}": "Satisfaisant" for code in CODES}
WRITTEN |= {f"commentaire.{code}": "Solide." for code in CODES} | {"avis": "Favorable."}


@pytest.fixture
def world(running: World) -> World:
    return running


def test_a_report_is_written_beside_the_file_kept_then_delivered(world: World, visit: Visit) -> None:
    client = visit(MINE)
    assert "Texte de « Vie du campus »" in text(client.get(PAGE))
    assert send(client, PAGE, "rapport", avis="Favorable.").status_code == 303
    assert "Favorable." in client.get(PAGE).text
    unfinished = send(client, PAGE, "rapport", choix="remettre")
    assert unfinished.status_code == 422
    assert "Favorable." in unfinished.text
    assert "de 0 à 20" in text(send(client, PAGE, "rapport", **WRITTEN, note="21", choix="remettre"))
    assert send(client, PAGE, "rapport", **WRITTEN, note="15", choix="remettre").status_code == 303
    review = next(one for one in world.load("application", REVIEWING).reviews if one.office == MINE)
    assert (review.state, review.score) == ("delivered", 15)
    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize(("office", "status"), [("rapporteur:09", 404), (OTHER, 403), (APPLICANT, 403)])
def test_only_the_rapporteur_of_a_file_writes_its_report(visit: Visit, office: str, status: int) -> None:
    assert visit(office).get(PAGE).status_code == status


def test_the_whole_file_holds_what_its_reader_may_read(visit: Visit) -> None:
    theirs, ours = (ZipFile(BytesIO(visit(office).get(WHOLE).content)) for office in (MINE, APPLICANT))
    assert {"dossier.pdf", "accuse-de-reception.pdf", "liste-des-pieces.csv"} < set(theirs.namelist())
    assert "Pièce (PDF)" in theirs.read("liste-des-pieces.csv").decode("utf-8-sig")
    assert len([name for name in theirs.namelist() if name.startswith("pieces/")]) == 2
    assert len([name for name in ours.namelist() if name.startswith("pieces/")]) == 1
    assert theirs.testzip() is None
    assert theirs.read("dossier.pdf").startswith(b"%PDF")
    assert visit("recteur:10").get(WHOLE).status_code == 404


def test_a_rapporteur_who_stands_aside_no_longer_reports(world: World, visit: Visit) -> None:
    client = visit(MINE)
    assert f"/dossiers/{REVIEWING}/recuse" in " ".join(html.fromstring(client.get(PAGE).text).xpath("//a/@href"))
    world.act("application", REVIEWING, "recuse", MINE, reason="Je conseille l’établissement support")
    assert client.get(PAGE).status_code in (403, 404)

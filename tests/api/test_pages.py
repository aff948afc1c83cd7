"""The frame of every page, in both themes."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jinja2 import UndefinedError
from lxml import html
from starlette.requests import Request

from api.showing import navigation, pages

TEMPLATES = Path(str(files("api").joinpath("templates")))
SHEETS = Path(str(files("api").joinpath("static")))
BREAKABLE = re.compile(r"[\w)’»] [;:!?»](?=\s|$|<)|« ")


def request_for(app: FastAPI, query: str) -> Request:
    scope = {"type": "http", "app": app, "path": "/dossiers", "query_string": query.encode(), "headers": []}
    return Request(scope | {"server": ("testserver", 443), "scheme": "https"})


def test_a_page_says_who_looks_and_where(client: TestClient) -> None:
    page = html.fromstring(client.get("/galerie").text)
    assert page.get("lang") == "fr"
    assert "Mme A. Martin" in page.xpath("string(//header)")
    assert page.xpath("//nav[@id='navigation']//a/text()") == [label for label, _ in navigation.PAGES]
    assert page.xpath("//div[@class='fr-skiplinks']//a/@href")[0] == "#contenu"


def test_a_furnished_database_says_that_no_letter_leaves_it(app: FastAPI, client: TestClient) -> None:
    sentence = "aucun courriel n’en sort"
    assert sentence in client.get("/accessibilite").text
    app.state.furnished = False
    assert sentence not in client.get("/accessibilite").text


def test_a_stranger_is_offered_to_log_in_and_no_menu(client: TestClient) -> None:
    page = html.fromstring(client.get("/accessibilite").text)
    assert page.xpath("//header//a[@href='/connexion']")
    assert not page.xpath("//nav[@id='navigation']")


def test_the_menu_marks_the_page_and_what_is_below_it() -> None:
    assert [entry.label for entry in navigation.menu("/dossiers/CMQ-2016-0042") if entry.current] == ["Dossiers"]
    assert not [entry for entry in navigation.menu("/dossiers-autres") if entry.current]


def test_the_neutral_theme_wears_nothing_of_the_state(neutral_client: TestClient) -> None:
    page = neutral_client.get("/galerie").text
    assert "/statique/dsfr" not in page
    assert "Ministère" not in html.fromstring(page).xpath("concat(string(//header), string(//footer))")
    assert "<script" not in page
    assert "Ce site n’est pas un service de l’État." in page


def test_the_neutral_sheet_defines_every_colour_the_console_uses() -> None:
    used = set(re.findall(r"var\((--[a-z-]+)\)", (SHEETS / "console.css").read_text()))
    light, dark = (SHEETS / "neutral.css").read_text().split("@media", 1)
    assert used <= set(re.findall(r"(--[a-z-]+):", light))
    assert used <= set(re.findall(r"(--[a-z-]+):", dark.split("*, ::before")[0]))


def test_no_template_carries_style_or_script_of_its_own() -> None:
    for path in TEMPLATES.rglob("*.html"):
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", path.read_text()), path.name


def test_no_template_breaks_a_line_before_french_punctuation() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = re.sub(r"\{[{%#].*?[}%#]\}|<[^>]*>", "", path.read_text(), flags=re.DOTALL)
        assert not BREAKABLE.search(text), path.name


def test_a_template_refuses_what_it_was_not_given() -> None:
    with pytest.raises(UndefinedError):
        pages.ENVIRONMENT.from_string("{{ forgotten }}").render()


def test_a_view_is_its_address(app: FastAPI) -> None:
    request = request_for(app, "academie=14&page=3")
    assert pages.query(request, page=4) == "?academie=14&page=4"
    assert pages.query(request, page=None, tri="retard") == "?academie=14&tri=retard"


def test_hostile_parameters_stay_inside_their_attribute(app: FastAPI) -> None:
    assert '"' not in pages.query(request_for(app, 'q="><script>'), page=2)

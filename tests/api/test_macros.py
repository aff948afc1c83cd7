"""The pieces pages are made of, as the browser receives them."""

import pytest
from fastapi.testclient import TestClient
from lxml import html
from lxml.html import HtmlElement

from api.showing import pages
from api.showing.fields import Field, Kind, Option

HOSTILE = "</textarea><script>alert(1)</script>\u202e"


@pytest.fixture
def gallery(client: TestClient) -> HtmlElement:
    return html.fromstring(client.get("/galerie").text)


def drawn(source: str, **context: object) -> HtmlElement:
    return html.fragment_fromstring(pages.ENVIRONMENT.from_string(source).render(**context), create_parent=True)


def question(field: Field) -> HtmlElement:
    return drawn("{% from 'macros/form.html' import question %}{{ question(field, 'x') }}", field=field)


def test_no_id_is_used_twice_and_every_reference_leads_somewhere(gallery: HtmlElement) -> None:
    ids = gallery.xpath("//@id")
    assert len(ids) == len(set(ids))
    for attribute in ("aria-labelledby", "aria-describedby", "for", "form"):
        references = " ".join(gallery.xpath(f"//@{attribute}")).split()
        assert set(references) <= set(ids), attribute


def test_every_input_of_the_form_has_a_label(gallery: HtmlElement) -> None:
    labelled = set(gallery.xpath("//label/@for"))
    inputs = gallery.xpath("//main//*[self::input[not(@type='hidden')] or self::select or self::textarea]/@id")
    assert set(inputs) <= labelled


def test_a_wrong_answer_is_told_twice_and_linked(gallery: HtmlElement) -> None:
    summary = gallery.get_element_by_id("form-errors")
    assert summary.get("role") == "alert"
    for link in summary.xpath(".//a/@href"):
        assert gallery.get_element_by_id(link.removeprefix("#")) is not None
    assert gallery.get_element_by_id("form-motif").get("aria-describedby") == "form-motif-error"
    assert gallery.get_element_by_id("form-motif-error").text_content() == "À remplir."


def test_a_form_with_a_document_is_sent_in_parts(gallery: HtmlElement) -> None:
    assert gallery.get_element_by_id("form").get("enctype") == "multipart/form-data"
    assert "20\u00a0Mio" in gallery.text_content()


def test_a_form_says_its_consequences_before_its_questions(gallery: HtmlElement) -> None:
    text = gallery.get_element_by_id("form").text_content()
    assert text.index("annule 2 signatures") < text.index("Motif")


@pytest.mark.parametrize("kind", ["text", "textarea", "number", "date"])
def test_hostile_answers_come_back_as_text(kind: Kind) -> None:
    drawn_field = question(Field("x", HOSTILE, kind, value=HOSTILE, error=HOSTILE, hint=HOSTILE))
    assert not drawn_field.xpath("//script")
    assert drawn_field.xpath("//*[@id='x']")[0].get("value", drawn_field.xpath("string(//textarea)")) == HOSTILE


def test_few_answers_are_radios_and_many_a_list() -> None:
    options = tuple(Option(str(rank), f"Choix {rank}") for rank in range(6))
    assert len(question(Field("x", "X", "choice", options=options[:5], value="2")).xpath("//input[@type='radio']")) == 5
    listed = question(Field("x", "X", "choice", options=options, value="2"))
    assert listed.xpath("//option[@selected]/@value") == ["2"]


def test_optional_fields_say_so_and_are_not_required() -> None:
    optional, required = question(Field("x", "X", required=False)), question(Field("x", "X"))
    assert "(facultatif)" in optional.text_content()
    assert not optional.xpath("//@required")
    assert required.xpath("//@required")


def test_only_the_values_given_are_ticked() -> None:
    options = (Option("a", "A"), Option("ab", "AB"))
    assert question(Field("x", "X", "choices", options=options, value=("ab",))).xpath("//@checked/../@value") == ["ab"]
    assert question(Field("x", "X", "bool", value=True)).xpath("//@checked")


@pytest.mark.parametrize(
    ("page", "shown"),
    [(1, ["1", "2", "…", "12"]), (5, ["1", "…", "4", "5", "6", "…", "12"]), (12, ["1", "…", "11", "12"])],
)
def test_pagination_shows_both_ends_and_the_neighbours(page: int, shown: list[str]) -> None:
    source = (
        "{% from 'macros/table.html' import pagination %}"
        "{% macro to(n) %}?page={{ n }}{% endmacro %}{{ pagination(page, 12, to) }}"
    )
    items = drawn(source, page=page).xpath("//li")
    assert [item.text_content().strip() for item in items[1:-1]] == shown


def test_a_condition_is_told_in_words_not_only_by_its_mark(gallery: HtmlElement) -> None:
    told = [item.text_content().split("\u00a0:")[0].strip() for item in gallery.find_class("campus-checklist")[0]]
    assert told == ["Remplie", "Non remplie", "Pas encore examinée"]


def test_the_funnel_is_a_table_and_copes_with_nothing() -> None:
    source = "{% from 'macros/charts.html' import funnel %}{{ funnel('f', 'F', [('Ouverts', 0)]) }}"
    table = drawn(source)
    assert table.xpath("//th[@scope='row']/text()") == ["Ouverts"]
    assert table.xpath("//rect[@class='campus-bar']/@width") == ["0"]


def test_the_map_shows_each_academie_once_and_tells_its_numbers(gallery: HtmlElement) -> None:
    tiles = gallery.find_class("campus-tile")
    assert len(tiles) == 30
    assert len({tile.getparent().get("class") for tile in tiles}) == 30
    assert "1\u00a0labellisé, 1 en cours" in tiles[1].text_content()

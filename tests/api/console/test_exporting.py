"""Any list as a file: what it shows, under the same filters, in the same order, within the same scope."""

import csv
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from fastapi import FastAPI
from python_calamine import load_workbook
from sqlalchemy import update

from store.desk.kinds import TABLES
from store.exporting import sheets
from store.exporting.sheets import Sheet
from store.session import transaction
from tests.api import asking
from tests.api.console.conftest import FILED, INCOMPLETE, REVIEWING, SIGNING, Visit
from tests.api.console.test_lists import listed
from tests.api.console.test_statements import statements
from tests.walking import HEAD, World

LISTS = ("/blocages", "/dossiers", "/vagues", "/seances", "/arretes", "/labels", "/echeances", "/offices", "/journal")
APPLICATION = TABLES["application"]


def lines(content: bytes) -> list[list[str]]:
    """A CSV as read by a spreadsheet."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=";"))


def cells(content: bytes) -> list[list[Any]]:
    """The only sheet of a workbook, with its types."""
    return load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("query", ["", "?tri=retard", "?etape=incomplete", "?q=lyon", "?q=introuvable", "?page=2"])
def test_a_file_holds_the_very_lines_of_its_list(visit: Visit, query: str) -> None:
    client = visit(HEAD)
    shown = listed(client.get(f"/dossiers{query.replace('?page=2', '')}").text)
    for form, read in (("csv", lines), ("xlsx", cells)):
        found = read(client.get(f"/dossiers.{form}{query}").content)
        assert [line[0] for line in found[1:]] == shown


def test_the_stuck_list_is_exported_with_its_causes(visit: Visit) -> None:
    client = visit(HEAD)
    head, *found = lines(client.get("/blocages.csv").content)
    assert [line[0] for line in found] == listed(client.get("/blocages").text)
    first = dict(zip(head, found[0], strict=True))
    assert first["Cause du blocage"] == "Échéance dépassée"
    assert int(first["Jours de retard"]) > 0


@pytest.mark.parametrize("path", LISTS)
def test_every_list_has_its_two_files(visit: Visit, path: str) -> None:
    client = visit(HEAD)
    table, book = client.get(f"{path}.csv"), client.get(f"{path}.xlsx")
    assert table.headers["content-disposition"].startswith('attachment; filename="')
    assert len(lines(table.content)) == len(cells(book.content)) > 0
    assert client.get(f"{path}.pdf").status_code == 404


def test_the_page_of_a_list_leads_to_its_files_with_its_filters(visit: Visit) -> None:
    page = visit(HEAD).get("/dossiers?q=lyon&page=1").text
    assert 'href="/dossiers.xlsx?q=lyon"' in page
    assert 'href="/dossiers.csv?q=lyon"' in page


def test_a_file_stops_where_the_scope_does(app: FastAPI, visit: Visit) -> None:
    seen = lines(visit("recteur:14").get("/dossiers.csv").content)
    assert [line[0] for line in seen[1:]] == [SIGNING]
    told = visit("recteur:14").get("/journal.csv").text
    assert SIGNING in told
    assert not [ref for ref in (FILED, INCOMPLETE, REVIEWING) if ref in told]
    assert "essai.example" not in visit("recteur:14").get("/offices.csv").text
    assert asking.stranger(app).get("/dossiers.csv").headers["location"].startswith("/connexion")


def test_dates_are_dates_and_formulas_are_text(visit: Visit, world: World) -> None:
    with transaction(world.engine) as session:
        named = update(APPLICATION).where(APPLICATION.c.ref == FILED)
        session.execute(named.values(name='=HYPERLINK("http://a.example";"Cliquez")'))
    client = visit(HEAD)
    head, row = cells(client.get("/dossiers.xlsx?etape=submitted").content)
    found = dict(zip(head, row, strict=True))
    assert found["Intitulé"].startswith("=HYPERLINK")
    assert isinstance(found["Échéance"], date)
    assert found["Relances"] >= 0
    assert lines(client.get("/dossiers.csv?etape=submitted").content)[1][1].startswith("'=HYPERLINK")


def test_the_journal_is_exported_whole(visit: Visit, world: World) -> None:
    client = visit(HEAD)
    assert len(lines(client.get("/journal.csv").content)) == world.count() + 1
    assert isinstance(cells(client.get("/journal.xlsx").content)[1][0], datetime)


def test_a_longer_list_costs_no_more_statements(visit: Visit, world: World) -> None:
    client = visit(HEAD)
    client.get("/dossiers.csv")
    asked = []
    for query in ("?etape=incomplete", ""):
        with statements(world.engine) as found:
            client.get(f"/dossiers.csv{query}")
        asked.append(len(found))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("text", ["=1+1", "+33", "-5", "@SUM", "\tx", "\rx"])
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    sheet = Sheet(name="essai", columns=[("a", False)], rows=[[text]])
    assert b"".join(sheets.as_csv(sheet)).decode("utf-8-sig").splitlines()[1].strip('"').startswith("'")

"""Writing a file with others: nothing that was typed is lost, and each learns what the other did."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lxml import html

from api.entry import sessions
from store import drafting
from store.board.names import title_of
from store.desk import contents
from store.session import reading, transaction
from store.tables.access import WebSession
from tests.api import asking
from tests.api.applicants.conftest import DRAFT, PARTIES, Visit
from tests.api.console.forms import filled, send, text
from tests.walking import World, draft, pdf, write_file

FILE = f"/dossiers/{DRAFT}/contenu"
FIRST = f"{FILE}/s1"
RENNES, NANTES, BRETAGNE, LOIRE = PARTIES


def content(world: World) -> dict[str, object]:
    """What is saved."""
    with reading(world.engine) as session:
        return contents.body(session, DRAFT)


def sections(world: World) -> object:
    return content(world).get("sections")


def test_a_part_is_saved_by_itself_and_the_file_says_so(world: World, visit: Visit) -> None:
    answer = send(visit(RENNES), FIRST, "partie", texte="Un port, deux chantiers.")
    assert answer.headers["location"] == f"{FILE}?enregistre=s1"
    assert sections(world) == {"s1": "Un port, deux chantiers."}
    assert "Partie enregistrée" in text(visit(RENNES).get(answer.headers["location"]))


def test_two_people_in_two_parts_do_not_hinder_each_other(world: World, visit: Visit) -> None:
    here, there = visit(RENNES), visit(BRETAGNE)
    mine = filled(html.fromstring(here.get(FIRST).text), "partie")
    send(there, f"{FILE}/s2", "partie", texte="Deux BTS.")
    assert here.post(FIRST, data=mine | {"texte": "Un port."}).status_code == 303
    assert sections(world) == {"s1": "Un port.", "s2": "Deux BTS."}


def test_two_people_in_one_part_compare_and_lose_nothing(world: World, visit: Visit) -> None:
    send(visit(LOIRE), FIRST, "partie", texte="Commun.\nÀ revoir.")
    here, there = visit(RENNES), visit(BRETAGNE)
    mine = filled(html.fromstring(here.get(FIRST).text), "partie")
    send(there, FIRST, "partie", texte="Commun.\nVu par la région.")
    clash = here.post(FIRST, data=mine | {"texte": "Commun.\nVu par le rectorat."})
    assert clash.status_code == 409
    page = html.fromstring(clash.text)
    assert page.xpath("//p[contains(@class, 'campus-theirs')]/text()") == ["Vu par la région."]
    assert page.xpath("//p[contains(@class, 'campus-mine')]/text()") == ["Vu par le rectorat."]
    assert title_of(BRETAGNE, world.at.date(), "f") in text(clash)
    assert page.get_element_by_id("partie-texte").value.strip() == "Commun.\nVu par la région.\nVu par le rectorat."
    assert sections(world) == {"s1": "Commun.\nVu par la région."}
    assert here.post(FIRST, data=filled(page, "partie")).status_code == 303
    assert sections(world) == {"s1": "Commun.\nVu par la région.\nVu par le rectorat."}


@pytest.mark.parametrize(("form", "left"), [("la-mienne", "Le mien."), ("la-leur", "Le leur.")])
def test_whoever_compares_may_keep_one_of_the_two(world: World, visit: Visit, form: str, left: str) -> None:
    here = visit(RENNES)
    mine = filled(html.fromstring(here.get(FIRST).text), "partie")
    send(visit(BRETAGNE), FIRST, "partie", texte="Le leur.")
    clash = html.fromstring(here.post(FIRST, data=mine | {"texte": "Le mien."}).text)
    assert here.post(FIRST, data=filled(clash, form)).status_code == 303
    assert sections(world) == {"s1": left}
    assert "vous attendait" not in here.get(FIRST).text


def test_a_text_left_at_the_comparison_waits_for_its_author(visit: Visit) -> None:
    here = visit(RENNES)
    mine = filled(html.fromstring(here.get(FIRST).text), "partie")
    send(visit(BRETAGNE), FIRST, "partie", texte="Le leur.")
    here.post(FIRST, data=mine | {"texte": "Le mien."})
    page = here.get(FIRST)
    assert "Un texte non enregistré vous attendait" in page.text
    assert html.fromstring(page.text).get_element_by_id("partie-texte").value.strip() == "Le mien."
    assert "Le mien." not in visit(NANTES).get(FIRST).text
    assert "vous y attend" in text(here.get(FILE))


def expired(app: FastAPI, world: World, office: str) -> tuple[TestClient, dict[str, object]]:
    """A browser whose session ended while its page was open, and what its form would send."""
    client = asking.holder(app, world, office)
    given = filled(html.fromstring(client.get(FIRST).text), "partie")
    world.at += timedelta(hours=2)
    return client, given


def test_a_text_sent_after_the_session_ended_comes_back_after_the_log_in(app: FastAPI, world: World) -> None:
    client, given = expired(app, world, RENNES)
    answer = client.post(FIRST, data=given | {"texte": "Trois pages."})
    assert answer.headers["location"].startswith("/connexion?suite=")
    back = answer.headers["location"].partition("suite=")[2].replace("%2F", "/").replace("%3F", "?").replace("%3D", "=")
    page = asking.holder(app, world, RENNES).get(back)
    assert "Votre session avait expiré" in page.text
    assert html.fromstring(page.text).get_element_by_id("partie-texte").value.strip() == "Trois pages."
    assert "Trois pages." not in asking.holder(app, world, NANTES).get(back).text
    send(asking.holder(app, world, RENNES), FIRST, "partie")
    assert sections(world) == {"s1": "Trois pages."}


def test_a_text_sent_from_a_former_session_is_shown_again_and_not_written(app: FastAPI, world: World) -> None:
    _, given = expired(app, world, RENNES)
    again = asking.holder(app, world, RENNES)
    answer = again.post(FIRST, data=given | {"texte": "Trois pages."})
    assert answer.status_code == 403
    assert not sections(world)
    page = html.fromstring(answer.text)
    assert again.post(FIRST, data=filled(page, "partie")).status_code == 303
    assert sections(world) == {"s1": "Trois pages."}


def test_a_text_that_cannot_be_kept_is_shown_to_be_copied(app: FastAPI, world: World) -> None:
    answer = asking.stranger(app).post(FIRST, data={"texte": "Trois pages."})
    assert answer.status_code == 401
    assert "Trois pages." in answer.text
    with transaction(world.engine) as session:
        for _ in range(drafting.UNCLAIMED):
            drafting.keep_unclaimed(session, DRAFT, "s1", [], based_on=0, at=world.at)
        assert not drafting.keep_unclaimed(session, DRAFT, "s1", [], based_on=0, at=world.at)
        assert drafting.keep_unclaimed(session, DRAFT, "s1", [], based_on=0, at=world.at + timedelta(days=1))


def test_a_text_sent_once_the_content_is_frozen_is_kept_and_told_why(world: World, visit: Visit) -> None:
    write_file(world, DRAFT)
    here = visit(RENNES)
    given = filled(html.fromstring(here.get(FIRST).text), "partie")
    world.act("application", DRAFT, "request_signatures", NANTES)
    answer = here.post(FIRST, data=given | {"texte": "Trop tard."})
    assert answer.status_code == 409
    world.act("application", DRAFT, "edit_after_signature", NANTES, reason="Une phrase à revoir")
    assert "Trop tard." in here.get(FIRST).text


def test_partners_are_checked_line_by_line_and_nothing_typed_is_lost(world: World, visit: Visit) -> None:
    client = visit(BRETAGNE)
    page = client.get(f"{FILE}/partenaires")
    assert "Il manque un EPLE" in text(client.get(FILE))
    token = filled(html.fromstring(page.text), "partie")
    rows = {
        "kind": ["eple", "company", "epscp"],
        "name": ["Lycée naval", "Chantiers", "Université"],
        "uai": ["0350028A", "", ""],
        "siret": ["", "73282932000075", ""],
    }
    wrong = client.post(f"{FILE}/partenaires", data=token | rows)
    assert wrong.status_code == 422
    assert "la lettre de contrôle (8e signe)" in text(wrong)
    assert "le 14e chiffre devrait être 4, et non 5" in text(wrong)
    assert "Chantiers" in wrong.text
    right = rows | {"uai": ["0750655E", "", ""], "siret": ["", "732 829 320 00074", ""]}
    assert client.post(f"{FILE}/partenaires", data=token | right).status_code == 303
    kept = content(world)["partners"]
    assert kept == [
        {"kind": "eple", "name": "Lycée naval", "uai": "0750655E"},
        {"kind": "company", "name": "Chantiers", "siret": "73282932000074"},
        {"kind": "epscp", "name": "Université"},
    ]
    assert "Il manque un" not in text(client.get(FILE))


def test_the_last_partner_may_be_taken_out(world: World, visit: Visit) -> None:
    client = visit(RENNES)
    send(client, f"{FILE}/partenaires", "partie", kind=["eple"], name=["Lycée"], uai=[""], siret=[""])
    send(client, f"{FILE}/partenaires", "partie", kind=["eple"], name=[""], uai=[""], siret=[""])
    assert content(world)["partners"] == []


def test_lists_of_two_authors_are_put_together(world: World, visit: Visit) -> None:
    here, there = visit(RENNES), visit(LOIRE)
    mine = filled(html.fromstring(here.get(f"{FILE}/budget").text), "partie")
    line = {"label": ["Plateau"], "funder": ["Région"], "amount": ["12 000"]}
    send(there, f"{FILE}/budget", "partie", **line)
    clash = here.post(f"{FILE}/budget", data=mine | line | {"label": ["Ingénierie"], "amount": ["8000"]})
    assert clash.status_code == 409
    found = html.fromstring(clash.text).xpath("//form[@id='partie']//input[@name='label']/@value")
    assert found[:2] == ["Plateau", "Ingénierie"]


def test_an_annex_keeps_its_former_versions_and_a_renamed_file_is_refused(world: World, visit: Visit) -> None:
    client, path = visit(RENNES), f"{FILE}/annexes"
    for words in ("Premier", "Second"):
        files = {"document": ("plan.pdf", pdf(words), "application/pdf")}
        assert send(client, path, "annexe", files=files, nom="Plan de financement").status_code == 303
    page = text(client.get(FILE))
    assert page.count("Document en vigueur") == page.count("Version remplacée") == 1
    fake = {"document": ("plan.pdf", b"PK\x03\x04 a spreadsheet", "application/pdf")}
    refused = send(client, path, "annexe", files=fake, nom="Plan de financement")
    assert refused.status_code == 422
    assert "n’est pas un PDF" in text(refused)
    token = filled(html.fromstring(client.get(path).text), "annexe")["jeton"]
    client.post(path, data={"jeton": token, "retirer": "Plan de financement"})
    assert content(world)["annexes"] == []


def test_each_party_sees_what_is_missing_its_own_part_first(world: World, visit: Visit) -> None:
    page = html.fromstring(visit(LOIRE).get(FILE).text)
    first, *others = page.xpath("//section[starts-with(@aria-labelledby, 'porteur-')]")
    assert "Pays de la Loire" in first.text_content()
    assert "vous" in first.text_content()
    assert "délibération" in first.text_content()
    assert "CREFOP" in first.text_content()
    assert len(others) == 3


def test_what_others_did_since_the_last_visit_is_told(world: World, visit: Visit) -> None:
    client = visit(RENNES)
    assert "Ce qui a changé" not in client.get(FILE).text
    world.at += timedelta(minutes=40)
    send(asking.holder(asking.application(world), world, BRETAGNE), FIRST, "partie", texte="Nouveau.")
    page = html.fromstring(client.get(FILE).text)
    (news,) = page.xpath("//section[@aria-labelledby='nouveau']")
    assert news.xpath(".//a/@href") == [FIRST]
    assert "Modifier le contenu" in news.text_content()
    assert "Ce qui a changé" in client.get(FILE).text


def test_a_draft_may_begin_from_a_former_application(world: World, visit: Visit) -> None:
    former = draft(world, "17", "52", campus="campus-ancien")
    write_file(world, former)
    client = visit(RENNES)
    assert former not in client.get(FILE).text
    client = visit(NANTES)
    assert send(client, FILE, "reprendre", source=former).status_code == 303
    assert content(world) == {name: part for name, part in former_content(world, former).items() if name != "category"}
    assert "reprendre" not in client.get(FILE).text
    token = filled(html.fromstring(client.get(FIRST).text), "partie")["jeton"]
    assert client.post(f"{FILE}/reprendre", data={"jeton": token, "source": former}).status_code == 404


def former_content(world: World, ref: str) -> dict[str, object]:
    """What another file says."""
    with reading(world.engine) as session:
        return contents.body(session, ref)


def test_a_file_is_not_there_for_others(visit: Visit) -> None:
    stranger = visit("recteur:10")
    assert {stranger.get(path).status_code for path in (FILE, FIRST, f"{FILE}/annexes")} == {404}
    assert visit(RENNES).get(f"{FILE}/inconnue").status_code == 404


def test_an_administrator_who_looks_as_another_leaves_no_trace_of_a_visit(world: World) -> None:
    world.holder("admin")
    with transaction(world.engine) as session:
        secret = sessions.begin(session, world.holder("admin"), world.at)
        row = session.get_one(WebSession, sessions.hashed(secret))
        row.seen_as = world.holder(RENNES)
    assert asking.bearer(asking.application(world), secret).get(FILE).status_code == 200
    with reading(world.engine) as session:
        assert drafting.readers(session, DRAFT) == {}

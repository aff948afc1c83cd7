"""Comparative opinions stay closed to applicants until the decision is published (CRPA, art. L. 311-2)."""

from lxml import html
from sqlalchemy import select

from store.board.history import LETTER
from tests.api.console.conftest import ORDER, REVIEWING, SIGNING, SITTING, WAVE, Visit
from tests.api.console.forms import text
from tests.walking import World, published, signed_by_all

SECRETS = ("Rapports et avis", "Remettre le rapport", "Note sur 20", "4 pour", "Rendre l’avis de la commission")


#: What only a favourable opinion brings.
GUESSES = (
    "ministre de",
    "mettre à la signature",
    "ministres requis",
    "arrêté signé",
    "proposé",
    "arbitrage",
    "arr-2016",
)


def pieces(page: str) -> list[str]:
    return [str(path) for path in html.fromstring(page).xpath("//a[contains(@href, '/pieces/')]/@href")]


def test_an_applicant_reads_that_the_file_moved_on_and_nothing_of_its_merits(visit: Visit) -> None:
    page = text(visit("recteur:14").get(f"/dossiers/{SIGNING}"))
    assert not [secret for secret in SECRETS if secret in page]
    assert "Examiné par la commission, décision à venir" in page


def test_nothing_from_the_opinion_to_the_publication_lets_an_applicant_guess_it(world: World, visit: Visit) -> None:
    client = visit("recteur:14")
    of = f"/dossiers/{SIGNING}"
    own = ("/", of, f"{of}/suivi", f"{of}/contenu", f"{of}/presentation", "/echeances/courriels")
    for path in (*own, "/dossiers", "/blocages", "/echeances", "/journal", f"/vagues/{WAVE}", "/dossiers.csv"):
        answer = client.get(path, follow_redirects=True)
        page = (text(answer) if "html" in answer.headers["content-type"] else answer.text).lower()
        assert not [word for word in GUESSES if word in page], path
    assert SIGNING not in client.get("/blocages").text
    assert client.get(f"/arretes/{ORDER}").status_code == 404
    assert ORDER not in client.get("/arretes").text
    told = client.get(f"/api/v1/applications/{SIGNING}").json()
    assert (told["state"]["value"], told["stuck"], told["due_at"]) == ("opinion_rendered", None, None)
    assert [office["id"] for office in told["awaiting"]] == ["dgesco_head"]
    assert not [word for word in GUESSES if word in str(told["diagnosis"]).lower()]
    assert not client.get("/dossiers?etape=co_signature").text.count(f"/dossiers/{SIGNING}")
    assert client.get("/dossiers?etape=opinion_rendered").text.count(f"/dossiers/{SIGNING}")
    assert not [row for row in world.rows(select(LETTER)) if row["letter"] == "application/start_signature"]


def test_those_who_judge_read_it_all(visit: Visit) -> None:
    page = text(visit("dgesco_head").get(f"/dossiers/{SIGNING}"))
    assert not [secret for secret in SECRETS if secret not in page]


def test_a_report_is_not_downloaded_by_whoever_may_not_read_it(visit: Visit) -> None:
    address = pieces(visit("commission_secretary").get(f"/dossiers/{REVIEWING}").text)[0]
    assert visit("commission_secretary").get(address).status_code == 200
    assert visit("recteur:06").get(address).status_code == 404
    assert address not in visit("recteur:06").get(f"/dossiers/{REVIEWING}").text


def test_the_inner_work_on_sessions_is_closed_to_applicants(visit: Visit) -> None:
    path = f"/seances/{SITTING}"
    assert "L’historique n’est pas ouvert à votre fonction." in text(visit("recteur:14").get(path))
    assert pieces(visit("dgesco_head").get(path).text)
    assert not pieces(visit("recteur:14").get(path).text)


def test_the_journal_keeps_the_same_secrets(visit: Visit) -> None:
    page = text(visit("recteur:14").get("/journal"))
    assert "Déposer" in page
    assert not [secret for secret in SECRETS if secret in page]


def test_all_is_open_once_the_decision_is_published(world: World, visit: Visit) -> None:
    published(world, signed_by_all(world, ORDER))
    page = text(visit("recteur:14").get(f"/dossiers/{SIGNING}"))
    assert not [secret for secret in SECRETS if secret not in page]

"""Comparative opinions stay closed to applicants until the decision is published (CRPA, art. L. 311-2)."""

from lxml import html

from tests.api.console.conftest import ORDER, REVIEWING, SIGNING, SITTING, Visit
from tests.api.console.forms import text
from tests.walking import World, published, signed_by_all

SECRETS = ("Rapports et avis", "Remettre le rapport", "Note sur 20", "4 pour", "Rendre l’avis de la commission")


def pieces(page: str) -> list[str]:
    return [str(path) for path in html.fromstring(page).xpath("//a[contains(@href, '/pieces/')]/@href")]


def test_an_applicant_reads_that_the_file_moved_on_and_nothing_of_its_merits(visit: Visit) -> None:
    page = text(visit("recteur:14").get(f"/dossiers/{SIGNING}"))
    assert not [secret for secret in SECRETS if secret in page]
    assert "Examiné par la commission" in page
    assert "À la signature des ministres" in page


def test_those_who_judge_read_it_all(visit: Visit) -> None:
    page = text(visit("dgesco_head").get(f"/dossiers/{SIGNING}"))
    assert not [secret for secret in SECRETS if secret not in page]


def test_a_report_is_not_downloaded_by_whoever_may_not_read_it(visit: Visit) -> None:
    address = pieces(visit("commission_secretary").get(f"/dossiers/{REVIEWING}").text)[0]
    assert visit("commission_secretary").get(address).status_code == 200
    assert visit("recteur:06").get(address).status_code == 404
    assert address not in visit("recteur:06").get(f"/dossiers/{REVIEWING}").text


def test_the_inner_work_on_orders_and_sessions_is_closed_to_applicants(visit: Visit) -> None:
    for path in (f"/seances/{SITTING}", f"/arretes/{ORDER}"):
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

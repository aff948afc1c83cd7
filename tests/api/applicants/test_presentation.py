"""The joint presentation of two académies and two régions, to the receipt."""

from datetime import timedelta
from hashlib import sha256

from lxml import html
from sqlalchemy import select

from store.people.appointments import end_mandate
from store.session import transaction
from store.tables.people import MandateRecord
from tests.api.applicants.conftest import DRAFT, PARTIES, SIGNATORIES, Visit
from tests.api.console.forms import send, text
from tests.walking import DAY, World, ask_signatures

PAGE = f"/dossiers/{DRAFT}/presentation"
RECTEUR, OTHER, PRESIDENT, LAST = SIGNATORIES
MANDATE = MandateRecord.__table__.c  # type: ignore[attr-defined]


def signings(page: str) -> list[str]:
    """How each seat stands, in the order of the parties."""
    return [
        " ".join(cell.split())
        for cell in html.fromstring(page).xpath(
            "//td[@data-label='Signature']/p/text() | //td[@data-label='Signature']/span/text()"
        )
    ]


def test_who_has_signed_seen_and_is_awaited_stands_in_one_panel(world: World, visit: Visit) -> None:
    page = visit(RECTEUR).get(PAGE).text
    assert signings(page) == ["Pas encore demandée"] * 4
    ask_signatures(world, DRAFT)
    world.at += timedelta(hours=1)
    visit(OTHER).get(PAGE)
    assert send(visit(RECTEUR), f"/dossiers/{DRAFT}/sign").status_code == 303
    panel = visit(RECTEUR).get(PAGE)
    assert signings(panel.text) == ["Signé", *["Signature demandée"] * 3]
    told = text(panel)
    assert "1 signature sur 4" in told
    assert "pas encore lue" in told
    assert "Toute modification du contenu annulera : Rectrice de l’académie de Rennes (signé le" in told


def test_an_edit_voids_what_was_announced_and_each_signs_again(world: World, visit: Visit) -> None:
    ask_signatures(world, DRAFT)
    world.act("application", DRAFT, "sign", RECTEUR)
    world.act("application", DRAFT, "edit_after_signature", PARTIES[2], reason="Un chiffre à corriger")
    world.act("application", DRAFT, "edit", PARTIES[2], sections={"s1": "Texte corrigé"})
    world.act("application", DRAFT, "request_signatures", PARTIES[2])
    assert signings(visit(RECTEUR).get(PAGE).text) == ["À signer de nouveau", *["Signature demandée"] * 3]


def test_a_reasoned_disagreement_stands_with_its_date_until_the_signature(world: World, visit: Visit) -> None:
    ask_signatures(world, DRAFT)
    until = (world.at + timedelta(days=10)).date().isoformat()
    path = f"/dossiers/{DRAFT}/state_disagreement"
    assert send(visit(LAST), path, until=until, reason="Le budget n’est pas voté").status_code == 303
    page = visit(RECTEUR).get(PAGE)
    assert signings(page.text)[3] == "Désaccord motivé"
    assert "se prononce avant le" in text(page)
    far = (world.at + timedelta(days=31)).date().isoformat()
    assert "trente jours au plus" in text(send(visit(LAST), path, until=far, reason="Encore"))
    world.act("application", DRAFT, "sign", LAST)
    assert signings(visit(RECTEUR).get(PAGE).text)[3] == "Signé"
    assert not world.load("application", DRAFT).disagreements


def test_the_last_signature_files_and_the_receipt_is_the_same_for_ever(world: World, visit: Visit) -> None:
    ask_signatures(world, DRAFT)
    assert visit(RECTEUR).get(f"/dossiers/{DRAFT}/accuse.pdf").status_code == 404
    for office in SIGNATORIES:
        assert send(visit(office), f"/dossiers/{DRAFT}/sign").status_code == 303
    assert world.state("application", DRAFT) == "submitted"
    assert "Télécharger l’accusé" in text(visit(LAST).get(PAGE))
    first = visit(RECTEUR).get(f"/dossiers/{DRAFT}/accuse.pdf")
    assert first.headers["content-type"] == "application/pdf"
    world.act("application", DRAFT, "start_admissibility", "dgesco_officer")
    world.at += timedelta(days=3)
    second = visit(LAST).get(f"/dossiers/{DRAFT}/accuse.pdf").content
    assert sha256(first.content).digest() == sha256(second).digest()
    assert b"pdfaid:part" in second
    assert b"pdfuaid:part" in second
    assert visit("recteur:10").get(f"/dossiers/{DRAFT}/accuse.pdf").status_code == 404


def test_a_new_president_finds_who_had_signed_confirms_and_everyone_reads_it(world: World, visit: Visit) -> None:
    ask_signatures(world, DRAFT)
    for office in SIGNATORIES:
        world.act("application", DRAFT, "sign", office)
    world.at += 10 * DAY
    with transaction(world.engine) as session:
        held = session.execute(select(MANDATE.id).where(MANDATE.office == PRESIDENT)).scalar_one()
        end_mandate(session, held, (world.at - DAY).date(), world.at)
    world.holders[PRESIDENT] = world.appoint(PRESIDENT, "p-nouvelle-presidence", world.at.date())
    world.sweep()
    told = text(visit(PRESIDENT).get(PAGE))
    # The title is not that of whoever presides now, who has not signed.
    assert "Présidence du conseil régional de Bretagne" in told
    assert "soutien pas encore confirmé" in told
    assert send(visit(PRESIDENT), f"/dossiers/{DRAFT}/confirm_support").status_code == 303
    page = visit(RECTEUR).get(PAGE)
    assert signings(page.text) == ["Signé"] * 4
    assert "Nouvelle présidence depuis le 12 mai 2016, soutien confirmé le 12 mai 2016" in text(page)
    again = send(visit(PRESIDENT), f"/dossiers/{DRAFT}/confirm_support")
    assert again.status_code == 422
    assert "Aucun changement de présidence n’appelle la confirmation de votre soutien." in text(again)

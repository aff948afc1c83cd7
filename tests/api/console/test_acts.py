"""Acts by form: the consequence before, the act, what was done after, and refusals that keep what was typed."""

from lxml import html

from api.security import FORM_TOKEN
from tests.api.console.conftest import FILED, INCOMPLETE, LAPSED, ORDER, REVIEWING, SIGNING, Visit
from tests.api.console.forms import confirmed, filled, send, text
from tests.walking import World, pdf

PDF = ("piece.pdf", pdf("Une pièce"), "application/pdf")


def test_an_act_is_done_and_told_after_a_redirect(world: World, visit: Visit) -> None:
    client = visit("dgesco_officer")
    answer = send(client, f"/dossiers/{FILED}/start_admissibility")
    assert answer.status_code == 303
    assert world.state("application", FILED) == "admissibility"
    page = text(client.get(answer.headers["location"]))
    assert "« Ouvrir l’examen de recevabilité » : c’est enregistré" in page
    assert "Un courriel part à : Rectrice de l’académie de Lyon" in page


def test_the_consequence_stands_before_the_act(visit: Visit) -> None:
    page = text(visit("dgesco_head").get(f"/dossiers/{INCOMPLETE}/resume_uncompleted"))
    assert "L’examen reprend sans les pièces" in page
    assert "Ce dossier passe à l’étape « Examen de recevabilité »." in page
    assert "Courriel « Reprendre l’examen sans les pièces » à 4 destinataires : " in page
    assert "Rectrice de l’académie de Bordeaux (Anne Le Goff)" in page
    assert "La nouvelle échéance est le" in page


def test_a_page_offers_what_is_possible_and_says_why_the_rest_is_not(visit: Visit) -> None:
    page = html.fromstring(visit("dgesco_head").get(f"/arretes/{ORDER}").text)
    acts = page.xpath("//div[@class='campus-why-acts']/a/text()")
    assert "Relancer" in acts
    assert "Abandonner le projet" not in acts
    assert "Des dossiers sont encore inscrits" in page.xpath("string(//details)")


def test_every_missing_answer_is_named_at_once_and_the_rest_is_kept(world: World, visit: Visit) -> None:
    client = visit("dgesco_head")
    answer = send(client, f"/dossiers/{INCOMPLETE}/extend_completion", due="pas une date", reason="Congés d’été")
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert "1 réponse à corriger" in page.xpath("string(//div[@id='acte-errors'])").replace("\xa0", " ")
    assert page.get_element_by_id("acte-reason").value == "Congés d’été"
    assert world.triggers("application", INCOMPLETE)[-1] == "request_completion"


def test_a_guard_that_says_no_is_shown_with_what_was_typed(visit: Visit) -> None:
    client = visit("dgesco_head")
    answer = send(client, f"/dossiers/{INCOMPLETE}/extend_completion", due="2016-01-01", reason="Trop tôt")
    assert answer.status_code == 422
    assert "Rien n’a été enregistré" in text(answer)
    assert html.fromstring(answer.text).get_element_by_id("acte-reason").value == "Trop tôt"


def test_a_page_read_before_someone_else_acted_is_refused(world: World, visit: Visit) -> None:
    client = visit("dgesco_officer")
    page = html.fromstring(client.get(f"/dossiers/{FILED}/remind").text)
    token = page.xpath(f"//form[@id='acte']//input[@name='{FORM_TOKEN}']/@value")[0]
    stale = {FORM_TOKEN: token, "version": str(world.row("application", FILED)["version"] - 1)}
    answer = client.post(f"/dossiers/{FILED}/remind", data=stale)
    assert answer.status_code == 409
    assert "a changé entre-temps" in text(answer)


def test_a_form_without_the_token_of_its_session_does_nothing(world: World, visit: Visit) -> None:
    answer = visit("dgesco_officer").post(f"/dossiers/{FILED}/start_admissibility", data={FORM_TOKEN: "autre"})
    assert answer.status_code == 403
    assert world.state("application", FILED) == "submitted"


def test_a_document_comes_with_the_act_and_leaves_inert(visit: Visit) -> None:
    client = visit("rectorate_officer:04")
    answer = send(client, f"/dossiers/{INCOMPLETE}/supply_item", item="1", files={"document": PDF})
    assert answer.status_code == 303
    page = html.fromstring(client.get(answer.headers["location"]).text)
    piece = client.get(page.xpath("//a[contains(@href, '/pieces/')]/@href")[0])
    assert piece.content == PDF[1]
    assert piece.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in piece.headers["content-security-policy"]


def test_a_document_already_sent_is_not_asked_for_again(world: World, visit: Visit) -> None:
    client = visit("rectorate_officer:04")
    refused = send(client, f"/dossiers/{INCOMPLETE}/supply_item", item="7", files={"document": PDF})
    assert refused.status_code == 422
    assert "Pièce déjà reçue" in text(refused)
    page = html.fromstring(refused.text)
    hidden = {one.name: one.value for one in page.xpath("//form[@id='acte']//input[@type='hidden']")}
    assert client.post(f"/dossiers/{INCOMPLETE}/supply_item", data=hidden | {"item": "1"}).status_code == 303
    assert len(world.load("application", INCOMPLETE).completion.missing) == 1


def test_what_is_not_a_pdf_is_refused_by_its_content(visit: Visit) -> None:
    client = visit("rectorate_officer:04")
    fake = ("piece.pdf", b"<script>alert(1)</script>", "application/pdf")
    answer = send(client, f"/dossiers/{INCOMPLETE}/supply_item", item="1", files={"document": fake})
    assert answer.status_code == 422
    assert "PDF" in text(answer)


def test_an_act_of_another_office_is_not_offered_nor_done(visit: Visit) -> None:
    client = visit("recteur:14")
    assert client.get(f"/dossiers/{SIGNING}/stay").status_code == 403
    assert "Suspendre l’instruction" not in client.get(f"/dossiers/{SIGNING}").text


def test_whoever_leaves_the_scope_by_their_act_is_led_to_the_list(visit: Visit) -> None:
    client = visit("rapporteur:03")
    answer = send(client, f"/dossiers/{REVIEWING}/recuse", reason="Je siège au conseil de l’établissement support.")
    assert answer.status_code == 303
    assert client.get(answer.headers["location"]).status_code == 200


def test_an_act_done_on_paper_is_registered_for_who_signed_it(world: World, visit: Visit) -> None:
    client = visit("dgesco_officer")
    signatory = world.holder("minister:en")
    answer = send(
        client,
        f"/arretes/{ORDER}/sign?papier=1&office=minister:en",
        papier_signataire=signatory,
        papier_date="2017-01-19",
        papier_motif="Signé au parapheur papier.",
        files={"document": PDF, "papier_scan": ("scan.pdf", pdf("Scan"), "application/pdf")},
    )
    assert answer.status_code == 303, text(answer)
    (signature,) = world.load("order", ORDER).signatures
    assert (signature.office, signature.person, signature.on_paper) == ("minister:en", signatory, True)
    page = text(client.get(answer.headers["location"]))
    assert "acte sur papier enregistré par Anne Le Goff" in page
    assert "Date légale : 19 janv. 2017" in page.replace("\xa0", " ")


def test_only_the_dgesco_registers_paper(visit: Visit) -> None:
    path = f"/arretes/{ORDER}/sign?papier=1&office=minister:en"
    assert visit("recteur:14").get(path).status_code == 404
    assert visit("commission_chair").get(path).status_code == 403


def test_a_paper_without_scan_or_date_says_so(visit: Visit) -> None:
    path = f"/arretes/{ORDER}/sign?papier=1&office=minister:en"
    answer = send(visit("dgesco_officer"), path, papier_date="", papier_signataire=None, files={"document": PDF})
    assert answer.status_code == 422
    assert "4 réponses à corriger" in text(answer).replace("\xa0", " ")


def test_hostile_text_stays_text(visit: Visit) -> None:
    client = visit("dgesco_head")
    send(client, f"/dossiers/{FILED}/stay", reason="<script>alert('é')</script>")
    page = client.get(f"/dossiers/{FILED}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_condition_lifted_on_another_object_leads_there(visit: Visit) -> None:
    elsewhere = html.fromstring(visit("dgesco_officer").get(f"/dossiers/{SIGNING}").text)
    links = elsewhere.xpath("//ul[contains(@class, 'campus-checklist')]//a/@href")
    assert f"/arretes/{ORDER}" in links


def test_whoever_may_not_open_the_other_object_is_not_led_there(visit: Visit) -> None:
    page = html.fromstring(visit("recteur:14").get(f"/dossiers/{SIGNING}").text)
    assert not page.xpath("//ul[contains(@class, 'campus-checklist')]//a")


def test_a_life_that_ended_early_announces_no_next_step(visit: Visit) -> None:
    page = text(visit("dgesco_officer").get(f"/dossiers/{LAPSED}"))
    assert "Parcours terminé" in page
    assert "Étape suivante" not in page


def test_the_history_names_what_was_written_in_french(visit: Visit) -> None:
    page = text(visit("dgesco_officer").get(f"/dossiers/{FILED}")).replace("\xa0", " ")
    assert "Établissement support : " in page
    assert "Support : " not in page


def test_a_strong_act_shows_its_exact_effect_and_waits_to_be_confirmed(world: World, visit: Visit) -> None:
    client = visit("dgesco_head")
    page = html.fromstring(client.get(f"/dossiers/{FILED}/stay").text)
    answer = client.post(f"/dossiers/{FILED}/stay", data=filled(page, "acte") | {"reason": "Réforme territoriale"})
    told = text(answer)
    assert "Rien n’est encore fait" in told
    assert "Suspendre l’instruction" in told
    assert "Rectrice de l’académie de Lyon (Anne Le Goff)" in told
    assert world.state("application", FILED) == "submitted"
    assert confirmed(client, answer).status_code == 303
    assert world.state("application", FILED) == "stayed"
    assert "Réforme territoriale" in text(client.get(f"/dossiers/{FILED}"))


def test_a_passage_is_forced_in_two_confirmations_and_marked_for_ever(world: World, visit: Visit) -> None:
    client = visit("admin")
    path = f"/dossiers/{FILED}/force"
    assert send(client, path, reason="Bureau vacant", confirmation="CMQ").status_code == 422
    assert send(client, path, reason="Bureau vacant", confirmation=FILED).status_code == 303
    assert world.state("application", FILED) == "admissibility"
    world.act("application", FILED, "declare_admissible", "dgesco_officer")
    assert "Passage forcé" in text(visit("recteur:10").get(f"/dossiers/{FILED}"))
    assert visit("dgesco_head").get(f"/dossiers/{INCOMPLETE}/force").status_code == 403


def test_the_page_as_it_was_on_a_day_can_be_read_and_nothing_done_from_it(visit: Visit) -> None:
    client = visit("dgesco_head")
    page = text(client.get(f"/dossiers/{INCOMPLETE}?au=2016-06-01"))
    assert "La page telle qu’elle était le 1er juin 2016" in page
    assert "Déposé" in page
    assert "Aucun geste ne vous revient à cette étape." in page
    assert "Demander des pièces" not in page
    assert "Budget" not in page
    assert client.get(f"/dossiers/{INCOMPLETE}?au=2016-03-01").status_code == 404
    assert "c’est le passé" not in text(client.get(f"/dossiers/{INCOMPLETE}?au=2030-01-01"))


def test_the_past_is_read_under_the_veil_too(visit: Visit) -> None:
    page = text(visit("recteur:14").get(f"/dossiers/{SIGNING}?au=2017-01-19"))
    assert "décision à venir" in page
    assert "ARR-2016" not in page

"""The pages of those who run the service: one sentence, what was missed, the proof, and the few acts they have."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser
from sqlalchemy import insert, select, update

from notifications.composing.alarming import Code, sound
from notifications.composing.batches import LETTER, MAIL
from notifications.composing.catchup import PLAN, PLANNED
from notifications.sweeping import sweeps
from notifications.sweeping.heartbeats import RUN
from states.calendar import PARIS, paris_day
from store.desk.rungs import RUNG
from store.session import transaction
from store.tables.watching import Outage
from tests.api.console.browsing import opened
from tests.api.console.conftest import FILED, Visit
from tests.api.console.forms import send, text
from tests.mailing import rows
from tests.walking import DAY, World, draft, published_wave

MINUTE = timedelta(minutes=1)
HOURS = {"digests": time(7, 30), "alarms": time(7, 30), "retention": time(4, 15), "selfcheck": time(4, 15)}
OUTAGE = Outage.__table__  # type: ignore[attr-defined]


def nothing_wrong(world: World) -> None:
    """Every sweep ran when it should have, and every letter has left."""
    today = paris_day(world.at)
    with transaction(world.engine) as session:
        for name in sweeps.NAMES:
            at = datetime.combine(today, HOURS[name], PARIS) if name in HOURS else world.at - MINUTE
            session.execute(insert(RUN).values(name=name, started_at=at, ended_at=at, run_id="0b1c2d3e-4f50"))
        for table in (LETTER, MAIL):
            session.execute(update(table).values(status="accepted"))


def test_at_nine_one_sentence_says_that_everything_ran(world: World, visit: Visit) -> None:
    nothing_wrong(world)
    page = text(visit("admin").get("/exploitation"))
    assert page.startswith("Exploitation Tout a tourné cette nuit Les 10 balayages sont à l’heure")
    assert "Prefect, passage 0b1c2d3e" in page
    assert "Campus Label0.1.0" in page
    assert "Base de donnéesSQLite" in page


def test_a_service_that_has_just_begun_is_not_late(world: World, visit: Visit, app: FastAPI) -> None:
    with transaction(world.engine) as session:
        for table in (LETTER, MAIL):
            session.execute(update(table).values(status="accepted"))
        yesterday = world.at - DAY
        session.execute(insert(RUN).values(name="post", started_at=yesterday, ended_at=yesterday, run_id=""))
    assert "1 balayage en retard" in text(visit("admin").get("/exploitation"))
    app.state.watchdog.began = world.at - MINUTE
    page = text(visit("admin").get("/exploitation"))
    assert page.startswith("Exploitation Rien à signaler 10 balayages sont attendus depuis le démarrage du service")
    assert (page.count("Pas encore passé"), page.count("Envoi des courrielschaque minute Attendu")) == (9, 1)
    app.state.watchdog.began = world.at - 11 * MINUTE
    page = text(visit("admin").get("/exploitation"))
    assert "5 balayages jamais passés" in page
    assert "1 balayage en retard : Envoi des courriels." in page
    app.state.watchdog.began = world.at - 2 * DAY
    assert "9 balayages jamais passés" in text(visit("admin").get("/exploitation"))


def test_at_nine_one_sentence_counts_what_to_look_at_and_leads_there(world: World, visit: Visit) -> None:
    nothing_wrong(world)
    with transaction(world.engine) as session:
        session.execute(update(RUN).where(RUN.c.name == "post").values(started_at=world.at - DAY))
        broken = {"failed": 2, "error": "Dossier CMQ : repères à recalculer.\nVague 2016-1 : chaîne rompue."}
        session.execute(update(RUN).where(RUN.c.name == "selfcheck").values(**broken))
        sound(session, Code.SILENCE, "@", "Rien n’a tourné depuis hier.", since=world.at, at=world.at)
    answer = visit("dgesco_officer").get("/exploitation")
    page = text(answer)
    assert page.startswith("Exploitation 3 points à regarder")
    assert "Rien n’a tourné depuis hier." in page
    assert "1 balayage en retard : Envoi des courriels." in page
    assert "Le contrôle de la base : 2 discordances." in page
    assert "Vague 2016-1 : chaîne rompue." in page
    assert 'href="#balayages"' in answer.text


def test_the_check_of_the_night_can_be_asked_for_once_at_a_time_and_never_runs_within_the_page(
    world: World, visit: Visit
) -> None:
    admin = visit("admin")
    assert "Le contrôle n’est encore jamais passé." in text(admin.get("/exploitation?controle=1"))
    assert send(admin, "/exploitation", "controler").headers["location"] == "/exploitation#controle"
    assert "Tout concorde au" in text(admin.get("/exploitation"))
    with transaction(world.engine) as session:
        session.execute(insert(RUN).values(name="selfcheck", started_at=world.at + MINUTE))
    world.at += 2 * MINUTE
    refused = send(admin, "/exploitation", "controler")
    assert (refused.status_code, "déjà en cours" in refused.text) == (409, True)


def under_a_plan(world: World) -> list[str]:
    """Three late reminders of which one is to leave, under a plan."""
    keys = [f"application/submitted_after:{FILED}:{day}" for day in range(3)]
    with transaction(world.engine) as session:
        plan = {"made_at": world.at, "applies_at": world.at + DAY, "person": ""}
        session.execute(insert(PLAN).values(**plan))
        for key, fate in zip(keys, ("send", "merged", "merged"), strict=True):
            rung = {"kind": "application", "ref": FILED, "office": "dgesco_officer", "days": 3, "fate": fate}
            session.execute(insert(RUNG).values(key=key, at=world.at - 2 * DAY, honoured_at=world.at, **rung))
            session.execute(insert(PLANNED).values(key=key, plan=1))
        letter = {"kind": "application", "ref": FILED, "office": "dgesco_officer", "status": "owed", "why": "Attend."}
        times = {"owed_at": world.at - 2 * DAY, "not_before": world.at + DAY, "rung_days": 3}
        name = "application/submitted_after"
        session.execute(insert(LETTER).values(key=keys[0], letter=name, concerns="dgesco_officer", **letter, **times))
    return keys


def test_a_plan_shows_every_reminder_and_one_click_lets_it_go(world: World, visit: Visit) -> None:
    (key, *_) = under_a_plan(world)
    officer = visit("dgesco_officer")
    assert "Un plan de reprise attend votre accord : 3 rappels en retard : 1 part, 2 fusionnés." in text(
        officer.get("/exploitation")
    )
    page = text(officer.get("/exploitation/reprises/1"))
    assert "3 rappels en retard : 1 part, 2 fusionnés." in page
    assert page.count("Relance, 3 jours après l’échéance") == 3
    assert "Fondu dans le suivant" in page
    assert send(officer, "/exploitation/reprises/1", "accord").status_code == 303
    (letter,) = rows(world.engine, select(LETTER).where(LETTER.c.key == key))
    assert (letter["not_before"], letter["why"]) == (world.at, "")
    assert "Appliqué le" in text(officer.get("/exploitation/reprises/1"))
    assert "Plan de reprise appliqué" in text(officer.get("/journal?objet=plan"))


def test_a_plan_is_approved_by_those_who_keep_the_register_alone(world: World, visit: Visit) -> None:
    under_a_plan(world)
    secretary = visit("commission_secretary")
    assert "L’accord est donné par la Dgesco" in text(secretary.get("/exploitation/reprises/1"))
    token = {"jeton": send_token(secretary)}
    assert secretary.post("/exploitation/reprises/1", data=token).status_code == 403
    assert visit("recteur:14").get("/exploitation/reprises/1").status_code == 404
    assert secretary.get("/exploitation/reprises/9").status_code == 404


def send_token(client) -> str:  # type: ignore[no-untyped-def]
    return str(client.get("/exploitation").text.partition('name="jeton" value="')[2].partition('"')[0])


def test_an_outage_says_what_was_missed_merged_and_skipped(world: World, visit: Visit) -> None:
    under_a_plan(world)
    with transaction(world.engine) as session:
        window = {"starts_at": world.at - 3 * DAY, "ends_at": world.at - MINUTE, "recorded_at": world.at}
        session.execute(insert(OUTAGE).values(declared=False, person="", **window))
    page = text(visit("admin").get("/exploitation"))
    section = page.partition("Interruptions et reprises")[2]
    assert "rien ne tournait 2 jours 0 1 2 0" in section


def a_call_closing_tonight(world: World) -> str:
    """Another call, in its last day, with a draft."""
    world.at = datetime(2017, 6, 1, 8, tzinfo=UTC)
    calendar = {"opens_at": world.at + DAY, "closes_at": datetime(2017, 9, 28, 15, tzinfo=UTC)}
    later = {"session_on": date(2017, 12, 8), "target_decision_on": date(2018, 2, 13)}
    published_wave(world, "2017-1", **calendar, **later)
    world.at += 2 * DAY
    ref = draft(world, "14", "53", wave_code="2017-1")
    world.sweep()
    return ref


def test_an_outage_over_a_closing_is_recorded_and_its_files_close_later(world: World, visit: Visit) -> None:
    ref = a_call_closing_tonight(world)
    world.at = datetime(2017, 9, 28, 18, tzinfo=UTC)
    world.sweep()
    assert world.state("application", ref) == "lapsed"
    new, admin = "/exploitation/indisponibilites/enregistrer", visit("admin")
    refused = send(admin, new, "panne", starts_at="2017-09-28T16:00", ends_at="2017-09-28T15:00", reason="Réseau")
    assert (refused.status_code, "la fin suit le début" in refused.text) == (422, True)
    window = {"starts_at": "2017-09-28T15:00", "ends_at": "2017-09-28T19:30"}
    kept = send(admin, new, "panne", reason="Coupure du réseau de l’hébergeur.", **window)
    one = kept.headers["location"]
    page = text(admin.get(one))
    assert "2017-1" in page
    assert "pas encore reportée" in page
    assert "Le report est décidé par la cheffe ou le chef du bureau" in page
    head = visit("dgesco_head")
    late = send(head, one, "report", closes_at="2017-12-20T17:00")
    assert (late.status_code, "dans les dix jours ouvrés" in late.text) == (422, True)
    assert send(head, one, "report", closes_at="2017-10-05T17:00").status_code == 303
    page = text(head.get(f"{one}?fait=1"))
    assert "5 oct. 2017 à 17 h 00" in page
    assert "La clôture des dossiers touchés est reportée" in page
    world.sweep()
    assert world.state("application", ref) == "draft"
    assert world.triggers("outage", "PANNE-1") == ["outage"]


def test_the_proof_counts_each_kind_and_who_acted_within_three_days(world: World, visit: Visit) -> None:
    page = text(visit("admin").get("/exploitation/rappels?jours=365"))
    assert "Ce que font les courriels" in page
    assert "Suivis d’effet" in page
    assert visit("recteur:14").get("/exploitation/rappels").status_code == 404


def test_a_date_done_late_shows_the_date_it_should_have_had_and_the_one_it_had(world: World, visit: Visit) -> None:
    ref = a_call_closing_tonight(world)
    world.at = datetime(2017, 10, 2, 7, 12, tzinfo=UTC)
    world.sweep()
    head = visit("dgesco_head")
    assert "Échéance du 28 sept. 2017 à 17 h 02, faite le 2 oct. 2017 à 9 h 12, après 3 jours." in text(
        head.get(f"/dossiers/{ref}")
    )
    assert "échéance faite le 2 oct. 2017 à 9 h 12, après 3 jours." in text(head.get(f"/journal?ref={ref}"))


@pytest.mark.parametrize("served", ["dsfr"], indirect=True)
def test_at_nine_the_answer_is_one_click_away(browser: Browser, world: World, served: str) -> None:
    nothing_wrong(world)
    page = opened(browser, world, "dgesco_head")
    page.goto(f"{served}/blocages")
    page.get_by_role("link", name="Exploitation", exact=True).click()
    assert page.locator("main .fr-alert h2").first.inner_text() == "Tout a tourné cette nuit"
    page.context.close()

"""Calendars to subscribe to: what they tell to whom, how they follow a date that moves, and how they are closed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from icalendar import Calendar
from lxml import html
from sqlalchemy import select

from notifications.wording.calendars import shown
from store.board.viewer import viewer
from store.desk.chain import EVENT
from store.feeds.keeping import ENTRY, FEED, hashed, open_feed
from store.people.appointments import end_mandate
from store.session import transaction
from store.tables.people import MandateRecord
from tests.api.console.conftest import FILED, INCOMPLETE, ORDER, REVIEWING, WAVE, Visit
from tests.api.console.forms import send, text
from tests.walking import BUREAU, DAY, World

MANDATE = MandateRecord.__table__.c  # type: ignore[attr-defined]


def opened(client: TestClient, about: str) -> str:
    """Open a calendar by its form; its address, as the page shows it."""
    answer = send(client, "/agendas", "agenda", agenda=about)
    assert answer.status_code == 303
    (address,) = html.fromstring(client.get("/agendas").text).xpath("//code/text()")
    return str(address)


def fetched(app: FastAPI, address: str, **headers: str) -> Response:
    """What a calendar program gets, which is logged in nowhere."""
    client = TestClient(app, base_url="https://testserver", raise_server_exceptions=False)
    return client.get(address[address.index("/agenda/") :], headers=headers)


def events(app: FastAPI, address: str) -> dict[str, Any]:
    """Its events, by the object that their address leads to."""
    answer = fetched(app, address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content)
    assert found.errors == []
    assert found["METHOD"] == "PUBLISH"
    return {str(event["URL"]).rpartition("/")[2]: event for event in found.walk("VEVENT")}


def test_a_calendar_tells_its_owner_what_awaits_them(app: FastAPI, world: World, visit: Visit) -> None:
    found = events(app, opened(visit(BUREAU), "mine"))
    assert INCOMPLETE not in found
    (event,) = events(app, opened(visit("rectorate_officer:04"), "mine")).values()
    row = world.row("application", INCOMPLETE)
    assert event["DTSTART"].dt == shown(row["due_at"])
    assert INCOMPLETE in event["SUMMARY"]
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")


def test_a_calendar_of_a_wave_holds_what_its_owner_sees_of_it(app: FastAPI, visit: Visit) -> None:
    whole, part = (events(app, opened(visit(office), f"wave:{WAVE}")) for office in (BUREAU, "recteur:04"))
    assert {INCOMPLETE, REVIEWING} <= set(whole)
    assert INCOMPLETE in part
    assert REVIEWING not in part


def test_a_calendar_of_an_academie_is_open_to_those_who_see_it(app: FastAPI, visit: Visit) -> None:
    assert INCOMPLETE in events(app, opened(visit(BUREAU), "academie:04"))
    assert INCOMPLETE in events(app, opened(visit("recteur:04"), "academie:04"))
    refused = send(visit("recteur:04"), "/agendas", "agenda", agenda="academie:06")
    assert refused.status_code == 404
    assert "périmètre" in text(refused)


def test_a_date_that_moves_is_the_same_event_in_a_later_version(app: FastAPI, world: World, visit: Visit) -> None:
    world.at = datetime(2016, 10, 20, 9, tzinfo=UTC)
    address = opened(visit("rectorate_officer:04"), "mine")
    (before,) = events(app, address).values()
    later = {"due": "2016-11-14", "reason": "Pièces à venir."}
    world.act("application", INCOMPLETE, "extend_completion", "dgesco_head", **later)
    (after,) = events(app, address).values()
    assert after["UID"] == before["UID"]
    assert after["DTSTART"].dt > before["DTSTART"].dt
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert events(app, address)[INCOMPLETE]["SEQUENCE"] == after["SEQUENCE"]


def test_a_deadline_that_is_gone_stays_as_cancelled(app: FastAPI, world: World, visit: Visit) -> None:
    address = opened(visit("rectorate_officer:04"), "mine")
    (before,) = events(app, address).values()
    world.act("application", INCOMPLETE, "resume_uncompleted", "dgesco_head", reason="Les pièces ne sont pas utiles.")
    for _ in range(2):
        (gone,) = events(app, address).values()
        assert (gone["UID"], gone["STATUS"], gone["SEQUENCE"]) == (before["UID"], "CANCELLED", 1)


def test_whoever_leaves_office_no_longer_reads_its_deadlines(app: FastAPI, world: World, visit: Visit) -> None:
    address = opened(visit("rectorate_officer:04"), "mine")
    assert len(events(app, address)) == 1
    with transaction(world.engine) as session:
        (mandate,) = session.execute(select(MANDATE.id).where(MANDATE.office == "rectorate_officer:04")).scalars()
        end_mandate(session, mandate, (world.at - DAY).date(), world.at)
    assert {event["STATUS"] for event in events(app, address).values()} == {"CANCELLED"}


def test_a_calendar_that_has_not_changed_is_not_sent_again(app: FastAPI, world: World, visit: Visit) -> None:
    address = opened(visit(BUREAU), f"wave:{WAVE}")
    first = fetched(app, address)
    assert first.headers["cache-control"] == "private, max-age=900"
    world.at += timedelta(minutes=20)
    again = fetched(app, address, **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert fetched(app, address, **{"If-None-Match": '"autre"'}).status_code == 200


def test_an_address_is_shown_once_and_only_its_hash_is_kept(app: FastAPI, world: World, visit: Visit) -> None:
    client = visit("recteur:04")
    address = opened(client, "mine")
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert len(token) >= 43
    assert token not in client.get("/agendas").text
    (feed,) = world.rows(select(FEED))
    assert feed["token_hash"] == hashed(token)
    (event,) = world.rows(select(EVENT).where(EVENT.c.kind == "feed"))
    assert event["trigger"] == "open_feed"


def test_a_closed_calendar_says_so_and_one_that_never_was_is_not_found(
    app: FastAPI, world: World, visit: Visit
) -> None:
    owner, other = visit("rectorate_officer:04"), visit(BUREAU)
    address = opened(owner, "mine")
    events(app, address)
    number = world.rows(select(FEED))[0]["id"]
    stranger = html.fromstring(other.get("/agendas").text).xpath("//input[@name='jeton']/@value")[0]
    assert other.post(f"/agendas/{number}/fermer", data={"jeton": stranger}).status_code == 404
    assert fetched(app, address).status_code == 200
    mine = html.fromstring(owner.get("/agendas").text).xpath("//input[@name='jeton']/@value")[0]
    assert owner.post(f"/agendas/{number}/fermer", data={"jeton": mine}).status_code == 303
    closed = fetched(app, address)
    assert closed.status_code == 410
    assert "a été fermé" in text(closed)
    assert world.rows(select(ENTRY)) == []
    assert fetched(app, "/agenda/inconnu.ics").status_code == 404
    assert owner.post(f"/agendas/{number}/fermer", data={"jeton": mine}).status_code == 404


def test_a_calendar_is_of_something_that_exists(visit: Visit) -> None:
    client = visit(BUREAU)
    for about, status in (("wave:2099-1", 404), ("order:" + ORDER, 422), ("mine:x", 422), ("", 422), (FILED, 422)):
        assert send(client, "/agendas", "agenda", agenda=about).status_code == status


def test_nobody_opens_calendars_without_end(world: World, visit: Visit) -> None:
    client = visit("recteur:04")
    with transaction(world.engine) as session:
        me = viewer(session, world.holder("recteur:04"), world.at.date())
        for _ in range(20):
            open_feed(session, me, "mine", world.at)
    assert send(client, "/agendas", "agenda", agenda="mine").status_code == 409

"""Letters that a server refused: what they stop, what frees it, and how they are sent again."""

from typing import Any

import pytest
from sqlalchemy import select

from notifications.composing.compose import compose
from notifications.posting.again import send_again
from notifications.posting.bounces import take_back
from notifications.posting.claims import return_path
from notifications.posting.post import post, post_now
from notifications.posting.sink import Box, sink
from notifications.sweeping.sweeps import run
from states.diagnosis import Cause
from states.refusals import Blocked, Conflict, NotYours, Unknown
from store.desk.chain import EVENT
from store.people.appointments import end_mandate
from store.people.directory import correct_person, set_mailbox
from store.session import transaction
from store.tables.people import MandateRecord
from tests.mailing import letters, parsed, rows, scripted, text
from tests.notifications.awaiting import PRESIDENT, RECTEUR, mailbox, of, owed, troubles, waiting
from tests.notifications.test_bounces import GONE, stream
from tests.walking import BUREAU, DAY, World

MANDATE = MandateRecord.__table__  # type: ignore[attr-defined]


def refused(world: World) -> tuple[str, int]:
    """An application whose recteur's letter was refused; its reference and the number of the letter."""
    ref = waiting(world)
    compose(world.at, on=world.engine)
    with scripted(["550 5.1.1 inconnu"]) as server:
        (mail,) = of(world, RECTEUR)
        post_now((mail["id"],), world.at, on=world.engine, smtp_url=server.url)
    (letter,) = [one for one in owed(world) if one["office"] == RECTEUR]
    assert letter["status"] == "refused"
    run("deadlines", world.at, on=world.engine)
    return ref, letter["id"]


def again(world: World, number: int, by: str = BUREAU) -> tuple[int, ...]:
    """The act that sends it again, then what the minute does."""
    person = world.holder(by)
    with transaction(world.engine) as session:
        return send_again(session, number, person=person, at=world.at)


def corrected(world: World, email: str) -> None:
    """The recteur's own address, as it should be."""
    bureau = world.holder(BUREAU)
    with transaction(world.engine) as session:
        given: dict[str, Any] = {"given_name": "Anne", "family_name": "Le Goff", "gender": "f", "email": email}
        correct_person(session, world.holder(RECTEUR), world.at, by=bureau, **given)
    run("deadlines", world.at, on=world.engine)


def cause(world: World, ref: str) -> tuple[Any, str]:
    row = world.row("application", ref)
    return row["stuck_cause"], row["stuck_sentence"]


def test_a_refused_letter_stops_its_application_and_a_corrected_address_frees_it(world: World) -> None:
    ref, number = refused(world)
    stuck, sentence = cause(world, ref)
    assert stuck == Cause.TECHNICAL.value
    assert sentence.startswith("Adresse refusée")
    assert "550 5.1.1 inconnu" in sentence
    corrected(world, "anne.legoff@ac-rennes.example")
    assert troubles(world, ref) == []
    assert cause(world, ref)[0] != Cause.TECHNICAL.value
    again(world, number)
    with sink(Box()) as url:
        post(world.at, on=world.engine, smtp_url=url)
    assert [(m["mailbox"], m["status"]) for m in of(world, RECTEUR)] == [
        ("p-recteur-14@essai.example", "refused"),
        ("anne.legoff@ac-rennes.example", "accepted"),
    ]
    assert "Refusée à p-recteur-14@essai.example" in owed(world)[0]["why"]
    with pytest.raises(Conflict, match="Toutes les adresses"):
        again(world, number)
    (event,) = rows(world.engine, select(EVENT).where(EVENT.c.kind == "letter"))
    assert (event["trigger"], event["ref"], event["office"]) == ("send_again", str(number), BUREAU)


def test_a_mailbox_given_to_the_office_frees_it_too(small_world: World) -> None:
    ref, _ = refused(small_world)
    with transaction(small_world.engine) as session:
        set_mailbox(session, RECTEUR, "recteur@ac-rennes.example", small_world.at)
    run("deadlines", small_world.at, on=small_world.engine)
    assert troubles(small_world, ref) == []


def test_what_changes_elsewhere_frees_nothing(small_world: World) -> None:
    ref, _ = refused(small_world)
    with transaction(small_world.engine) as session:
        set_mailbox(session, PRESIDENT, "president@bretagne.example", small_world.at)
    corrected(small_world, "p-recteur-14@essai.example")
    assert troubles(small_world, ref) == [("letter_refused", RECTEUR)]


def test_an_address_mended_by_its_own_server_gets_the_same_bytes(small_world: World) -> None:
    ref, number = refused(small_world)
    again(small_world, number)
    box = Box()
    with sink(box) as url:
        post(small_world.at, on=small_world.engine, smtp_url=url)
    (mail,) = of(small_world, RECTEUR)
    assert (mail["status"], mail["attempts"]) == ("accepted", 2)
    assert mail["content"] in {one.content for one in box.received}
    assert troubles(small_world, ref) == []


def test_only_those_who_keep_the_register_send_again_and_only_what_was_refused(small_world: World) -> None:
    _, number = refused(small_world)
    with pytest.raises(NotYours):
        again(small_world, number, PRESIDENT)
    with pytest.raises(Unknown, match="99999"):
        again(small_world, 99999)
    (other,) = [one["id"] for one in owed(small_world) if one["office"] == PRESIDENT]
    with pytest.raises(Conflict, match="n’a été refusé à aucune adresse"):
        again(small_world, other)


def test_a_letter_that_has_nobody_to_go_to_says_whom_to_appoint(small_world: World) -> None:
    _, number = refused(small_world)
    with transaction(small_world.engine) as session:
        (mandate,) = session.execute(select(MANDATE.c.id).where(MANDATE.c.office == RECTEUR)).scalars()
        end_mandate(session, mandate, (small_world.at - DAY).date(), small_world.at)
    with pytest.raises(Blocked, match="Enregistrez la nomination"):
        again(small_world, number)


def test_a_bounce_stops_the_application_it_is_about(small_world: World) -> None:
    ref = waiting(small_world)
    compose(small_world.at, on=small_world.engine)
    with sink(Box()) as url:
        post(small_world.at, on=small_world.engine, smtp_url=url)
    (mail,) = of(small_world, RECTEUR)
    back = return_path(mail["id"], mail["message_id"])
    take_back(stream(back), small_world.at, on=small_world.engine)
    run("deadlines", small_world.at, on=small_world.engine)
    stuck, sentence = cause(small_world, ref)
    assert stuck == Cause.TECHNICAL.value
    assert GONE in sentence


def leaves(world: World) -> None:
    """The recteur's mandate ended yesterday; someone else takes the office today."""
    with transaction(world.engine) as session:
        (mandate,) = session.execute(select(MANDATE.c.id).where(MANDATE.c.office == RECTEUR)).scalars()
        end_mandate(session, mandate, (world.at - DAY).date(), world.at)
    world.appoint(RECTEUR, "newcomer", starts_on=world.at.date())


def test_a_letter_composed_for_someone_who_has_left_goes_to_whoever_came(small_world: World) -> None:
    world = small_world
    waiting(world)
    mailbox(world, RECTEUR, "recteur@ac-rennes.example")
    compose(world.at, on=world.engine)
    world.at += DAY
    leaves(world)
    box = Box()
    with sink(box) as url:
        post(world.at, on=world.engine, smtp_url=url)
    assert sorted(m["mailbox"] for m in of(world, RECTEUR)) == ["newcomer@essai.example", "recteur@ac-rennes.example"]
    (arrived,) = [one for one in box.received if one.recipients == ("newcomer@essai.example",)]
    assert text(parsed(arrived.content)).startswith("Madame la Rectrice,\n")
    assert not any("p-recteur-14@essai.example" in one.recipients for one in box.received)
    assert {letter["status"] for letter in owed(world)} == {"accepted"}


def test_a_letter_put_off_is_not_tried_again_on_someone_who_has_left(small_world: World) -> None:
    waiting(small_world)
    compose(small_world.at, on=small_world.engine)
    with scripted(["450 plus tard", "450 plus tard"]) as server:
        post(small_world.at, on=small_world.engine, smtp_url=server.url)
    small_world.at += DAY
    leaves(small_world)
    box = Box()
    with sink(box) as url:
        post(small_world.at, on=small_world.engine, smtp_url=url)
    assert [(m["mailbox"], m["status"]) for m in of(small_world, RECTEUR)] == [
        ("p-recteur-14@essai.example", "cancelled"),
        ("newcomer@essai.example", "accepted"),
    ]
    assert {letter["status"] for letter in letters(small_world.engine) if letter["office"] == RECTEUR} == {"accepted"}

"""Composing: who is written to, in which words, once; and what is left unsent because it makes no sense any more."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from notifications.composing.batches import LETTER
from notifications.composing.compose import compose
from notifications.posting.post import post
from notifications.posting.sink import Box, sink
from notifications.sweeping.sweeps import run
from notifications.typography import day, until
from store.desk.kinds import TABLES
from store.people.appointments import end_mandate
from store.session import transaction
from store.tables.people import MandateRecord, Person
from tests.mailing import letters, mails, parsed, text
from tests.notifications.awaiting import RECTEUR, mailbox, of, owed, troubles, waiting
from tests.walking import BUREAU, DAY, World, labelled

PERSON = Person.__table__  # type: ignore[attr-defined]
MANDATE = MandateRecord.__table__  # type: ignore[attr-defined]


def test_the_parties_read_in_one_letter_that_the_label_is_granted_and_how_long_it_lasts(small_world: World) -> None:
    (label,) = labelled(small_world)
    compose(small_world.at, on=small_world.engine)
    told = [one["letter"] for one in letters(small_world.engine) if one["office"] == RECTEUR]
    assert told[-1] == "application/label"
    assert not any(letter.startswith("label/") for letter in told)
    facts, words = small_world.load("label", label), text(parsed(of(small_world, RECTEUR)[-1]["content"]))
    for said in (
        label,
        day(facts.starts_on),
        until(facts.ends_at),
        f"/labels/{label}>",
        f"/dossiers/{facts.application}>",
    ):
        assert said in words


def test_an_office_is_written_to_at_its_mailbox_and_at_its_holder_each_alone(world: World) -> None:
    ref = waiting(world)
    mailbox(world, RECTEUR, "recteur@ac-rennes.example")
    compose(world.at, on=world.engine)
    to_box, to_holder = (parsed(mail["content"]) for mail in of(world, RECTEUR))
    assert to_box["To"].addresses[0].addr_spec == "recteur@ac-rennes.example"
    assert to_holder["To"].addresses[0].addr_spec == "p-recteur-14@essai.example"
    assert text(to_box).startswith("Madame, Monsieur,\n")
    assert text(to_holder).startswith("Madame la Rectrice,\n")
    assert f"/dossiers/{ref}>" in text(to_holder)
    assert {letter["status"] for letter in owed(world)} == {"ready"}


def test_a_mail_says_what_it_is_to_machines(small_world: World) -> None:
    ref = waiting(small_world)
    mailbox(small_world, BUREAU, "bureau@dgesco.example")
    compose(small_world.at, on=small_world.engine)
    (first,) = [parsed(mail["content"]) for mail in of(small_world, RECTEUR)]
    (other,) = [parsed(mail["content"]) for mail in of(small_world, "region_president:53")]
    assert first["References"] == other["References"] != first["Message-ID"]
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Content-Language"] == "fr"
    assert first["List-Id"] == "Suivi des campus <campus.campus.example>"
    assert first["Reply-To"].addresses[0].addr_spec == "bureau@dgesco.example"
    assert first["Date"].datetime == small_world.at
    assert len({mail["message_id"] for mail in mails(small_world.engine)}) == len(mails(small_world.engine))
    told, event = first.iter_parts()
    assert [part.get_content_type() for part in told.iter_parts()] == ["text/plain", "text/html"]
    assert (event.get_content_type(), event.get_param("method")) == ("text/calendar", "PUBLISH")
    assert ref in text(first, "html")
    assert not first.defects


def test_nobody_who_has_left_is_written_to(small_world: World) -> None:
    waiting(small_world)
    with transaction(small_world.engine) as session:
        session.execute(
            update(MANDATE).where(MANDATE.c.office == RECTEUR).values(ends_on=(small_world.at - DAY).date())
        )
    small_world.appoint(RECTEUR, "newcomer", starts_on=small_world.at.date())
    compose(small_world.at, on=small_world.engine)
    assert {mail["mailbox"] for mail in of(small_world, RECTEUR)} == {"newcomer@essai.example"}


def test_a_vacant_office_makes_the_file_stuck_until_someone_is_appointed(world: World) -> None:
    ref = waiting(world)
    with transaction(world.engine) as session:
        (mandate,) = session.execute(select(MANDATE.c.id).where(MANDATE.c.office == RECTEUR)).scalars()
        end_mandate(session, mandate, (world.at - DAY).date(), world.at, by="system")
    compose(world.at, on=world.engine)
    run("deadlines", world.at, on=world.engine)
    assert troubles(world, ref) == [("office_vacant", RECTEUR)]
    row = world.row("application", ref)
    assert row["stuck_cause"] == "technical"
    assert "personne n’exerce cette fonction" in row["stuck_sentence"]
    assert of(world, RECTEUR) == []
    world.at += timedelta(minutes=30)
    world.appoint(RECTEUR, "newcomer", starts_on=world.at.date())
    for name in ("deadlines", "compose"):
        run(name, world.at, on=world.engine)
    assert troubles(world, ref) == []
    assert [mail["mailbox"] for mail in of(world, RECTEUR)] == ["newcomer@essai.example"]
    run("deadlines", world.at, on=world.engine)
    assert world.row("application", ref)["stuck_cause"] is None


def test_an_office_without_any_address_says_what_to_do(small_world: World) -> None:
    ref = waiting(small_world)
    with transaction(small_world.engine) as session:
        session.execute(update(PERSON).where(PERSON.c.id == small_world.holder(RECTEUR)).values(email=""))
    compose(small_world.at, on=small_world.engine)
    assert troubles(small_world, ref) == [("address_unknown", RECTEUR)]
    (letter,) = [one for one in owed(small_world) if one["office"] == RECTEUR]
    assert letter["status"] == "owed"
    assert "Indiquez une boîte fonctionnelle" in letter["why"]
    assert letter["not_before"] > small_world.at


def test_a_letter_that_cannot_be_written_harms_no_other(world: World) -> None:
    ref = waiting(world)
    with transaction(world.engine) as session:
        theirs = (LETTER.c.status == "owed") & (LETTER.c.office == RECTEUR)
        session.execute(update(LETTER).where(theirs).values(letter="application/unheard_of"))
    tally = compose(world.at, on=world.engine)
    assert (tally.failed, tally.done) == (1, 1)
    assert troubles(world, ref) == [("letter_failed", RECTEUR)]
    assert [letter["status"] for letter in owed(world)] == ["ready"]


def test_two_composings_at_once_write_each_letter_once(world: World) -> None:
    waiting(world)
    start = threading.Barrier(2)

    def one() -> None:
        start.wait()
        compose(world.at, on=world.engine)

    both = [threading.Thread(target=one) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    carried = Counter(mail["message_id"] for mail in mails(world.engine))
    assert set(carried.values()) == {1}
    assert {letter["status"] for letter in owed(world)} == {"ready"}


def test_the_clock_of_a_stage_starts_when_its_letter_is_accepted(world: World) -> None:
    ref = waiting(world)
    assert world.row("application", ref)["telling"]
    compose(world.at, on=world.engine)
    assert world.row("application", ref)["told_at"] is None
    world.at += timedelta(minutes=2)
    with sink() as url:
        post(world.at, on=world.engine, smtp_url=url)
    row = world.row("application", ref)
    assert (row["telling"], row["told_at"], row["wake_at"]) == (False, world.at, world.at)


HOSTILE = 'Campus <script>alert("x")</script>\r\nBcc: tous@ailleurs.example\r\n\u202eetroper\u202c ' + "é" * 10_000


def test_a_hostile_name_adds_neither_line_nor_reader_nor_script(small_world: World) -> None:
    ref = waiting(small_world)
    with transaction(small_world.engine) as session:
        table = TABLES["application"]
        session.execute(update(table).where(table.c.ref == ref).values(name=HOSTILE))
        session.execute(
            update(PERSON)
            .where(PERSON.c.id == small_world.holder(RECTEUR))
            .values(given_name='"Zoé" <x@y.example>, \r\nBcc: z@z.example', family_name="=?utf-8?b?w6k=?= \u202e")
        )
    compose(small_world.at, on=small_world.engine)
    (mail,) = of(small_world, RECTEUR)
    assert isinstance(mail["content"], bytes)
    message = parsed(mail["content"])
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["To"].addresses] == ["p-recteur-14@essai.example"]
    assert "<script" not in text(message, "html")
    assert "\u202e" not in message["Subject"] + text(message) + text(message, "html")
    assert len(message["Subject"]) <= 300
    assert all(len(line) <= 998 for line in mail["content"].split(b"\r\n"))
    assert b"\n" not in mail["content"].replace(b"\r\n", b"")


@pytest.mark.parametrize("address", ["a@b.example, c@d.example", "a b@c.example", "é@b.example", "a@b.example\r\nX: y"])
def test_an_address_that_is_not_exactly_one_is_not_used(small_world: World, address: str) -> None:
    waiting(small_world)
    mailbox(small_world, RECTEUR, address)
    compose(small_world.at, on=small_world.engine)
    assert {mail["mailbox"] for mail in of(small_world, RECTEUR)} == {"p-recteur-14@essai.example"}


KILLED = """
import os, signal, sys
from datetime import datetime
from notifications.composing import compose as composing
from store.session import engine_for
composing.compose(datetime.fromisoformat(sys.argv[2]), on=engine_for(sys.argv[1]))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_killed_between_composing_and_sending_doubles_nothing(world: World) -> None:
    waiting(world)
    url = world.engine.url.render_as_string(hide_password=False)
    killed = subprocess.run([sys.executable, "-c", KILLED, url, world.at.isoformat()], env=os.environ, check=False)
    assert killed.returncode == -signal.SIGKILL
    box = Box()
    with sink(box) as smtp:
        for minute in range(3):
            at = world.at + timedelta(minutes=minute)
            compose(at, on=world.engine)
            post(at, on=world.engine, smtp_url=smtp)
    sent = Counter(parsed(received.content)["Message-ID"] for received in box.received)
    assert set(sent.values()) == {1}
    assert set(sent) == {mail["message_id"] for mail in mails(world.engine)}
    assert {letter["status"] for letter in owed(world)} == {"accepted"}

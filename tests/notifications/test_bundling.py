"""Reminders: asked again of fresh facts, one mail per mailbox and Paris day."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from notifications.composing.batches import LETTER, MAIL
from notifications.composing.bundling import families
from notifications.posting.post import post
from notifications.posting.sink import Box, sink
from notifications.sweeping.sweeps import run
from notifications.wording.recipients import Directory
from states.agenda import rungs
from states.calendar import paris_day
from states.declaration import Rank
from store.desk.kinds import TABLES
from store.session import reading, transaction
from tests.mailing import parsed, rows, text
from tests.walking import BUREAU, CLOSES, DAY, HEAD, OPENS, World, draft, filed, published_wave

OFFICER = "rectorate_officer:14"


def drafts(world: World, number: int) -> list[str]:
    """Drafts of one académie, told long ago, on the morning of their first reminder."""
    published_wave(world)
    world.at = OPENS + DAY
    refs = [draft(world) for _ in range(number)]
    settled(world)
    world.at = first_rung(world, refs[0])
    return refs


def settled(world: World) -> None:
    """Every letter of an act has arrived long ago."""
    with transaction(world.engine) as session:
        session.execute(update(LETTER).values(status="accepted"))
        for table in TABLES.values():
            session.execute(update(table).values(telling=False))


def first_rung(world: World, ref: str) -> datetime:
    """When the first reminder of a draft leaves."""
    return min(rung.at for rung in rungs(world.load("application", ref)))


def remind(world: World) -> None:
    """Find what is due and compose it."""
    for name in ("deadlines", "compose"):
        run(name, world.at, on=world.engine)


def bundles(world: World, person: str = "p-rectorate-officer-14") -> list[dict[str, Any]]:
    """Bundles to one person, in order."""
    query = select(MAIL).where(MAIL.c.bundle_day != "", MAIL.c.person == person).order_by(MAIL.c.id)
    return rows(world.engine, query)


def reminders(world: World, office: str = OFFICER) -> list[dict[str, Any]]:
    """Letters of reminders to an office, in order."""
    query = select(LETTER).where(LETTER.c.rung_days.is_not(None), LETTER.c.office == office).order_by(LETTER.c.id)
    return rows(world.engine, query)


def test_the_reminders_of_one_mailbox_leave_in_one_mail(world: World) -> None:
    refs = drafts(world, 3)
    remind(world)
    (bundle,) = bundles(world)
    message = parsed(bundle["content"])
    assert bundle["bundle_day"] == paris_day(world.at).isoformat()
    assert message["Subject"].startswith("3 rappels du ")
    assert all(ref in text(message) and ref in text(message, "html") for ref in refs)
    assert text(message).count("Madame,") == 2
    assert {letter["status"] for letter in reminders(world)} == {"ready"}


def test_a_reminder_alone_keeps_its_own_words(small_world: World) -> None:
    (ref,) = drafts(small_world, 1)
    remind(small_world)
    (bundle,) = bundles(small_world)
    message = parsed(bundle["content"])
    assert "rappels du" not in message["Subject"]
    assert f"/dossiers/{ref}>" in text(message)
    assert "vendredi 30 septembre 2016 à 17 h 00 (heure de Paris)".replace(" ", "\u00a0") in text(message).replace(
        " ", "\u00a0"
    )


def test_a_mailbox_that_had_its_bundle_today_gets_the_rest_on_the_next_working_day(world: World) -> None:
    refs = drafts(world, 2)
    with transaction(world.engine) as session:
        table = TABLES["application"]
        later = world.at + timedelta(hours=1)
        session.execute(update(table).where(table.c.ref == refs[1]).values(wake_at=later))
    remind(world)
    assert len(bundles(world)) == 1
    world.at += timedelta(hours=1)
    remind(world)
    assert len(bundles(world)) == 1
    waits = reminders(world)[-1]
    assert (waits["status"], waits["ref"]) == ("owed", refs[1])
    assert paris_day(waits["not_before"]) > paris_day(world.at)
    world.at = waits["not_before"]
    remind(world)
    assert [parsed(mail["content"])["Subject"] != "" for mail in bundles(world)] == [True, True]


def test_nothing_is_sent_when_it_was_done_in_between(world: World) -> None:
    (ref,) = drafts(world, 1)
    run("deadlines", world.at, on=world.engine)
    assert reminders(world)[0]["status"] == "owed"
    world.act("application", ref, "withdraw", "recteur:14", reason="Le projet est abandonné.")
    run("compose", world.at, on=world.engine)
    (letter, *_) = reminders(world)
    assert (letter["status"], bundles(world)) == ("moot", [])
    assert letter["why"].startswith("L’étape a changé")


def test_a_deadline_moved_in_between_sends_no_mail_with_the_old_date(small_world: World) -> None:
    drafts(small_world, 1)
    run("deadlines", small_world.at, on=small_world.engine)
    small_world.act(
        "wave",
        "2016-1",
        "extend",
        HEAD,
        closes_at=datetime(2016, 10, 14, 15, tzinfo=UTC),
        reason="Calendrier des assemblées.",
    )
    run("compose", small_world.at, on=small_world.engine)
    (letter, *_) = reminders(small_world)
    assert letter["status"] == "moot"
    assert "déplacée" in letter["why"]


def test_a_reminder_composed_before_the_file_moved_is_composed_again(world: World) -> None:
    refs = drafts(world, 2)
    remind(world)
    first = bundles(world)[0]
    world.act("application", refs[0], "withdraw", "recteur:14", reason="Le projet est abandonné.")
    box = Box()
    with sink(box) as url:
        post(world.at, on=world.engine, smtp_url=url)
    (bundle,) = bundles(world)
    assert (bundle["status"], bundle["message_id"]) == ("accepted", first["message_id"])
    assert refs[1] in text(parsed(bundle["content"]))
    assert refs[0] not in text(parsed(bundle["content"]))
    assert {letter["ref"]: letter["status"] for letter in reminders(world)} == {refs[0]: "moot", refs[1]: "accepted"}


def test_a_reminder_once_tried_goes_on_as_it_is(small_world: World) -> None:
    refs = drafts(small_world, 1)
    remind(small_world)
    with transaction(small_world.engine) as session:
        session.execute(update(MAIL).where(MAIL.c.bundle_day != "").values(attempts=1, status="deferred"))
    before = bundles(small_world)[0]["content"]
    small_world.act("application", refs[0], "withdraw", "recteur:14", reason="Le projet est abandonné.")
    with sink() as url:
        post(small_world.at, on=small_world.engine, smtp_url=url)
    (bundle,) = bundles(small_world)
    assert (bundle["status"], bundle["content"]) == ("accepted", before)


def test_a_reminder_that_announces_a_deadline_already_passed_is_not_sent(small_world: World) -> None:
    drafts(small_world, 1)
    run("deadlines", small_world.at, on=small_world.engine)
    small_world.at = CLOSES + timedelta(minutes=1)
    run("compose", small_world.at, on=small_world.engine)
    assert {letter["status"] for letter in reminders(small_world)} == {"moot"}


def test_letters_that_share_a_mailbox_are_never_parted(small_world: World) -> None:
    offices = [f"rapporteur:{number:02d}" for number in range(1, 9)]
    for office in offices[:7]:
        small_world.holder(office)
    small_world.appoint("rapporteur:08", small_world.holder("rapporteur:01"))
    owed = [(number, office) for number, office in enumerate(offices)]
    with reading(small_world.engine) as session:
        groups = list(families(owed, Directory(session, small_world.at.date()), 2))
    assert sorted(number for group in groups for number in group) == list(range(8))
    assert any({0, 7} <= set(group) for group in groups)
    assert all(len(group) <= 2 for group in groups)


def test_a_superior_is_told_of_whoever_is_awaited_now_not_of_an_office_that_has_acted_since(small_world: World) -> None:
    world = small_world
    published_wave(world)
    world.at = OPENS + DAY
    ref = filed(world, draft(world))
    world.act("application", ref, "start_admissibility", BUREAU)
    settled(world)
    world.at = next(rung.at for rung in rungs(world.load("application", ref)) if rung.rank is Rank.ESCALATION)
    run("deadlines", world.at, on=world.engine)
    assert [letter["concerns"] for letter in reminders(world, HEAD)] == [BUREAU]
    given = {"reason": "Aucun EPLE.", "document": world.pdf()}
    world.act("application", ref, "sign_inadmissibility", "minister:en", **given)
    run("compose", world.at, on=world.engine)
    (told,) = [text(parsed(one["content"])) for one in bundles(world, "p-dgesco-head")]
    assert "Celle du ministère du travail, de l’emploi" in " ".join(told.split())

"""A letter not yet sent can be cancelled, with a reason; one that a server has seen cannot."""

from typing import Any

import pytest
from sqlalchemy import select, update

from notifications.composing.batches import LETTER, MAIL
from notifications.posting import cancelling
from notifications.posting.post import post
from notifications.posting.sink import Box, sink
from notifications.sweeping.sweeps import run
from states.refusals import BadField, Conflict, NotYours, Refusal, Unknown
from store import holds, integrity
from store.session import reading, transaction
from tests.mailing import mails, rows, text
from tests.mailing import parsed as parsed_mail
from tests.notifications.test_bundling import OFFICER, drafts, remind, reminders
from tests.notifications.test_holds import hold, two_files
from tests.walking import BUREAU, World


def cancel(world: World, number: int, **given: Any) -> None:
    """The bureau cancels a letter."""
    plain = {"reason": "Envoyé par erreur.", "person": world.holder(BUREAU)}
    with transaction(world.engine) as session:
        cancelling.cancel(session, number, at=world.at, **plain | given)


def told(world: World, ref: str) -> list[dict[str, Any]]:
    """Letters about an object."""
    return rows(world.engine, select(LETTER).where(LETTER.c.ref == ref).order_by(LETTER.c.id))


def test_a_cancelled_letter_never_leaves_and_says_why(small_world: World) -> None:
    one, _ = two_files(small_world)
    (first, *_) = told(small_world, one)
    cancel(small_world, first["id"])
    run("compose", small_world.at, on=small_world.engine)
    letter = told(small_world, one)[0]
    assert (letter["status"], letter["why"]) == ("cancelled", "Annulé par un acte : Envoyé par erreur.")
    assert small_world.triggers("letter", str(first["id"])) == ["cancel_letter"]
    with reading(small_world.engine) as session:
        assert not [one for one in integrity.check(session, small_world.at) if one.kind == "letter"]


def test_of_a_bundle_only_the_cancelled_reminder_stays(small_world: World) -> None:
    gone, kept = drafts(small_world, 2)
    remind(small_world)
    cancel(small_world, next(row["id"] for row in reminders(small_world) if row["ref"] == gone))
    box = Box()
    with sink(box) as url:
        run("compose", small_world.at, on=small_world.engine)
        post(small_world.at, on=small_world.engine, smtp_url=url)
    words = "".join(text(parsed_mail(received.content)) for received in box.received)
    assert kept in words
    assert gone not in words
    remind(small_world)
    assert [row["status"] for row in reminders(small_world) if row["ref"] == gone] == ["cancelled"]


def test_a_held_letter_can_be_cancelled(small_world: World) -> None:
    one, _ = two_files(small_world)
    number = hold(small_world, "object", one)
    run("compose", small_world.at, on=small_world.engine)
    cancel(small_world, told(small_world, one)[0]["id"])
    with transaction(small_world.engine) as session:
        holds.lift(session, number, reason="", person=small_world.holder(BUREAU), at=small_world.at)
    run("compose", small_world.at, on=small_world.engine)
    assert told(small_world, one)[0]["status"] == "cancelled"


def test_reminders_do_not_wait_for_a_letter_that_was_cancelled(small_world: World) -> None:
    one, _ = two_files(small_world)
    assert small_world.row("application", one)["telling"]
    for letter in told(small_world, one):
        cancel(small_world, letter["id"])
    row = small_world.row("application", one)
    assert (row["telling"], row["wake_at"]) == (False, small_world.at)


@pytest.mark.parametrize(
    ("status", "attempts", "words"),
    [("ready", 1, "été présenté"), ("deferred", 1, "été présenté"), ("accepted", 1, "est parti"),
     ("moot", 0, "rien à annuler")],
)  # fmt: skip
def test_once_tried_or_gone_a_letter_is_not_cancelled(
    small_world: World, status: str, attempts: int, words: str
) -> None:
    one, _ = two_files(small_world)
    run("compose", small_world.at, on=small_world.engine)
    with transaction(small_world.engine) as session:
        session.execute(update(LETTER).values(status=status))
        session.execute(update(MAIL).values(status=status, attempts=attempts))
    before = mails(small_world.engine)
    with pytest.raises(Conflict, match=words):
        cancel(small_world, told(small_world, one)[0]["id"])
    assert mails(small_world.engine) == before


def test_a_cancelling_without_reason_or_right_or_letter_is_refused(small_world: World) -> None:
    one, _ = two_files(small_world)
    number = told(small_world, one)[0]["id"]
    cases: tuple[tuple[int, dict[str, str], type[Refusal]], ...] = (
        (number, {"reason": " "}, BadField),
        (number, {"person": small_world.holder(OFFICER)}, NotYours),
        (10**9, {}, Unknown),
    )
    for which, given, refusal in cases:
        with pytest.raises(refusal):
            cancel(small_world, which, **given)
    assert {letter["status"] for letter in told(small_world, one)} == {"owed"}

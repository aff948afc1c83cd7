"""Posting by SMTP: what each answer of the server leaves, and that nothing leaves twice."""

import asyncio
import ssl
import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text, update

from notifications.composing.batches import CARRIES, LETTER
from notifications.posting.claims import return_path
from notifications.posting.courier import Courier, Parcel, Verdict
from notifications.posting.outcomes import DOUBT, GIVES_UP, pause
from notifications.posting.post import post, post_now
from notifications.posting.routes import NOWHERE, Route, read_route
from notifications.posting.sink import Box, sink
from states.refusals import BadField, Blocked
from store.people import seeding
from store.session import transaction
from store.settings import settings
from store.tables.letters import LetterStatus
from tests.mailing import a_mail, letters, mails, scripted

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = timedelta(hours=7)


def statuses(engine: Engine) -> list[tuple[str, str]]:
    """Of each mail and of its letter."""
    return [(m["status"], x["status"]) for m, x in zip(mails(engine), letters(engine), strict=True)]


def test_an_accepted_mail_keeps_the_words_of_the_server(database: Engine) -> None:
    a_mail(database, 1, AT)
    box = Box()
    with sink(box) as url:
        tally = post(AT, on=database, smtp_url=url)
    assert (tally.due, tally.done) == (1, 1)
    (mail,) = mails(database)
    assert (mail["status"], mail["server_words"], mail["attempts"]) == ("accepted", "250 2.0.0 Accepté", 1)
    assert letters(database)[0]["status"] == "accepted"
    assert box.received[0].sender == return_path(mail["id"], mail["message_id"])
    assert box.received[0].recipients == ("office1@academie.example",)
    assert b"\r\n.Un point\r\n" in box.received[0].content


def test_a_mail_put_off_leaves_at_its_next_hour(sqlite: Engine) -> None:
    a_mail(sqlite, 1, AT)
    with scripted(["450 revenez plus tard"]) as server:
        post(AT, on=sqlite, smtp_url=server.url)
        (mail,) = mails(sqlite)
        assert statuses(sqlite) == [("deferred", "deferred")]
        assert mail["server_words"] == "450 revenez plus tard"
        assert mail["next_try_at"] == AT + pause(mail["id"], 1)
        assert post(AT + timedelta(minutes=1), on=sqlite, smtp_url=server.url).due == 0
        post(mail["next_try_at"], on=sqlite, smtp_url=server.url)
    assert statuses(sqlite) == [("accepted", "accepted")]
    assert len(server.taken) == 1


def test_each_pause_is_longer_than_the_last_and_mails_do_not_crowd() -> None:
    pauses = [pause(7, attempts) for attempts in range(1, 9)]
    assert pauses[0] >= timedelta(minutes=5)
    assert all(first < second for first, second in pairwise(pauses[:7]))
    assert max(pause(7, attempts) for attempts in range(1, 60)) <= timedelta(hours=7, minutes=30)
    assert len({pause(mail, 1) for mail in range(50)}) == 50
    assert pause(7, 3) == pause(7, 3)


def test_a_mail_put_off_for_five_days_is_given_up(sqlite: Engine) -> None:
    a_mail(sqlite, 1, AT, attempts=20, status="deferred", next_try_at=AT + GIVES_UP)
    with scripted(["450 toujours pas"]) as server:
        post(AT + GIVES_UP, on=sqlite, smtp_url=server.url)
    assert statuses(sqlite) == [("refused", "refused")]
    assert mails(sqlite)[0]["server_words"] == "Abandon après 21 essais. 450 toujours pas"


@pytest.mark.parametrize("step", ["550 adresse inconnue", "data 5"])
def test_a_refused_mail_is_not_tried_again(sqlite: Engine, step: str) -> None:
    a_mail(sqlite, 1, AT)
    with scripted([step]) as server:
        tally = post(AT, on=sqlite, smtp_url=server.url)
        assert post(AT + timedelta(days=1), on=sqlite, smtp_url=server.url).due == 0
    assert tally.failed == 1
    assert statuses(sqlite) == [("refused", "refused")]


@pytest.mark.parametrize("together", [False, True])
def test_one_refusal_among_many_stops_nobody(sqlite: Engine, together: bool) -> None:
    for number in range(30):
        a_mail(sqlite, number, AT)
    with scripted(["550 adresse inconnue"], together=together) as server:
        tally = post(AT, on=sqlite, smtp_url=server.url)
    assert (tally.done, tally.failed) == (29, 1)
    assert Counter(mail["status"] for mail in mails(sqlite)) == {"accepted": 29, "refused": 1}


def test_a_letter_refused_at_one_address_and_taken_at_the_other_has_arrived(sqlite: Engine) -> None:
    first, second = a_mail(sqlite, 1, AT), a_mail(sqlite, 2, AT + timedelta(minutes=1))
    with transaction(sqlite) as session:
        session.execute(update(CARRIES).where(CARRIES.c.mail == second).values(letter=1))
        session.execute(LETTER.delete().where(LETTER.c.id == 2))
    with scripted(["550 inconnu"]) as server:
        post(AT, on=sqlite, smtp_url=server.url)
        assert letters(sqlite)[0]["status"] == "ready"
        post(AT + timedelta(minutes=1), on=sqlite, smtp_url=server.url)
    assert [mail["status"] for mail in mails(sqlite)] == ["refused", "accepted"]
    assert letters(sqlite)[0]["status"] == "accepted"
    assert first < second


def test_a_cut_after_the_content_is_a_doubt_sent_again_under_the_same_identifier(sqlite: Engine) -> None:
    a_mail(sqlite, 1, AT)
    with scripted(["cut"]) as server:
        post(AT, on=sqlite, smtp_url=server.url)
        assert statuses(sqlite) == [("uncertain", "uncertain")]
        post(AT + LATER, on=sqlite, smtp_url=server.url)
    assert statuses(sqlite) == [("accepted", "accepted")]
    assert letters(sqlite)[0]["why"] == DOUBT
    assert len(server.taken) == 2
    assert server.taken[0] == server.taken[1]


def test_a_server_that_cannot_be_reached_costs_no_attempt(sqlite: Engine) -> None:
    for number in range(60):
        a_mail(sqlite, number, AT)
    with scripted() as server:
        gone = server.url
    tally = post(AT, on=sqlite, smtp_url=gone)
    assert tally.done == 0
    tried = [mail for mail in mails(sqlite) if mail["server_words"]]
    assert tried
    assert all(mail["status"] == "ready" and mail["attempts"] == 0 for mail in mails(sqlite))
    assert all(mail["next_try_at"] > AT and mail["lease_until"] is None for mail in tried)
    with sink() as url:
        assert post(AT + LATER, on=sqlite, smtp_url=url).done == 60


def test_a_lease_holds_until_it_ends_and_then_leaves_a_doubt(sqlite: Engine) -> None:
    a_mail(sqlite, 1, AT, status="sending", attempts=1, lease_until=AT + timedelta(minutes=15))
    with sink() as url:
        assert post(AT, on=sqlite, smtp_url=url).due == 0
        assert post(AT + timedelta(minutes=15), on=sqlite, smtp_url=url).done == 1
    assert letters(sqlite)[0]["why"] == DOUBT


def test_two_posts_at_once_send_each_mail_once(database: Engine) -> None:
    for number in range(120):
        a_mail(database, number, AT)
    box, start = Box(), threading.Barrier(2)

    def one() -> None:
        start.wait()
        post(AT, on=database, smtp_url=url)

    with sink(box) as url:
        posts = [threading.Thread(target=one) for _ in range(2)]
        for thread in posts:
            thread.start()
        for thread in posts:
            thread.join()
    assert Counter(mail["status"] for mail in mails(database)) == {"accepted": 120}
    assert set(Counter(received.recipients for received in box.received).values()) == {1}
    assert len(box.received) == 120


def test_what_must_leave_at_once_leaves_alone(sqlite: Engine) -> None:
    _, second = a_mail(sqlite, 1, AT), a_mail(sqlite, 2, AT)
    with sink() as url:
        post_now((second,), AT, on=sqlite, smtp_url=url)
        assert [mail["status"] for mail in mails(sqlite)] == ["ready", "accepted"]


def test_a_mail_without_letter_is_posted_too(sqlite: Engine) -> None:
    number = a_mail(sqlite, 1, AT)
    with transaction(sqlite) as session:
        session.execute(CARRIES.delete())
    with sink() as url:
        assert post(AT, on=sqlite, smtp_url=url).done == 1
    assert mails(sqlite)[0]["id"] == number


def test_a_furnished_database_refuses_to_leave_this_machine(sqlite: Engine) -> None:
    a_mail(sqlite, 1, AT)
    with transaction(sqlite) as session:
        seeding.mark_furnished(session, AT)
    with pytest.raises(Blocked) as refused:
        post(AT, on=sqlite, smtp_url="smtp://mail.education.gouv.fr:25")
    assert "CAMPUS_SMTP_URL" in str(refused.value)
    assert statuses(sqlite) == [("ready", "ready")]
    with sink() as url:
        assert post(AT, on=sqlite, smtp_url=url).done == 1


def test_only_a_furnished_database_may_post_to_nobody(sqlite: Engine) -> None:
    a_mail(sqlite, 1, AT)
    with pytest.raises(BadField):
        post(AT, on=sqlite, smtp_url=NOWHERE)
    with transaction(sqlite) as session:
        seeding.mark_furnished(session, AT)
    assert post(AT, on=sqlite, smtp_url=NOWHERE).done == 1
    assert mails(sqlite)[0]["server_words"] == "Remis à personne : horloge simulée."


@pytest.mark.parametrize("url", ["", "http://mail.example", "smtp://", "smtp://h:port", "mail.example"])
def test_an_address_of_server_that_means_nothing_is_refused(url: str) -> None:
    with pytest.raises(BadField, match="CAMPUS_SMTP_URL"):
        read_route(url)


def test_the_route_is_encrypted_unless_it_stays_on_this_machine() -> None:
    assert read_route("smtp://relais.example").starttls
    assert read_route("smtps://u:p%40ss@relais.example") == Route(
        host="relais.example", port=465, implicit=True, user="u", password="p@ss"
    )
    assert not read_route("smtp://127.0.0.1:1025").starttls
    assert not read_route("smtp://localhost").starttls
    assert not read_route("smtp://[::1]:25").starttls


PARCEL = Parcel(id=1, sender="a@b.example", mailbox="c@d.example", content=b"x\r\n", attempts=1, doubtful=False)


def delivered(route: Route, *parcels: Parcel) -> list[Verdict]:
    """What comes of mails handed to a server by one courier, one after the other."""

    async def deliver() -> list[Verdict]:
        courier = Courier(route)
        try:
            return [await courier.deliver(parcel) for parcel in parcels or (PARCEL,)]
        finally:
            await courier.close()

    return asyncio.run(deliver())


def test_a_connection_that_the_server_closed_is_opened_again() -> None:
    with scripted(["then close", "then close"]) as server:
        verdicts = delivered(read_route(server.url), PARCEL, PARCEL, PARCEL)
    assert [verdict.status for verdict in verdicts] == [LetterStatus.ACCEPTED] * 3
    assert len(server.taken) == 3


def test_a_server_that_says_nothing_leaves_a_doubt() -> None:
    with scripted(["silence"]) as server:
        route = read_route(server.url)
        (verdict,) = delivered(Route(host=route.host, port=route.port, timeout=0.2))
    assert verdict.status is LetterStatus.UNCERTAIN


def test_without_the_encryption_that_it_must_have_nothing_is_handed_over() -> None:
    with scripted() as server:
        route = read_route(server.url)
        (verdict,) = delivered(Route(host=route.host, port=route.port, starttls=True))
    assert verdict.status is LetterStatus.READY
    assert not any(line.startswith("MAIL") for line in server.seen)


def test_starttls_is_used_and_an_unknown_authority_refused(certificate: tuple[Path, Path]) -> None:
    chain, key = certificate
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, key)
    box = Box()
    with sink(box, tls_context=context, require_starttls=True) as url:
        route = read_route(url)
        known = ssl.create_default_context(cafile=str(chain))
        (stranger,) = delivered(Route(host=route.host, port=route.port, starttls=True))
        (friend,) = delivered(Route(host=route.host, port=route.port, starttls=True, context=known))
    assert stranger.status is LetterStatus.READY
    assert "certificate" in stranger.words
    assert friend.status is LetterStatus.ACCEPTED
    assert len(box.received) == 1


def test_commands_said_together_are_answered_one_by_one() -> None:
    with scripted(["550 inconnu", "450 plus tard", "data 5", "accept"], together=True) as server:
        verdicts = delivered(read_route(server.url), *[PARCEL] * 4)
    assert [verdict.words for verdict in verdicts] == [
        "550 inconnu",
        "450 plus tard",
        "554 contenu refusé",
        "250 2.0.0 pris",
    ]
    assert server.taken == [b"x\r\n.\r\n"]


def test_the_bytes_arrive_as_they_were_frozen() -> None:
    awkward = (b".", b"..\r\n", b"a\r\n.\r\nb", b".\r\n.b\r\n", b"sans fin")
    box = Box()
    with sink(box) as url:
        delivered(read_route(url), *(replace(PARCEL, content=content) for content in awkward))
    assert [one.content for one in box.received] == [c if c.endswith(b"\r\n") else c + b"\r\n" for c in awkward]


def test_an_address_that_could_add_a_command_is_never_said() -> None:
    with scripted() as server:
        (verdict,) = delivered(read_route(server.url), replace(PARCEL, mailbox="a@b.example>\r\nRCPT TO:<c@d.example"))
    assert verdict.status is LetterStatus.REFUSED
    assert not any(line.startswith(("MAIL", "RCPT")) for line in server.seen)


def test_without_an_address_to_come_back_to_no_mail_leaves(sqlite: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    a_mail(sqlite, 1, AT)
    monkeypatch.setenv("CAMPUS_BOUNCE_ADDRESS", "retours")
    settings.cache_clear()
    with scripted() as server, pytest.raises(BadField, match="CAMPUS_BOUNCE_ADDRESS"):
        post(AT, on=sqlite, smtp_url=server.url)
    monkeypatch.undo()
    settings.cache_clear()
    assert statuses(sqlite) == [("ready", "ready")]
    assert server.taken == []


def test_a_server_busy_with_one_mail_delays_no_other(sqlite: Engine) -> None:
    for number in range(8):
        a_mail(sqlite, number, AT)
    with scripted(["hold"], together=True) as server:
        posting = threading.Thread(target=post, args=(AT,), kwargs={"on": sqlite, "smtp_url": server.url})
        posting.start()
        assert server.wait_for(7)
        server.release.set()
        posting.join()
    assert Counter(mail["status"] for mail in mails(sqlite)) == {"accepted": 8}


def test_verdicts_that_come_together_are_committed_together(sqlite: Engine) -> None:
    for number in range(60):
        a_mail(sqlite, number, AT)
    commits: list[Any] = []
    event.listen(sqlite, "commit", commits.append)
    with sink() as url:
        assert post(AT, on=sqlite, smtp_url=url).done == 60
    assert len(commits) < 60


def test_what_one_verdict_breaks_puts_no_other_in_doubt(sqlite: Engine) -> None:
    for number in range(6):
        a_mail(sqlite, number, AT)
    trap = "CREATE TRIGGER trap BEFORE UPDATE ON mail WHEN NEW.id = 3 AND NEW.status = 'accepted' BEGIN {} END"
    with transaction(sqlite) as session:
        session.execute(text(trap.format("SELECT RAISE(ABORT, 'piège');")))
    with sink() as url:
        tally = post(AT, on=sqlite, smtp_url=url)
    assert (tally.done, tally.failed) == (5, 1)
    assert "piège" in tally.error
    assert Counter(mail["status"] for mail in mails(sqlite)) == {"accepted": 5, "sending": 1}

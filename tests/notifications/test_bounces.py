"""Delivery reports that mail servers pipe back: what each changes, and all those that change nothing."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from tracemalloc import get_traced_memory, start, stop
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from notifications.composing.batches import CARRIES, LETTER
from notifications.posting.bounces import take_back
from notifications.posting.claims import return_path
from notifications.posting.reports import HEAVIEST, read_report
from notifications.troubles import TROUBLE
from states.refusals import BadField, Refusal, Unknown
from store.session import transaction
from tests.mailing import a_mail, letters, mails, rows

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
GONE = "550 5.1.1 <office1@academie.example>: Recipient address rejected: User unknown"
REPORT = """\
From: MAILER-DAEMON@relais.example (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.example
Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0100

Final-Recipient: rfc822; office1@academie.example
Action: {action}
Status: {status}
Remote-MTA: dns; mx.academie.example
Diagnostic-Code: smtp; {words}

--B
Content-Type: text/rfc822-headers

From: suivi@campus.example
Message-ID: {message_id}
Subject: Essai

--B--
"""


def report(to: str = "retours@campus.example", action: str = "failed", status: str = "5.1.1", **given: str) -> bytes:
    """A report as Postfix writes it."""
    told = {"words": GONE, "message_id": "<rien@ailleurs.example>"} | given
    return REPORT.format(to=to, action=action, status=status, **told).encode()


def stream(to: str) -> BytesIO:
    """A report of failure, as it is piped in."""
    return BytesIO(report(to))


def sent(engine: Engine, number: int = 1, **given: Any) -> str:
    """A mail that a server has taken; returns its return address."""
    left: dict[str, Any] = {"status": "accepted", "attempts": 1, "server_words": "250 2.0.0 Ok", "settled_at": AT}
    mail = a_mail(engine, number, AT, **left | given)
    with transaction(engine) as session:
        session.execute(update(LETTER).values(status="accepted"))
    return return_path(mail, f"<essai.{number}@campus.example>")


def bounced(engine: Engine, raw: bytes) -> str:
    return take_back(BytesIO(raw), AT, on=engine)


def everything(engine: Engine) -> tuple[list[Any], ...]:
    """All that a report may change."""
    return mails(engine), letters(engine), rows(engine, select(TROUBLE))


def test_a_bounce_refuses_the_letter_in_the_words_of_the_remote_server(database: Engine) -> None:
    back = sent(database)
    assert "refusé" in bounced(database, report(back))
    (mail,), (letter,), (obstacle,) = everything(database)
    assert (mail["status"], mail["server_words"]) == ("refused", GONE)
    assert letter["status"] == "refused"
    assert (obstacle["code"], obstacle["office"], obstacle["ref"]) == ("letter_refused", "recteur:14", "CMQ-1")
    assert obstacle["words"].startswith("Adresse refusée")
    assert "office1@academie.example" in obstacle["words"]
    assert "Corrigez l’adresse" in obstacle["words"]


def test_the_same_bounce_again_changes_nothing(sqlite: Engine) -> None:
    back = sent(sqlite)
    bounced(sqlite, report(back))
    before = everything(sqlite)
    assert "déjà" in take_back(BytesIO(report(back)), datetime(2026, 11, 25, tzinfo=UTC), on=sqlite)
    assert everything(sqlite) == before


def test_the_mail_is_found_by_what_comes_back_when_the_return_address_is_lost(sqlite: Engine) -> None:
    sent(sqlite)
    bounced(sqlite, report(message_id="<essai.1@campus.example>"))
    assert mails(sqlite)[0]["status"] == "refused"


def test_the_mail_is_found_in_a_report_that_returns_it_whole(sqlite: Engine) -> None:
    sent(sqlite)
    whole = report(message_id="<essai.1@campus.example>").replace(b"text/rfc822-headers", b"message/rfc822")
    bounced(sqlite, whole)
    assert mails(sqlite)[0]["status"] == "refused"


def test_a_delay_is_noted_and_refuses_nothing(sqlite: Engine) -> None:
    late = report(sent(sqlite), "delayed", "4.4.1", words="connect to mx.academie.example: Connection timed out")
    bounced(sqlite, late)
    (mail,), (letter,), troubles = everything(sqlite)
    assert (mail["status"], letter["status"], troubles) == ("accepted", "accepted", [])
    assert mail["server_words"].startswith("Remise retardée : 4.4.1 connect to mx")
    before = everything(sqlite)
    bounced(sqlite, late)
    assert everything(sqlite) == before


def test_a_delay_that_lasts_too_long_is_a_refusal_whatever_its_status(sqlite: Engine) -> None:
    bounced(sqlite, report(sent(sqlite), "failed", "4.4.7", words="delivery time expired"))
    assert mails(sqlite)[0]["server_words"] == "4.4.7 delivery time expired"
    assert mails(sqlite)[0]["status"] == "refused"


def test_news_of_a_delivery_changes_nothing(sqlite: Engine) -> None:
    back = sent(sqlite)
    before = everything(sqlite)
    assert "remis" in bounced(sqlite, report(back, "delivered", "2.0.0"))
    assert everything(sqlite) == before


def test_a_letter_refused_at_one_address_and_taken_at_another_says_so(sqlite: Engine) -> None:
    back = sent(sqlite)
    sent(sqlite, 2)
    with transaction(sqlite) as session:
        session.execute(update(CARRIES).where(CARRIES.c.mail == 2).values(letter=1))
        session.execute(LETTER.delete().where(LETTER.c.id == 2))
    bounced(sqlite, report(back))
    (letter,) = letters(sqlite)
    assert letter["status"] == "accepted"
    assert letter["why"] == f"Refusée à office1@academie.example : « {GONE} »."
    assert rows(sqlite, select(TROUBLE)) == []


def test_a_mail_that_carries_no_letter_comes_back_too(sqlite: Engine) -> None:
    back = sent(sqlite)
    with transaction(sqlite) as session:
        session.execute(CARRIES.delete())
    bounced(sqlite, report(back))
    assert mails(sqlite)[0]["status"] == "refused"
    assert rows(sqlite, select(TROUBLE)) == []


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (report("retours+77-01234567@campus.example"), Unknown),
        (report("retours+1-00000000@campus.example"), Unknown),
        (report("retours+99999999999999999999-00000000@campus.example"), Unknown),
        (report(), Unknown),
        (b"", BadField),
        (b"From: x\n\nJe suis absent jusqu'au 3.\n", BadField),
        (report().replace(b"message/delivery-status", b"text/plain"), BadField),
        (report().replace(b"Action: failed\nStatus: 5.1.1\n", b""), BadField),
        (report()[:300], BadField),
        (b"\x00\xff" * 4000, BadField),
    ],
)
def test_what_is_no_report_or_no_mail_of_ours_changes_nothing(
    sqlite: Engine, raw: bytes, refusal: type[Refusal]
) -> None:
    sent(sqlite)
    before = everything(sqlite)
    with pytest.raises(refusal, match="Rien n’a été changé"):
        bounced(sqlite, raw)
    assert everything(sqlite) == before


def test_a_mail_that_has_not_left_cannot_come_back(sqlite: Engine) -> None:
    back = sent(sqlite, status="ready", attempts=0)
    with pytest.raises(BadField, match="pas encore parti"):
        bounced(sqlite, report(back))


class Endless:
    """Fifty megabytes that are never in memory at once."""

    def __init__(self) -> None:
        self.left, self.largest = 50 * 1024 * 1024, 0

    def read(self, size: int) -> bytes:
        given = min(size, self.left)
        self.left, self.largest = self.left - given, max(self.largest, size)
        return b"x" * given


def test_fifty_megabytes_are_read_to_the_end_and_never_kept() -> None:
    stream = Endless()
    start()
    with pytest.raises(BadField, match="1024 Kio"):
        read_report(stream)  # type: ignore[arg-type]
    most = get_traced_memory()[1]
    stop()
    assert stream.left == 0
    assert most < 4 * HEAVIEST


@pytest.mark.parametrize("spoil", [bytes.upper, lambda raw: raw.replace(b"\n", b"\r\n"), lambda raw: raw * 3])
def test_a_report_is_understood_as_other_servers_write_it(sqlite: Engine, spoil: Callable[[bytes], bytes]) -> None:
    raw = spoil(report(message_id="<essai.1@campus.example>"))
    assert read_report(BytesIO(raw)).final


def test_no_mangled_report_is_more_than_a_refusal() -> None:
    chance, whole = random.Random(1), report(message_id="<essai.1@campus.example>")
    for _ in range(300):
        cut = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            place = chance.randrange(len(cut))
            cut[place : place + chance.randrange(4)] = chance.randbytes(chance.randrange(4))
        try:
            read_report(BytesIO(bytes(cut)))
        except BadField:
            continue


def test_a_report_nested_without_end_is_malformed() -> None:
    deep = b"".join(b'Content-Type: multipart/report; boundary="%d"\n\n--%d\n' % (n, n) for n in range(800))
    with pytest.raises(BadField):
        read_report(BytesIO(deep))

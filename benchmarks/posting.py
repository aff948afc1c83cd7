"""Letters per second, posted with all that we write down of them, against bare aiosmtplib and the same connections.

`python -m benchmarks.posting [sqlite|postgresql]`: both sides send the same bytes from the same process to the same
sink, a process of its own (Postfix's smtp-sink where it is installed). At least 0.7.
"""

import asyncio
import multiprocessing
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from shutil import which
from socket import create_connection, socket
from statistics import median
from subprocess import Popen

from aiosmtplib import SMTP
from sqlalchemy import Engine, insert, select, update

from benchmarks.databases import DIALECTS, Databases, databases, migrated
from benchmarks.measuring import pairs, report, seconds
from notifications.composing.batches import CARRIES, LETTER, MAIL
from notifications.posting.claims import return_path
from notifications.posting.post import post
from notifications.posting.round import CONNECTIONS
from notifications.posting.routes import Route, read_route
from notifications.posting.sink import sink
from notifications.wording.markup import page
from notifications.wording.messages import Message, frozen, message_id
from store.session import reading, transaction
from store.tables.letters import LetterStatus
from store.tables.objects import Application

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
LETTERS = 2000
PARAGRAPH = "Le dossier attend la délibération du conseil régional, dont la copie n’est pas encore jointe. " * 4
Envelope = tuple[str, str, bytes]


class Silent:
    """Takes everything and keeps nothing."""

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        return "250 2.0.0 Accepté"


def _serve(told: Connection) -> None:
    with sink(Silent()) as url:
        told.send(url)
        told.recv()


@contextmanager
def a_sink() -> Iterator[str]:
    """A mail server in a process of its own; gives its URL."""
    if which("smtp-sink"):
        with _smtp_sink() as url:
            yield url
        return
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    process.start()
    yield here.recv()
    here.send("end")
    process.join()


@contextmanager
def _smtp_sink() -> Iterator[str]:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    server = Popen(["smtp-sink", "-u", "nobody", f"127.0.0.1:{port}", "1000"])
    try:
        _await(port)
        yield f"smtp://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _await(port: int) -> None:
    for _ in range(10_000):
        with suppress(OSError), create_connection(("127.0.0.1", port)):
            return


def fill(engine: Engine, letters: int) -> None:
    """So many applications, each with a letter in a mail of about 12 kB."""
    with transaction(engine) as session:
        for number in range(letters):
            session.execute(insert(Application), _application(number))
            letter = session.execute(insert(LETTER).returning(LETTER.c.id), _letter(number)).scalar_one()
            mail = session.execute(insert(MAIL).returning(MAIL.c.id), _mail(number)).scalar_one()
            session.execute(insert(CARRIES), {"mail": mail, "letter": letter, "version": 1})


def _application(number: int) -> dict[str, object]:
    """A row with the defaults of the model, which Core does not know."""
    ref = f"CMQ-2026-{number:05}"
    row = Application(
        ref=ref, name="Propulsions", state="draft", facts="{}", kind="initial", campus="C-1", entered_at=AT
    )
    return row.model_dump()


def _letter(number: int) -> dict[str, object]:
    return {
        "key": f"application/remind:{number}",
        "letter": "application/remind",
        "kind": "application",
        "ref": f"CMQ-2026-{number:05}",
        "office": "recteur:14",
        "concerns": "",
        "owed_at": AT,
        "not_before": AT,
        "status": LetterStatus.READY.value,
        "why": "",
    }


def _mail(number: int) -> dict[str, object]:
    message = Message(
        message_id=message_id("lettre", str(number), "suivi@campus.example"),
        sender="suivi@campus.example",
        mailbox=f"office{number}@academie.example",
        name="Rectorat",
        subject="Votre dossier attend une délibération",
        text=f"{PARAGRAPH}\n\n" * 6,
        html=page("Votre dossier attend une délibération", f"{PARAGRAPH}\n\n" * 6, (("Étape", "Préparation"),), "Fin"),
        at=AT,
    )
    return {
        "mailbox": message.mailbox,
        "office": "recteur:14",
        "person": "",
        "bundle_day": "",
        "subject": message.subject,
        "message_id": message.message_id,
        "content": frozen(message),
        "status": LetterStatus.READY.value,
        "composed_at": AT,
        "next_try_at": AT,
        "attempts": 0,
        "server_words": "",
    }


def unsent(engine: Engine) -> None:
    """As if nothing had been posted."""
    with transaction(engine) as session:
        ready = {"status": LetterStatus.READY.value}
        session.execute(update(LETTER).values(**ready))
        session.execute(update(MAIL).values(**ready, attempts=0, settled_at=None, server_words=""))


def ours(engine: Engine, url: str) -> float:
    """Seconds that `post` takes: claims, hand-over, verdicts written down."""
    unsent(engine)

    def everything(_: int) -> None:
        tally = post(AT, on=engine, smtp_url=url)
        assert tally.done == LETTERS, tally

    return seconds(everything, 0)


async def _bare(route: Route, envelopes: deque[Envelope]) -> None:
    async with SMTP(hostname=route.host, port=route.port, start_tls=False, timeout=15) as client:
        while envelopes:
            sender, mailbox, content = envelopes.popleft()
            await client.sendmail(sender, [mailbox], content)


async def _all_bare(route: Route, envelopes: deque[Envelope]) -> None:
    await asyncio.gather(*(_bare(route, envelopes) for _ in range(CONNECTIONS)))


def bare(envelopes: list[Envelope], url: str) -> float:
    """Seconds that aiosmtplib takes with as many connections, from memory, remembering nothing."""
    return seconds(lambda _: asyncio.run(_all_bare(read_route(url), deque(envelopes))), 0)


def measure(made: Databases, dialect: str, url: str) -> None:
    """The ratio of each pair, of rates: 1 is as fast as bare."""
    with migrated(made.url(dialect, "posting")) as engine:
        fill(engine, LETTERS)
        with reading(engine) as session:
            rows = session.execute(select(MAIL.c.id, MAIL.c.message_id, MAIL.c.mailbox, MAIL.c.content))
            envelopes = [(return_path(row.id, row.message_id), row.mailbox, row.content) for row in rows]
        mine: list[float] = []
        plain: list[float] = []
        pairs(lambda _: mine.append(ours(engine, url)), lambda _: plain.append(bare(envelopes, url)))
    each = [LETTERS / median(took[1:]) for took in (mine, plain)]
    sent_to = "smtp-sink" if which("smtp-sink") else "aiosmtpd"
    report(
        f"{dialect}: letters posted / bare aiosmtplib to {sent_to}, in rate",
        [theirs / own for own, theirs in zip(mine[1:], plain[1:], strict=True)],
        least=0.7,
        rates=f"{each[0]:.0f} and {each[1]:.0f} letters/s",
    )
    made.drop(dialect, "posting")


if __name__ == "__main__":
    with databases() as made, a_sink() as sink_url:
        for dialect in sys.argv[1:2] or DIALECTS:
            measure(made, dialect, sink_url)

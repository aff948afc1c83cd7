"""Letters per second, posted with all that we write down of them, against bare aiosmtplib and the same connections.

`python benchmarks/posting.py [--letters 2000] [--pairs 7] [--postgresql URL]`: both sides send the same bytes from the
same process to the same sink, a process of its own (Postfix's smtp-sink where it is installed); they take turns at
going first, and each ratio comes from one pair. Must reach 0.7 (median).
"""

import argparse
import asyncio
import multiprocessing
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from shutil import which
from socket import create_connection, socket
from statistics import median
from subprocess import Popen
from tempfile import TemporaryDirectory
from time import perf_counter

from aiosmtplib import SMTP
from sqlalchemy import Engine, insert, select, update

from notifications.composing.batches import CARRIES, LETTER, MAIL
from notifications.posting.claims import return_path
from notifications.posting.post import post
from notifications.posting.round import CONNECTIONS
from notifications.posting.routes import Route, read_route
from notifications.posting.sink import sink
from notifications.wording.markup import page
from notifications.wording.messages import Message, frozen, message_id
from store.migrations import upgrade
from store.session import engine_for, reading, transaction
from store.tables.letters import LetterStatus
from store.tables.objects import Application

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
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


def ours(engine: Engine, url: str, letters: int) -> float:
    """Seconds that `post` takes: claims, hand-over, verdicts written down."""
    unsent(engine)
    began = perf_counter()
    tally = post(AT, on=engine, smtp_url=url)
    took = perf_counter() - began
    assert tally.done == letters, tally
    return took


async def _bare(route: Route, envelopes: deque[Envelope]) -> None:
    async with SMTP(hostname=route.host, port=route.port, start_tls=False, timeout=15) as client:
        while envelopes:
            sender, mailbox, content = envelopes.popleft()
            await client.sendmail(sender, [mailbox], content)


async def _all_bare(route: Route, envelopes: deque[Envelope]) -> None:
    await asyncio.gather(*(_bare(route, envelopes) for _ in range(CONNECTIONS)))


def bare(envelopes: list[Envelope], url: str) -> float:
    """Seconds that aiosmtplib takes with as many connections, from memory, remembering nothing."""
    route, began = read_route(url), perf_counter()
    asyncio.run(_all_bare(route, deque(envelopes)))
    return perf_counter() - began


def measure(engine: Engine, url: str, letters: int, pairs: int) -> list[float]:
    """The ratio of each pair, of rates: 1 is as fast as bare."""
    with reading(engine) as session:
        rows = session.execute(select(MAIL.c.id, MAIL.c.message_id, MAIL.c.mailbox, MAIL.c.content))
        envelopes = [(return_path(row.id, row.message_id), row.mailbox, row.content) for row in rows]
    ratios = []
    for turn in range(pairs + 1):
        first = bare(envelopes, url) if turn % 2 else 0.0
        mine = ours(engine, url, letters)
        plain = first or bare(envelopes, url)
        if turn:  # The first pair only warms up.
            ratios.append(plain / mine)
            print(f"  {letters / mine:6.0f} letters/s, bare {letters / plain:6.0f}/s, ratio {plain / mine:.2f}")
    return ratios


def main() -> None:
    """Measure on SQLite, and on PostgreSQL when a URL names one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--letters", type=int, default=2000)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--postgresql", default="")
    given = parser.parse_args()
    with TemporaryDirectory() as folder, a_sink() as url:
        for database in filter(None, (f"sqlite:///{Path(folder) / 'campus.db'}", given.postgresql)):
            engine = engine_for(database)
            upgrade(engine)
            fill(engine, given.letters)
            print(engine.dialect.name, "to", "smtp-sink" if which("smtp-sink") else "aiosmtpd")
            ratios = measure(engine, url, given.letters, given.pairs)
            print(f"  median {median(ratios):.2f} (must reach 0.70), least {min(ratios):.2f}, most {max(ratios):.2f}")
            engine.dispose()


if __name__ == "__main__":
    main()

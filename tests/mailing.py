"""Mails to post, and mail servers that behave as servers do: accept, refuse, tarry, or hang up at the worst moment."""

import socketserver
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from sqlalchemy import Engine, insert, select

from notifications.composing.batches import CARRIES, LETTER, MAIL
from store.session import reading, transaction


def parsed(content: bytes) -> EmailMessage:
    """A mail as its reader's program understands it."""
    return message_from_bytes(content, policy=default)


def text(message: EmailMessage, kind: str = "plain") -> str:
    """One of its two parts."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def rows(engine: Engine, query: Any) -> list[dict[str, Any]]:
    """What a query finds."""
    with reading(engine) as session:
        return [dict(row) for row in session.execute(query).mappings()]


def mails(engine: Engine) -> list[dict[str, Any]]:
    """Every mail, in order."""
    return rows(engine, select(MAIL).order_by(MAIL.c.id))


def letters(engine: Engine) -> list[dict[str, Any]]:
    """Every letter, in order."""
    return rows(engine, select(LETTER).order_by(LETTER.c.id))


def a_mail(engine: Engine, number: int, at: datetime, **given: Any) -> int:
    """A mail ready to leave, with the letter of an act that it carries."""
    letter = {
        "key": f"application/remind:CMQ-{number}",
        "letter": "application/remind",
        "kind": given.pop("kind", "application"),
        "ref": given.pop("ref", f"CMQ-{number}"),
        "office": "recteur:14",
        "owed_at": at,
        "not_before": at,
        "status": "ready",
        "concerns": "",
        "why": "",
    }
    mail = {
        "mailbox": f"office{number}@academie.example",
        "office": "recteur:14",
        "person": "",
        "bundle_day": "",
        "subject": "Essai",
        "message_id": f"<essai.{number}@campus.example>",
        "content": f"Message-ID: <essai.{number}@campus.example>\r\nSubject: Essai\r\n\r\n.Un point\r\n".encode(),
        "status": "ready",
        "composed_at": at,
        "next_try_at": at,
        "attempts": 0,
        "server_words": "",
    }
    with transaction(engine) as session:
        letter_id = session.execute(insert(LETTER).returning(LETTER.c.id), letter).scalar_one()
        mail_id: int = session.execute(insert(MAIL).returning(MAIL.c.id), mail | given).scalar_one()
        session.execute(insert(CARRIES), {"mail": mail_id, "letter": letter_id, "version": 1})
    return mail_id


@dataclass
class Server:
    """What a scripted server does with each mail in turn, and what it took; after the script it accepts."""

    script: deque[str] = field(default_factory=deque)
    taken: list[bytes] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    url: str = ""
    together: bool = False
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    release: threading.Event = field(default_factory=threading.Event)

    def wait_for(self, mails: int) -> bool:
        """Until so many have been taken and answered."""
        return all(self.arrived.acquire(timeout=30) for _ in range(mails))


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: Server = self.server.scripted  # type: ignore[attr-defined]
        self._say("220 essai ESMTP")
        for raw in self.rfile:
            line = raw.decode().strip()
            server.seen.append(line)
            word = line.split(" ")[0].split(":")[0].upper()
            if word == "QUIT":
                return self._say("221 au revoir")
            if word == "EHLO":
                self._say("250-essai\r\n250 PIPELINING" if server.together else "250 essai")
            elif word == "RCPT":
                self._say(self._step(server) if server.script and server.script[0][0] in "45" else "250 ok")
            elif word == "DATA":
                if self._data(server):
                    return None
            else:
                self._say("250 ok")
        return None

    def _data(self, server: Server) -> bool:
        self._say("354 allez")
        content = b""
        while not content.endswith(b"\r\n.\r\n"):
            content += self.rfile.readline()
            if content == b".\r\n":
                self._say("554 aucun destinataire")
                return False
        step = self._step(server)
        if step == "data 5":
            self._say("554 contenu refusé")
            return False
        server.taken.append(content)
        if step == "cut":
            return True
        if step == "silence":
            self.rfile.read()
            return True
        if step == "hold":
            server.release.wait(30)
        self._say("250 2.0.0 pris")
        server.arrived.release()
        return step == "then close"

    def _step(self, server: Server) -> str:
        return server.script.popleft() if server.script else "accept"

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


@contextmanager
def scripted(steps: Sequence[str] = (), *, together: bool = False) -> Iterator[Server]:
    """A server that follows a script: « 450 … » or « 550 … » at RCPT, "data 5", "cut", "silence",
    "hold" (the answer until `release`), "then close";
    `together` when it takes several commands at once."""
    with _Threads(("127.0.0.1", 0), _Talk) as server:
        known = Server(deque(steps), together=together, url=f"smtp://127.0.0.1:{server.server_address[1]}")
        server.scripted = known  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield known
        server.shutdown()
        thread.join()

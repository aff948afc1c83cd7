"""A mail server for this machine alone: it takes everything, keeps the last in memory and sends nothing on."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

KEPT = 1000


@dataclass(frozen=True, slots=True)
class Received:
    """A mail as the server got it."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass(slots=True)
class Box:
    """What came in, in order; the oldest makes room."""

    received: deque[Received] = field(default_factory=lambda: deque(maxlen=KEPT))

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """What aiosmtpd calls with each mail."""
        self.received.append(Received(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.original_content))
        return "250 2.0.0 Accepté"


class FreePort(Controller):
    """Listens on a port that the system chooses, so that no other program can take it in between."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def sink(handler: Any = None, **options: Any) -> Iterator[str]:
    """A server on loopback until the block ends, in a thread of its own; gives its URL. By default it fills a box."""
    controller = FreePort(handler or Box(), hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()

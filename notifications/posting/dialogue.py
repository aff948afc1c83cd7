"""The words of SMTP for one mail after another: two round trips each, where the server takes commands together.

The library opens the connection, encrypts it and logs in; it would then wait for each answer before the next word.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from aiosmtplib import SMTP, SMTPServerDisconnected

from notifications.addresses import is_usable

DONE, GO_ON, FORWARDED, LEAVING, UNUSABLE = 250, 354, 251, 421, 553
LONGEST_LINE, MOST_LINES = 4096, 100


class Answer(NamedTuple):
    """What the server said."""

    code: int
    words: str


class Dialogue:
    """Speaks on the connection of a client, in its stead."""

    def __init__(self, client: SMTP, timeout: float) -> None:
        transport = client.transport
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._timeout = transport, timeout
        self._together = client.supports_extension("pipelining")
        self._reader = asyncio.StreamReader(LONGEST_LINE)
        protocol = asyncio.StreamReaderProtocol(self._reader)
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
        self._writer = asyncio.StreamWriter(transport, protocol, self._reader, asyncio.get_running_loop())

    @property
    def is_open(self) -> bool:
        """Whether the server, as far as one can tell, still listens."""
        return not (self._transport.is_closing() or self._reader.at_eof())

    async def envelope(self, sender: str, mailbox: str) -> Answer | None:
        """Announce one mail; what the server refuses of it, or None when it awaits the content."""
        if not (is_usable(sender) and is_usable(mailbox)):
            return Answer(UNUSABLE, "adresse mal formée, le serveur n’a pas été sollicité")
        commands = (f"MAIL FROM:<{sender}>", f"RCPT TO:<{mailbox}>", "DATA")
        refusal = None
        async for answer in self._asked(commands):
            if refusal is None and answer.code not in (DONE, FORWARDED, GO_ON):
                refusal = answer
        if refusal and answer.code == GO_ON:
            # It takes the content of a mail whose reader it refuses: an empty one ends it (RFC 2920, 3.1).
            await self._say(b".\r\n")
        return refusal

    async def _asked(self, commands: Sequence[str]) -> AsyncIterator[Answer]:
        """The answers to commands said together, or one after the other as long as none is refused."""
        if self._together:
            self._writer.write("".join(f"{command}\r\n" for command in commands).encode("ascii"))
            for _ in commands:
                yield await self._answer()
            return
        for command in commands:
            answer = await self._say(f"{command}\r\n".encode("ascii"))
            yield answer
            if answer.code not in (DONE, FORWARDED):
                return

    async def content(self, content: bytes) -> Answer:
        """Hand over the bytes of the mail, whose lines end in CRLF."""
        stuffed = content.replace(b"\r\n.", b"\r\n..")
        first = b"." if stuffed.startswith(b".") else b""
        last = b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n"
        return await self._say(first + stuffed + last)

    async def reset(self) -> None:
        """Forget the mail under way."""
        await self._say(b"RSET\r\n")

    async def leave(self) -> None:
        """Take leave, and wait for nothing but the word."""
        await self._say(b"QUIT\r\n")

    def drop(self) -> None:
        """Hang up: an encrypted connection would wait for a last word that the loop may not live to hear."""
        self._transport.abort()

    async def _say(self, words: bytes) -> Answer:
        self._writer.write(words)
        async with asyncio.timeout(self._timeout):
            await self._writer.drain()
        return await self._answer()

    async def _answer(self) -> Answer:
        async with asyncio.timeout(self._timeout):
            lines = [await self._line()]
            while lines[-1][3:4] == "-" and len(lines) < MOST_LINES:
                lines.append(await self._line())
        code = lines[-1][:3]
        if not code.isdigit():
            raise SMTPServerDisconnected(f"Réponse incompréhensible : {lines[-1][:80]}")
        return Answer(int(code), " ".join(line[4:].strip() for line in lines))

    async def _line(self) -> str:
        try:
            line = await self._reader.readuntil(b"\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            raise SMTPServerDisconnected("Connexion interrompue par le serveur") from error
        return line.decode("utf-8", "replace").rstrip("\r\n")

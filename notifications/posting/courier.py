"""One reused connection to the mail server, and what each hand-over came to."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from socket import gethostname

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from notifications.addresses import one_line
from notifications.posting.routes import Route
from store.tables.letters import LetterStatus

#: A server may tire of a long connection; a new one costs little.
MAILS_PER_CONNECTION = 100
LOST = (SMTPException, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """The bytes of one mail, from whom, to whom; `attempts` counts this one, `doubtful` when one may have arrived."""

    id: int
    sender: str
    mailbox: str
    content: bytes
    attempts: int
    doubtful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of it, in the server's own words; READY when the server was not even reached."""

    status: LetterStatus
    words: str


class Courier:
    """Hands mails over one after the other, on one connection that it opens again when it was lost."""

    def __init__(self, route: Route) -> None:
        self._route = route
        self._client: SMTP | None = None
        self._carried = 0

    async def deliver(self, parcel: Parcel) -> Verdict:
        """Hand one mail over; never raises what the network or the server may do."""
        reused = self._client is not None
        try:
            verdict = await self._try(parcel)
        except LOST as error:
            await self.close()
            # A server closes an idle connection without a word: that says nothing of this mail.
            return await self._afresh(parcel) if reused else _unreached(error)
        return verdict

    async def _afresh(self, parcel: Parcel) -> Verdict:
        try:
            return await self._try(parcel)
        except LOST as error:
            await self.close()
            return _unreached(error)

    async def _try(self, parcel: Parcel) -> Verdict:
        client = await self._connected()
        try:
            await client.mail(parcel.sender)
            await client.rcpt(parcel.mailbox)
        except SMTPResponseException as error:
            await self._reset()
            return _refused(error)
        return await self._content(client, parcel)

    async def _content(self, client: SMTP, parcel: Parcel) -> Verdict:
        try:
            response = await client.data(parcel.content)
        except SMTPResponseException as error:
            await self._reset()
            return _refused(error)
        except LOST as error:
            # Cut between the content and its answer: the server may have taken it.
            await self.close()
            return Verdict(status=LetterStatus.UNCERTAIN, words=_said(error))
        self._carried += 1
        return Verdict(status=LetterStatus.ACCEPTED, words=one_line(f"{response.code} {response.message}", 500))

    async def _connected(self) -> SMTP:
        if self._client and (self._carried >= MAILS_PER_CONNECTION or not self._client.is_connected):
            await self.close()
        if self._client is None:
            self._client, self._carried = _client(self._route), 0
            await self._client.connect()
        return self._client

    async def _reset(self) -> None:
        try:
            if self._client:
                await self._client.rset()
        except LOST:
            await self.close()

    async def close(self) -> None:
        """Take leave of the server, if it is still there."""
        client, self._client = self._client, None
        if client is None:
            return
        transport = client.transport
        with suppress(*LOST):
            if client.is_connected:
                await client.quit()
        client.close()
        # All is said: an encrypted connection would wait for a last word that the loop may not live to hear.
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()
        await asyncio.sleep(0)


def _client(route: Route) -> SMTP:
    return SMTP(
        hostname=route.host,
        port=route.port,
        use_tls=route.implicit,
        start_tls=route.starttls,
        username=route.user or None,
        password=route.password or None,
        tls_context=route.context,
        local_hostname=gethostname() or "localhost",
        timeout=route.timeout,
    )


def _refused(error: SMTPResponseException) -> Verdict:
    status = LetterStatus.REFUSED if 500 <= error.code < 600 else LetterStatus.DEFERRED
    return Verdict(status=status, words=_said(error))


def _unreached(error: Exception) -> Verdict:
    return Verdict(status=LetterStatus.READY, words=f"Serveur de courriel non joint. {_said(error)}")


def _said(error: Exception) -> str:
    if isinstance(error, SMTPResponseException):
        return one_line(f"{error.code} {error.message}", 500)
    return one_line(f"{type(error).__name__} : {error}", 500)

"""One reused connection to the mail server, and what each hand-over came to."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from socket import gethostname

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from notifications.addresses import one_line
from notifications.posting.dialogue import DONE, LEAVING, Answer, Dialogue
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
        self._dialogue: Dialogue | None = None
        self._carried = 0

    async def deliver(self, parcel: Parcel) -> Verdict:
        """Hand one mail over; never raises what the network or the server may do."""
        reused = self._dialogue is not None
        try:
            return await self._try(parcel)
        except LOST as error:
            await self.close()
            # A server closes an idle connection without a word: that says nothing of this mail.
            return await self._afresh(parcel) if reused else _unreached(error)

    async def _afresh(self, parcel: Parcel) -> Verdict:
        try:
            return await self._try(parcel)
        except LOST as error:
            await self.close()
            return _unreached(error)

    async def _try(self, parcel: Parcel) -> Verdict:
        dialogue = await self._connected()
        refusal = await dialogue.envelope(parcel.sender, parcel.mailbox)
        if refusal:
            await self._start_over(refusal)
            return _refused(refusal)
        try:
            answer = await dialogue.content(parcel.content)
        except LOST as error:
            # Cut between the content and its answer: the server may have taken it.
            await self.close()
            return Verdict(status=LetterStatus.UNCERTAIN, words=_said(error))
        return await self._answered(answer)

    async def _answered(self, answer: Answer) -> Verdict:
        if answer.code != DONE:
            await self._start_over(answer)
            return _refused(answer)
        self._carried += 1
        return Verdict(status=LetterStatus.ACCEPTED, words=_told(answer))

    async def _connected(self) -> Dialogue:
        if self._dialogue and (self._carried >= MAILS_PER_CONNECTION or not self._dialogue.is_open):
            await self.close()
        if self._dialogue is None:
            self._dialogue, self._carried = Dialogue(await _connection(self._route), self._route.timeout), 0
        return self._dialogue

    async def _start_over(self, refusal: Answer) -> None:
        try:
            if self._dialogue and refusal.code != LEAVING:
                return await self._dialogue.reset()
        except LOST:
            pass
        return await self.close()

    async def close(self) -> None:
        """Take leave of the server, if it is still there."""
        dialogue, self._dialogue = self._dialogue, None
        if dialogue is None:
            return
        with suppress(*LOST):
            if dialogue.is_open:
                await dialogue.leave()
        dialogue.drop()
        await asyncio.sleep(0)


async def _connection(route: Route) -> SMTP:
    client = _client(route)
    await client.connect()
    try:
        await client.rset()  # Presents itself, if it has not yet.
    except LOST:
        client.close()
        raise
    return client


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


def _refused(answer: Answer) -> Verdict:
    status = LetterStatus.REFUSED if 500 <= answer.code < 600 else LetterStatus.DEFERRED
    return Verdict(status=status, words=_told(answer))


def _told(answer: Answer) -> str:
    return one_line(f"{answer.code} {answer.words}", 500)


def _unreached(error: Exception) -> Verdict:
    return Verdict(status=LetterStatus.READY, words=f"Serveur de courriel non joint. {_said(error)}")


def _said(error: Exception) -> str:
    if isinstance(error, SMTPResponseException):
        return one_line(f"{error.code} {error.message}", 500)
    return one_line(f"{type(error).__name__} : {error}", 500)

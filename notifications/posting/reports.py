"""Delivery status reports (RFC 3464), read from whatever a mail server pipes in: bounded, and never trusted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from typing import BinaryIO

from notifications.addresses import one_line
from states.refusals import BadField

#: Our letters weigh some twenty kilobytes: a report that returns one whole is far below.
HEAVIEST = 1024 * 1024
SLICE = 64 * 1024
RETURN_HEADERS = ("X-Original-To", "Delivered-To", "Envelope-To", "To", "Apparently-To")
_VERP = re.compile(r"\+(\d{1,18})-([0-9a-f]{8})@")
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,198}>")
_FAILED, _DELAYED = "failed", "delayed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a server says of one mail: the numbers of our return address with their proof, the Message-ID of what it
    sends back, whether it gave up, and its words; `final` and `delayed` are both false when it delivered."""

    returns: tuple[tuple[int, str], ...]
    message_id: str
    final: bool
    delayed: bool
    words: str


def read_report(stream: BinaryIO) -> Report:
    """Read a whole message and keep a bounded part of it; BadField when it is no such report."""
    raw = stream.read(HEAVIEST + 1)
    if len(raw) > HEAVIEST:
        # The server must not see its pipe break, or it would try again.
        while stream.read(SLICE):
            pass
        raise _bad(f"plus de {HEAVIEST // 1024} Kio", "un avis de non-remise ne pèse jamais autant.")
    try:
        return _report(message_from_bytes(raw))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, BadField):
            raise
        raise _bad(type(error).__name__, "ce message est mal formé.") from error


def _bad(value: str, remedy: str) -> BadField:
    return BadField("message", value, f"{remedy} Rien n’a été changé.")


def _report(message: Message) -> Report:
    if message.get_content_type() != "multipart/report":
        raise _bad(message.get_content_type(), "un avis de non-remise est un « multipart/report » (RFC 3464).")
    status = next((part for part in message.walk() if part.get_content_type() == "message/delivery-status"), None)
    told = [group for group in _groups(status) if group.get("Action") or group.get("Status")]
    if not told:
        raise _bad("sans « delivery-status »", "l’avis ne dit pas ce qu’il est advenu du courriel.")
    worst = min(told, key=_severity)
    return Report(
        returns=tuple(_returns(message)),
        message_id=_returned(message),
        final=_action(worst) == _FAILED,
        delayed=_action(worst) == _DELAYED,
        words=_words(worst),
    )


def _groups(status: Message | None) -> Iterator[Message]:
    payload = status.get_payload() if status else ()
    yield from (part for part in payload if isinstance(part, Message)) if isinstance(payload, list) else ()


def _action(group: Message) -> str:
    """What was done; without a word for it, what the class of the status says."""
    said = str(group.get("Action", "")).strip().lower().split(" ")[0]
    return said or {"5": _FAILED, "4": _DELAYED}.get(str(group.get("Status", "")).strip()[:1], "")


def _severity(group: Message) -> int:
    order = (_FAILED, _DELAYED)
    action = _action(group)
    return order.index(action) if action in order else len(order)


def _words(group: Message) -> str:
    """The remote server's own, without « smtp; »."""
    kind, _, diagnostic = str(group.get("Diagnostic-Code", "")).partition(";")
    said, status = one_line(diagnostic or kind, 400), one_line(str(group.get("Status", "")), 20)
    return said if status in said else f"{status} {said}".strip()


def _returns(message: Message) -> Iterator[tuple[int, str]]:
    for name in RETURN_HEADERS:
        for value in message.get_all(name, ()):
            yield from ((int(number), proof) for number, proof in _VERP.findall(str(value)[:2000]))


def _returned(message: Message) -> str:
    """The Message-ID of the mail that comes back, whole or by its headers."""
    for part in message.walk():
        if part.get_content_type() == "text/rfc822-headers":
            part = message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
        elif part is message or "Message-ID" not in part:
            continue
        found = _MESSAGE_ID.search(str(part.get("Message-ID", "")))
        if found:
            return found[0]
    return ""

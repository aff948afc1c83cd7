"""A mail as bytes: headers in which nothing can add a line or a reader, a text part, and the same in HTML.

Written directly, since the standard library takes most of a millisecond to fold and flatten a message whose shape we
know; its parser reads these bytes back in the tests.
"""

from base64 import b64encode, encodebytes
from binascii import b2a_qp
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256

from notifications.addresses import is_usable, one_line
from states.refusals import BadField

CRLF = "\r\n"
#: An encoded word takes 75 characters at most, of which base64 of 45 bytes is 60.
WORD = 45
SENDER_NAME = "Suivi des campus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a mail says, to whom, in which thread."""

    message_id: str
    sender: str
    mailbox: str
    name: str
    subject: str
    text: str
    html: str
    at: datetime
    reply_to: str = ""
    reply_name: str = ""
    thread: str = ""
    calendar: bytes = b""


def frozen(message: Message) -> bytes:
    """The bytes that are sent, now and at each new attempt."""
    head = CRLF.join(f"{name}: {value}" for name, value in _headers(message))
    return head.encode("ascii") + b"\r\n" + _content(message.text, message.html, message.calendar)


# The readers of one letter follow each other, and most of them read the same.
@lru_cache(64)
def _content(text: str, html: str, calendar: bytes) -> bytes:
    plain, rich = _part("plain", text), _part("html", html)
    # Nothing in quoted-printable or base64 begins like it; another mail beside this one has another one.
    boundary = f"=_{sha256(plain + rich + calendar).hexdigest()[:32]}"
    told = _assembled("alternative", boundary, plain, rich)
    if not calendar:
        return told
    # Beside the text and not among its alternatives: some programs would show the event in its stead.
    return _assembled("mixed", f"{boundary}c", b"\r\n" + told, _event(calendar))


def _assembled(kind: str, boundary: str, *parts: bytes) -> bytes:
    """Parts under the header that announces them."""
    edge = f"\r\n--{boundary}".encode()
    head = f'Content-Type: multipart/{kind};{CRLF} boundary="{boundary}"{CRLF}'
    return head.encode() + b"".join(edge + part for part in parts) + edge + b"--\r\n"


def _event(calendar: bytes) -> bytes:
    head = (
        '\r\nContent-Type: text/calendar; charset=utf-8; method=PUBLISH; name="echeance.ics"\r\n'
        'Content-Disposition: attachment; filename="echeance.ics"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    return head.encode() + encodebytes(calendar).replace(b"\n", b"\r\n")


def _headers(message: Message) -> Iterator[tuple[str, str]]:
    yield "From", mailbox(message.sender, SENDER_NAME)
    yield "To", mailbox(message.mailbox, message.name)
    yield "Subject", encoded(one_line(message.subject), len("Subject: "))
    yield "Date", format_datetime(message.at)
    yield "Message-ID", message.message_id
    if message.thread:
        yield "References", message.thread
    if message.reply_to:
        yield "Reply-To", mailbox(message.reply_to, message.reply_name)
    yield "Auto-Submitted", "auto-generated"
    yield "X-Auto-Response-Suppress", "All"
    yield "List-Id", f"Suivi des campus <campus.{domain_of(message.sender)}>"
    yield "Content-Language", "fr"
    yield "MIME-Version", "1.0"


def _part(kind: str, text: str) -> bytes:
    head = f"\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    lines = "\n".join(text.splitlines())
    return head.encode() + b2a_qp(lines.encode("utf-8", "replace"), istext=True).replace(b"\n", b"\r\n")


@lru_cache(4096)
def mailbox(address: str, name: str) -> str:
    """« Nom <adresse> », where the name cannot end the header and the address is one alone."""
    if not is_usable(address):
        raise BadField("adresse", address, "écrivez une seule adresse, sans accent ni espace.")
    shown = one_line(name, 100)
    return f"{_phrase(shown)}{CRLF} <{address}>" if shown else f"<{address}>"


def _phrase(name: str) -> str:
    if name.isascii() and "=?" not in name:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return _words(name)


def encoded(text: str, taken: int) -> str:
    """Text for a header, as encoded words (RFC 2047) unless short plain ASCII does."""
    if text.isascii() and "=?" not in text and len(text) + taken <= 76:
        return text
    return _words(text)


def _words(text: str) -> str:
    return f"{CRLF} ".join(f"=?utf-8?b?{b64encode(chunk).decode()}?=" for chunk in _chunks(text))


def _chunks(text: str) -> Iterator[bytes]:
    raw, start = text.encode(), 0
    while start < len(raw):
        end = min(start + WORD, len(raw))
        while end < len(raw) and raw[end] & 0xC0 == 0x80:  # Never inside a character.
            end -= 1
        yield raw[start:end]
        start = end


def domain_of(address: str) -> str:
    """What follows the at sign."""
    return address.rpartition("@")[2]


def message_id(kind: str, key: str, sender: str) -> str:
    """An identifier that is the same each time the same thing is written."""
    return f"<{kind}.{sha256(key.encode()).hexdigest()[:24]}@{domain_of(sender)}>"

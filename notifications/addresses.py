"""Mailboxes, names and hosts, as they may stand in a header: nothing in them can add a line or a reader."""

import re
from functools import lru_cache
from ipaddress import ip_address

# Plain ASCII on purpose: what needs SMTPUTF8 is refused by most servers of the administration.
_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


@lru_cache(4096)
def is_usable(mailbox: str) -> bool:
    """Whether it is one address and nothing else."""
    return len(mailbox) <= 254 and _MAILBOX.fullmatch(mailbox) is not None


def one_line(text: str, most: int = 200) -> str:
    """Text on one line, without control or direction marks, cut at a length that a subject bears."""
    line = " ".join(_UNSEEN.sub(" ", text).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

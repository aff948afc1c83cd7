"""By which server mails leave: read from a URL, encrypted unless it never leaves this machine."""

import ssl
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sqlmodel import Session

from notifications.addresses import is_loopback
from states.refusals import BadField, Blocked, Reason
from store.people.seeding import is_furnished
from store.settings import settings

#: Hands every mail to nobody, at once: for a replay, whose clock cannot wait for a server.
NOWHERE = "nowhere:"
PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A server: TLS `implicit` from the first byte, or `starttls` required after the greeting.

    `context` says whom to trust when it is not the machine's list; `timeout` bounds each answer, in seconds.
    """

    host: str
    port: int
    implicit: bool = False
    starttls: bool = False
    user: str = ""
    password: str = ""
    context: ssl.SSLContext | None = None
    timeout: float = 15

    @property
    def nowhere(self) -> bool:
        """Whether no server is meant."""
        return not self.host


def read_route(url: str) -> Route:
    """`smtp://host:port` or `smtps://user:password@host`; BadField for anything else."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError):
        host = ""
    if not host:
        raise BadField("CAMPUS_SMTP_URL", _without_password(url), "écrivez smtp://serveur:port ou smtps://serveur.")
    implicit = parts.scheme == "smtps"
    return Route(
        host=host,
        port=port,
        implicit=implicit,
        starttls=not implicit and not is_loopback(host),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _without_password(url: str) -> str:
    return url.rpartition("@")[2]


def route_for(session: Session, url: str | None) -> Route:
    """The route that this database may take: a furnished one writes to nobody beyond this machine."""
    furnished = is_furnished(session)
    if url == NOWHERE and furnished:
        return Route(host="", port=0)
    route = read_route(url or settings().smtp_url)
    if furnished and not is_loopback(route.host):
        sentence = (
            f"Cette base est une démonstration : elle n’écrit à personne. CAMPUS_SMTP_URL désigne « {route.host} » ; "
            "indiquez une adresse de cette machine, comme smtp://127.0.0.1:1025."
        )
        raise Blocked(Reason("base_de_demonstration", sentence, field="CAMPUS_SMTP_URL"))
    return route

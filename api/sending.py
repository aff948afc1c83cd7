"""Sends a log-in link once the answer has left, so that nobody learns from its delay whose addresses are known."""

from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy import Engine

from api import links
from notifications import access
from store.session import transaction
from store.settings import Settings


def send(engine: Engine, settings: Settings, address: str, browser: str, suite: str, at: datetime) -> None:
    """Make the link, its letter, and post it at once; if that fails, the minute sweep tries again."""
    with transaction(engine) as session:
        links.forget(session, at)
        person = links.owner(session, address)
        if person is None:
            return
        token = links.make(session, person.id, browser, at)
        url = f"{settings.public_url}/connexion/lien/{token}?{urlencode({'suite': suite})}"
        mail = access.queue(session, person, url=url, until=at + links.LIFE, sender=settings.mail_from, at=at)
        links.carried_by(session, token, mail)

"""Sends a log-in link once the answer has left, so that nobody learns from its delay whose addresses are known."""

from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy import Engine

from api.entry import links
from notifications.composing import access
from notifications.posting.post import post_now
from store.session import transaction


def send(engine: Engine, public_url: str, address: str, browser: str, suite: str, at: datetime) -> None:
    """Make the link and its letter, and post it at once; what fails is tried again by the minute sweep."""
    with transaction(engine) as session:
        links.forget(session, at)
        person = links.owner(session, address)
        if person is None:
            return
        token = links.make(session, person.id, browser, at)
        url = f"{public_url}/connexion/lien/{token}?{urlencode({'suite': suite})}"
        mail = access.queue(session, person, url=url, until=at + links.LIFE, at=at)
        links.carried_by(session, token, mail)
    post_now((mail,), at, on=engine)

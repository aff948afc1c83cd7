"""One sample letter through the configured server, to hear its own words; the database keeps nothing of it."""

import asyncio
from datetime import datetime
from email.utils import parseaddr
from secrets import token_hex

from sqlalchemy import Engine

from notifications.addresses import is_usable
from notifications.posting.claims import bounce_address
from notifications.posting.courier import Courier, Parcel, Verdict
from notifications.posting.routes import Route, route_for
from notifications.wording import markup, messages
from notifications.wording.rendering import rendered
from states.refusals import BadField
from store.session import reading
from store.settings import settings

FOOTER = "Message automatique : essai de la messagerie du service."


def send_sample(mailbox: str, at: datetime, *, on: Engine | None = None, smtp_url: str | None = None) -> Verdict:
    """Hand it over at once; what the server says of it. BadField for what is no address, Blocked where a furnished
    database would leave this machine."""
    if not is_usable(mailbox) or "." not in mailbox.partition("@")[2]:
        raise BadField("adresse", mailbox, "écrivez une seule adresse complète, comme « prenom.nom@ac-rennes.fr ».")
    with reading(on) as session:
        route = route_for(session, smtp_url)
    return asyncio.run(_deliver(route, _sample(mailbox, at)))


def _sample(mailbox: str, at: datetime) -> Parcel:
    sender, words = parseaddr(settings().mail_from)[1], rendered("trial/sample", {"url": settings().public_url})
    message = messages.Message(
        message_id=messages.message_id("essai", token_hex(16), sender),
        sender=sender,
        mailbox=mailbox,
        name="",
        subject=words.subject,
        text=f"{words.text}\n\n-- \n{FOOTER}\n",
        html=markup.page(words.subject, words.text, (), FOOTER),
        at=at,
    )
    return Parcel(
        id=0, sender=bounce_address(), mailbox=mailbox, content=messages.frozen(message), attempts=1, doubtful=False
    )


async def _deliver(route: Route, parcel: Parcel) -> Verdict:
    courier = Courier(route)
    try:
        return await courier.deliver(parcel)
    finally:
        await courier.close()

"""A browser in the hands of someone logged in."""

from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, Page

from api import security
from api.entry import sessions
from store.session import transaction
from tests.walking import World


def opened(browser: Browser, world: World, office: str, **context: object) -> Page:
    """A page of someone logged in."""
    with transaction(world.engine) as session:
        secret = sessions.begin(session, world.holder(office), world.at)
    page = browser.new_context(**context).new_page()  # type: ignore[arg-type]
    name = security.SESSION_COOKIE
    page.context.add_cookies([SetCookieParam(name=name, value=secret, domain="127.0.0.1", path="/", secure=True)])
    return page

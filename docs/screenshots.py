"""Pictures the main pages of a furnished database into docs/screens/: `make screenshots`.

With a path as argument, that furnished SQLite file is pictured; without one, a database is furnished for the occasion.
"""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from threading import Thread

import uvicorn
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine, select

from api import security
from api.app import create_app
from api.entry import sessions
from replay.furnish import furnish
from store import clock
from store.desk.kinds import TABLES
from store.migrations import upgrade
from store.people.register import MANDATE
from store.session import engine_for, reading, transaction
from store.settings import Settings

SCREENS = Path(__file__).parent / "screens"
WHO = "dgesco_head"
WIDTHS = {"large": (1200, 900), "etroit": (390, 1200)}
#: Grey letters weigh half of what coloured ones do.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-lcd-text"]


def main() -> None:
    with TemporaryDirectory(prefix="campus-") as home, served(_furnished(sys.argv[1:], Path(home))) as (base, engine):
        SCREENS.mkdir(exist_ok=True)
        with sync_playwright() as playwright:
            path = environ.get("CAMPUS_CHROMIUM") or which("chromium") or which("google-chrome")
            chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
            for width in WIDTHS:
                _picture(chromium, base, engine, width)
            chromium.close()


def _furnished(given: list[str], home: Path) -> Engine:
    if given:
        return engine_for(f"sqlite:///{Path(given[0]).resolve()}")
    engine = engine_for(f"sqlite:///{home / 'campus.db'}")
    upgrade(engine)
    furnish(engine, clock.now(), print)
    return engine


@contextmanager
def served(engine: Engine) -> Iterator[tuple[str, Engine]]:
    """The console on that database, until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(Settings(), engine=engine, demo=True)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", lifespan="off"))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", engine
    finally:
        server.should_exit = True
        thread.join()


def _picture(chromium: Browser, base: str, engine: Engine, width: str) -> None:
    across, down = WIDTHS[width]
    context = chromium.new_context(viewport={"width": across, "height": down}, locale="fr-FR")
    cookie = SetCookieParam(
        name=security.SESSION_COOKIE, value=_logged_in(engine), domain="127.0.0.1", path="/", secure=True
    )
    context.add_cookies([cookie])
    page = context.new_page()
    for name, path in _pages(engine).items():
        page.goto(f"{base}{path}")
        page.screenshot(path=SCREENS / f"{name}-{width}.png")
    context.close()


def _logged_in(engine: Engine) -> str:
    with transaction(engine) as session:
        held = select(MANDATE.c.person).where(MANDATE.c.office == WHO, MANDATE.c.ends_on.is_(None))
        return sessions.begin(session, session.execute(held).scalars().first() or "", clock.now())


def _pages(engine: Engine) -> dict[str, str]:
    """The main pages, with the application most late, the last wave closed and the order most awaited."""
    stuck = _first(engine, "application", TABLES["application"].c.stuck_cause.is_not(None))
    wave = _first(engine, "wave", TABLES["wave"].c.state.in_(("closed", "in_review")))
    order = _first(engine, "order", TABLES["order"].c.state == "in_signature")
    return {
        "blocages": "/blocages",
        "dossier": f"/dossiers/{stuck}",
        "vague": f"/vagues/{wave}",
        "arrete": f"/arretes/{order}",
        "echeances": "/echeances",
        "registre": "/registre",
        "exploitation": "/exploitation",
    }


def _first(engine: Engine, kind: str, wanted: object) -> str:
    table = TABLES[kind].c
    with reading(engine) as session:
        query = select(table.ref).where(wanted).order_by(table.due_at.is_(None), table.due_at)  # type: ignore[arg-type]
        return session.execute(query).scalars().first() or ""


if __name__ == "__main__":
    main()

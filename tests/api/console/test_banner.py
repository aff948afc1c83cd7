"""The watchdog lives with the application, and a banner says on every page what it has found."""

from datetime import datetime, timedelta
from threading import Event

from fastapi import FastAPI

from tests.api import asking
from tests.api.console.conftest import SIGNING
from tests.walking import CLOSES, DAY, World

MINUTE = timedelta(minutes=1)


def test_a_banner_says_on_every_page_of_those_logged_in_that_nothing_ran(world: World, app: FastAPI) -> None:
    app.state.watchdog.silence = "Ce qui était dû le 2 janvier 2017 attend encore."
    inside = asking.holder(app, world, "recteur:14")
    assert "rien n’a tourné" in inside.get(f"/dossiers/{SIGNING}").text
    assert "Voir l’exploitation" not in inside.get("/blocages").text
    assert "Voir l’exploitation" in asking.holder(app, world, "admin").get("/blocages").text
    assert "rien n’a tourné" not in asking.stranger(app).get("/registre").text


def test_the_watchdog_looks_while_the_application_lives(world: World, app: FastAPI) -> None:
    looked, watchdog = Event(), app.state.watchdog
    instants = iter(range(1000))

    def now() -> datetime:
        step = next(instants)
        if step > 2:
            looked.set()
        return CLOSES + 400 * DAY + step * 10 * MINUTE

    watchdog.period, watchdog.now = timedelta(0), now
    with asking.stranger(app) as client:
        assert looked.wait(20)
    assert "attend encore" in watchdog.silence
    assert "rien n’a tourné" in asking.holder(app, world, "admin").get("/blocages").text
    assert client.get("/health").status_code == 200

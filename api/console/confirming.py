"""The second look at a strong act: its exact effect, by the desk itself in a transaction that is taken back."""

from collections.abc import Mapping
from datetime import datetime

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine
from starlette.datastructures import FormData, UploadFile

from api import security
from api.console import past, telling
from api.console.attempts import Attempt
from api.console.rooms import BY_KIND
from api.console.uploads import RECEIVED
from api.showing import pages
from notifications.naming import letter_label
from states.calendar import paris_day
from states.refusals import Blocked
from store.board.names import names
from store.board.viewer import Viewer
from store.desk.actors import Paper
from store.desk.rehearsing import Rehearsed, rehearse
from store.session import rehearsal

#: From this strength on, an act is confirmed a second time.
STRONG = 4
SEEN = "vu"


def is_due(about: Attempt, form: FormData) -> bool:
    """Whether the effect of this act is still to be shown."""
    return about.step.strength >= STRONG and form.get(SEEN) != "oui"


def confirm(
    request: Request,
    about: Attempt,
    me: Viewer,
    at: datetime,
    db: Engine,
    form: FormData,
    known: Mapping[str, str],
    act: Mapping[str, object],
    paper: Paper | None,
) -> HTMLResponse:
    """The page that says what will be done; raises the refusal that the act would meet."""
    kind, ref = about.room.kind, about.sight.ref
    with rehearsal(db) as session:
        done = rehearse(session, kind, ref, about.step.trigger.value, at=at, paper=paper, **act)  # type: ignore[arg-type]
        if done.refused:
            raise Blocked(*done.refused)
        called = names(session, {office for _, office in done.letters}, (), paris_day(at))
        told: dict[str, list[str]] = {}
        for letter, office in done.letters:
            told.setdefault(letter_label(letter, None), []).append(called.full(office))
    return pages.render(
        request, "confirm.html", about=about, moves=_moves(done, me), told=told, hidden=_answers(form, known)
    )


def _moves(done: Rehearsed, me: Viewer) -> list[tuple[str, str, str, str]]:
    """What happens to each object: its address, its reference, what happens, where it then stands."""
    return [
        (
            BY_KIND[kind].page(ref) if kind in BY_KIND else "",
            ref,
            past.trigger_label(kind, trigger),
            telling.state_label(kind, target, me) if kind in BY_KIND else "",
        )
        for kind, ref, trigger, target in done.events
    ]


def _answers(form: FormData, known: Mapping[str, str]) -> list[tuple[str, str]]:
    """The whole form again, documents by their hash."""
    kept = [
        (name, str(value))
        for name, value in form.multi_items()
        if not isinstance(value, UploadFile) and name not in (security.FORM_TOKEN, SEEN)
    ]
    received = [(name + RECEIVED, digest) for name, digest in known.items()]
    return [pair for pair in kept if not pair[0].endswith(RECEIVED)] + received

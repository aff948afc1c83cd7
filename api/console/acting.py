"""Acting by form: the questions with the consequence before, then the desk, then back to the object."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Engine, select
from sqlmodel import Session
from starlette.datastructures import FormData

from api import errors, security
from api.console import asking, confirming, foreseeing, paper
from api.console.attempts import Attempt, attempt
from api.console.living import Ref
from api.console.panel import ACTS
from api.console.rooms import ROOMS, Room
from api.console.uploads import RECEIVED, received
from api.entry.identity import Db, Me, Now
from api.showing import pages
from api.showing.fields import Field, Option
from states.calendar import paris_day
from states.declaration import AskKind
from states.refusals import Reason, Refusal, Unknown
from store import documents
from store.board import scope, veil
from store.board.viewer import Viewer, viewer
from store.desk import desk
from store.desk.actors import Paper
from store.desk.kinds import TABLES
from store.session import reading, transaction

router = APIRouter(include_in_schema=False)
Trigger = Annotated[str, Path(pattern=r"^[a-z_]{1,40}$")]
Office = Annotated[str, Query(max_length=80)]
LARGEST_FORM = 4 * documents.LARGEST
OFFICE, ON_PAPER = "office_id", "papier"


async def light(request: Request) -> AsyncIterator[None]:
    """Refuse at once what could never be stored, and let go of the files once the answer is made."""
    if int(request.headers.get("content-length") or 0) > LARGEST_FORM:
        raise HTTPException(413)
    try:
        yield
    finally:
        await request.close()


async def sent(request: Request) -> FormData:
    """The form, read once."""
    return await request.form()


Sent = Annotated[FormData, Depends(sent)]
GUARDED = [Depends(light), Depends(security.check_form_token)]


def _form_of(room: Room) -> Callable[..., HTMLResponse]:
    def show(
        request: Request, ref: Ref, trigger: Trigger, me: Me, at: Now, db: Db, office: Office = "", papier: str = ""
    ) -> HTMLResponse:
        with reading(db) as session:
            about = attempt(session, room, me, ref, trigger, office, at, on_paper=bool(papier))
        missing = [one.reason for one in about.unmet(at)]
        return _page(request, about, _questions(about), missing)

    return show


def _questions(about: Attempt) -> tuple[Field, ...]:
    asked = (*_office(about), *about.asking.fields(about.step.asks))
    return (*paper.paper_fields(about), *asked) if about.on_paper else asked


def _office(about: Attempt) -> tuple[Field, ...]:
    """Which of one's offices acts, for those who hold several."""
    if len(about.offices) < 2:
        return ()
    options = tuple(Option(office, about.names.title(office)) for office in about.offices)
    return (Field(OFFICE, "Au titre de", "choice", options=options, value=about.office),)


def _page(
    request: Request,
    about: Attempt,
    fields: tuple[Field, ...],
    reasons: list[Reason],
    *,
    status: int = 200,
    known: Mapping[str, str] | None = None,
    version: int | None = None,
) -> HTMLResponse:
    hidden = [(name + RECEIVED, digest) for name, digest in (known or {}).items()]
    hidden += _standing(about)
    return pages.render(
        request,
        "act.html",
        status=status,
        about=about,
        fields=[_eased(field, known or {}) for field in fields],
        reasons=reasons,
        hidden=hidden,
        refused=status != 200,
        version=_read(about) if version is None else version,
        foreseen=foreseeing.foresee(about),
    )


def _read(about: Attempt) -> int | str:
    """The version that the act will be done on; nothing under the veil, where it would tell that the file moved."""
    found: int | None = about.sight.row["version"]
    return "" if found is None else found


def _standing(about: Attempt) -> list[tuple[str, str]]:
    """What the form says without asking: the office, the paper, and the content that was read."""
    hidden = [(OFFICE, about.office)] if len(about.offices) < 2 else []
    hidden += [(ON_PAPER, "1")] if about.on_paper else []
    hashes = [ask.name for ask in about.step.asks if ask.kind is AskKind.HASH and about.step.signs]
    return hidden + [(name, about.sight.facts.content_hash) for name in hashes if about.sight.facts.content_hash]


def _eased(field: Field, known: Mapping[str, str]) -> Field:
    if field.name not in known:
        return field
    return replace(field, required=False, hint="Pièce déjà reçue : n’en joignez une autre que pour la remplacer.")


def _take_of(room: Room) -> Callable[..., Response]:
    def take(request: Request, ref: Ref, trigger: Trigger, me: Me, at: Now, db: Db, form: Sent) -> Response:
        on_paper, office = bool(form.get(ON_PAPER)), str(form.get(OFFICE, ""))[:80]
        with reading(db) as session:
            about = attempt(session, room, me, ref, trigger, office, at, on_paper=on_paper)
        return _take(request, about, me, at, db, form)

    return take


def _take(request: Request, about: Attempt, me: Viewer, at: datetime, db: Engine, form: FormData) -> Response:
    fields = _questions(about)
    known, wrong = received(db, form, fields, at)
    given = asking.answers(about.step.asks, form, known, about.sight.facts)
    wrong |= {k: v for k, v in asking.faults(about.step.asks, given, about.sight.facts).items() if k not in wrong}
    if about.on_paper:
        wrong = paper.faults(form, known) | wrong
    try:
        if wrong:
            return _again(request, about, fields, form, known, wrong, [], 422)
        if confirming.is_due(about, form):
            act = _named(about, me, form, given)
            return confirming.confirm(request, about, me, at, db, form, known, act, _paper(about, form, known, me))
        with transaction(db) as session:
            return RedirectResponse(_act(session, about, me, at, form, known, given), 303)
    except Unknown:
        raise
    except Refusal as answer:
        refusal = veil.discreet(answer) if about.sight.veiled else answer
        status = next(code for kind, code in errors.STATUS.items() if isinstance(refusal, kind))
        return _again(request, about, fields, form, known, _by_field(about, refusal), list(refusal.reasons), status)


def _act(
    session: Session,
    about: Attempt,
    me: Viewer,
    at: datetime,
    form: FormData,
    known: Mapping[str, str],
    given: Mapping[str, object],
) -> str:
    """Do it, and say where to go: the object, or the list when it has left the person's scope."""
    kind, ref = about.room.kind, about.sight.ref
    scope.check(session, kind, ref, me)
    first = 1 + session.execute(select(TABLES[kind].c.seq).where(TABLES[kind].c.ref == ref)).scalar_one()
    desk.act(
        session,
        kind,
        ref,
        about.step.trigger.value,
        at=at,
        paper=_paper(about, form, known, me),
        **_named(about, me, form, given),
    )
    after = viewer(session, me.person, paris_day(at))
    seen = session.execute(scope.visible(kind, after).where(TABLES[kind].c.ref == ref)).first()
    return f"{_landing(about, after)}?fait={first}" if seen else about.room.path


def _landing(about: Attempt, me: Viewer) -> str:
    """Applicants come back to the panel of their signatures, everyone else to the object."""
    signing = about.room.kind == "application" and about.step.trigger in ACTS
    return f"{about.page}/presentation" if signing and not me.national else about.page


def _named(about: Attempt, me: Viewer, form: FormData, given: Mapping[str, object]) -> dict[str, Any]:
    """Who acts, for which office, with which answers, on what was read."""
    person = str(form.get(paper.SIGNATORY, "")) if about.on_paper else me.person
    return {"person": person, "office": about.office, "payload": given, "version": _version(form)}


def _paper(about: Attempt, form: FormData, known: Mapping[str, str], me: Viewer) -> Paper | None:
    return paper.read_paper(form, known, me) if about.on_paper else None


def _version(form: FormData) -> int | None:
    text = str(form.get("version", ""))
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _by_field(about: Attempt, refusal: Refusal) -> dict[str, str]:
    """Reasons that a field of the form caused; the rules name fields by name, the readers by label."""
    names = {ask.label: ask.name for ask in about.step.asks} | {ask.name: ask.name for ask in about.step.asks}
    return {names[why.field]: why.sentence for why in refusal.reasons if why.field in names}


def _again(
    request: Request,
    about: Attempt,
    fields: tuple[Field, ...],
    form: FormData,
    known: Mapping[str, str],
    wrong: Mapping[str, str],
    reasons: list[Reason],
    status: int,
) -> HTMLResponse:
    """The same page with what was typed, and why not. The version stays the one that was read."""
    filled = asking.refilled(fields, form, wrong)
    return _page(request, about, filled, reasons, status=status, known=known, version=_version(form))


def _add(room: Room, path: str, handler: Any, method: str, **more: Any) -> None:
    router.add_api_route(f"{room.path}/{{ref}}/{path}", handler, methods=[method], **more)


for _room in ROOMS:
    _add(_room, "{trigger}", _form_of(_room), "GET", name=f"form_{_room.kind}")
    _add(_room, "{trigger}", _take_of(_room), "POST", name=f"act_{_room.kind}", dependencies=GUARDED)

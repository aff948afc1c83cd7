"""Making something new: an application, a wave, a session, an order, by one small form each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Engine
from starlette.datastructures import FormData

from api import errors
from api.console import asking, cloning, founding
from api.console.acting import GUARDED, Sent
from api.console.rooms import ROOMS, Room
from api.entry.identity import Db, Me, Now
from api.showing import pages
from api.showing.fields import Field
from states.asks import read_payload
from states.calendar import paris_day
from states.refusals import NotYours, Reason, Refusal
from states.roles import Role, role_of, scope_of
from store.board.names import names
from store.board.viewer import Viewer
from store.desk import desk
from store.session import reading, transaction

router = APIRouter(include_in_schema=False)
MODEL = "modele"
Model = Annotated[str, Query(max_length=40)]
MAKERS = {
    "application": (Role.RECTORATE_OFFICER, Role.REGION_OFFICER),
    "wave": (Role.DGESCO_OFFICER, Role.DGESCO_HEAD),
    "session": (Role.COMMISSION_SECRETARY, Role.COMMISSION_CHAIR),
    "order": (Role.DGESCO_OFFICER, Role.DGESCO_HEAD),
}


def maker(kind: str, viewer: Viewer) -> str:
    """The office for which this person may make one; empty when none."""
    found = (office for office in viewer.offices if role_of(office) in MAKERS.get(kind, ()))
    return next((office for office in found if office in viewer.may(kind, "create")), "")


def may_create(kind: str, viewer: Viewer) -> bool:
    """Whether the list shows the button."""
    return bool(maker(kind, viewer))


def _form_of(room: Room) -> Callable[..., HTMLResponse]:
    def show(request: Request, me: Me, at: Now, db: Db, modele: Model = "") -> HTMLResponse:
        office = _checked(room, me)
        offered = _choices(db, me, at)
        fields = tuple(_suggested(field, office) for field in _fields(db, room.kind, offered, at))
        if modele and room.kind == "wave":
            with reading(db) as session:
                fields = cloning.prefilled(fields, *cloning.model(session, me, modele, at))
        return _page(request, room, fields, model=modele)

    return show


def _checked(room: Room, me: Viewer) -> str:
    office = maker(room.kind, me)
    if not office:
        raise NotYours(Reason("acteur", f"« {room.new} » revient à une autre fonction que la vôtre."))
    return office


def _choices(db: Engine, me: Viewer, at: datetime) -> founding.Choices:
    with reading(db) as session:
        return founding.choices(session, me, at)


def _fields(db: Engine, kind: str, offered: founding.Choices, at: datetime) -> tuple[Field, ...]:
    with reading(db) as session:
        named = names(session, offered.members, (), paris_day(at))
    asking_ = asking.Asking(facts=offered, names=named, content={})
    return asking_.fields(founding.ASKS[kind])


def _suggested(field: Field, office: str) -> Field:
    """One's own territory is ticked; all members are summoned."""
    own = {Role.RECTORATE_OFFICER: "academies", Role.REGION_OFFICER: "regions"}.get(role_of(office))
    if field.name == own:
        return replace(field, value=(scope_of(office),))
    return replace(field, value=tuple(one.value for one in field.options)) if field.name == "members" else field


def _page(
    request: Request,
    room: Room,
    fields: tuple[Field, ...],
    reasons: tuple[Reason, ...] = (),
    status: int = 200,
    model: str = "",
) -> HTMLResponse:
    shown: dict[str, Any] = {"room": room, "fields": fields, "reasons": reasons, "model": model}
    return pages.render(request, "create.html", status=status, **shown)


def _take_of(room: Room) -> Callable[..., Response]:
    def take(request: Request, me: Me, at: Now, db: Db, form: Sent) -> Response:
        office, offered = _checked(room, me), _choices(db, me, at)
        asks = founding.ASKS[room.kind]
        given = asking.answers(asks, form, {}, offered)
        wrong = asking.faults(asks, given, offered)
        if wrong:
            return _again(request, db, room, offered, at, form, wrong)
        try:
            model = str(form.get(MODEL, ""))[:40]
            ref = _create(db, room.kind, read_payload(asks, given, offered), me, office, at, model)
        except Refusal as refusal:
            return _again(request, db, room, offered, at, form, _by_field(refusal), refusal)
        own = "/contenu" if room.kind == "application" else ""
        return RedirectResponse(f"{room.page(ref)}{own}?fait=1", 303)

    return take


def _create(db: Engine, kind: str, given: Mapping[str, Any], me: Viewer, office: str, at: datetime, model: str) -> str:
    with transaction(db) as session:
        facts = founding.facts(kind, given, at)
        if model and kind == "wave":
            facts = cloning.kept(cloning.model(session, me, model, at)[1], facts)
        written = desk.create(
            session,
            kind,
            facts,
            name=founding.name(kind, given),
            person=me.person,
            office=office,
            at=at,
        )
    return str(written.facts.ref)


def _by_field(refusal: Refusal) -> dict[str, str]:
    return {why.field: why.sentence for why in refusal.reasons if why.field}


def _again(
    request: Request,
    db: Engine,
    room: Room,
    offered: founding.Choices,
    at: datetime,
    form: FormData,
    wrong: Mapping[str, str],
    refusal: Refusal | None = None,
) -> HTMLResponse:
    fields = asking.refilled(_fields(db, room.kind, offered, at), form, wrong)
    reasons = refusal.reasons if refusal else ()
    status = 422 if refusal is None else next(s for kind, s in errors.STATUS.items() if isinstance(refusal, kind))
    return _page(request, room, fields, reasons, status, str(form.get(MODEL, ""))[:40])


for _room in ROOMS:
    if _room.new:
        _path = f"{_room.path}/creer"
        router.add_api_route(_path, _form_of(_room), methods=["GET"], name=f"new_{_room.kind}")
        router.add_api_route(
            _path, _take_of(_room), methods=["POST"], name=f"create_{_room.kind}", dependencies=GUARDED
        )

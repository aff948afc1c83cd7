"""The table of deadlines of an object as a file: CSV or XLSX."""

from collections.abc import Callable
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.console import detail, obligations
from api.console.living import Ref
from api.console.rooms import ROOMS, Room
from api.entry.identity import Db, Me, Now
from api.showing import sheets
from states.deadlines import awaited
from store.board.sight import look, names_for
from store.session import reading

router = APIRouter(include_in_schema=False)


def _sheet_of(room: Room) -> Callable[..., Response]:
    def download(ref: Ref, form: Literal["csv", "xlsx"], me: Me, at: Now, db: Db) -> Response:
        with reading(db) as session:
            sight = look(session, me, room.kind, ref, at)
            named = {*detail.offices_named(sight), *awaited(sight.facts)}
            names = names_for(session, me, sight, sorted(named), at)
            lines = obligations.told(session, sight, names, me, at)
        return sheets.answer(obligations.sheet(ref, lines), form)

    return download


for _room in ROOMS:
    _path = f"{_room.path}/{{ref}}/echeances.{{form}}"
    router.add_api_route(_path, _sheet_of(_room), methods=["GET"], name=f"deadlines_{_room.kind}")

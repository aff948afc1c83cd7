"""Documents to download: inert whatever they hold, and only by those who may read the act that brought them."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import Response

from api.console.living import Ref
from api.console.rooms import ROOMS, Room
from api.entry.identity import Db, Me, Now
from store import documents
from store.board.sight import look
from store.session import reading

router = APIRouter(include_in_schema=False)
INERT = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}


def _file_of(room: Room) -> Callable[..., Response]:
    def download(ref: Ref, number: Annotated[int, Path(ge=1)], me: Me, at: Now, db: Db) -> Response:
        with reading(db) as session:
            seen = look(session, me, room.kind, ref, at)
            found = next((piece for piece in seen.attachments if piece["id"] == number), None)
            if found is None:
                raise HTTPException(404)
            content = b"".join(documents.read(session, found["sha256"]))
        name = f"{ref}-{found['field']}-{number}.pdf"
        headers = INERT | {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type=found["media_type"], headers=headers)

    return download


for _room in ROOMS:
    _path = f"{_room.path}/{{ref}}/pieces/{{number}}"
    router.add_api_route(_path, _file_of(_room), methods=["GET"], name=f"piece_{_room.kind}")

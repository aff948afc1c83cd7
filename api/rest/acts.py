"""Acts: the same desk as the pages, with what an act needs as JSON, and all reasons for a refusal at once."""

from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy import select
from sqlmodel import Session

from api.entry.identity import Db, Me, Now
from api.rest import reading, requests, traces
from api.rest.journal import EVENT, event, names_of, open_to
from api.rest.refusals import refused
from api.rest.shaping import Looking
from store.board import veil
from store.board.viewer import Viewer
from store.desk import desk
from store.desk.actors import Paper
from store.desk.kinds import TABLES
from store.session import transaction

router = APIRouter()
Trigger = Annotated[str, Path(pattern="^[a-z_]{1,40}$", examples=["sign"])]


@router.post("/{collection}/{ref}/{trigger}", summary="Faire un acte", responses=refused(403, 404, 409))
def act(
    collection: requests.Collection, ref: requests.Ref, trigger: Trigger, body: requests.Act, me: Me, at: Now, db: Db
) -> traces.Done:
    """One act for one office; nothing is written when it is refused."""
    kind = collection.kind
    with transaction(db) as session:
        before = reading.one(session, kind, ref, me)
        with veil.over(me, kind, ref, before["state"]):
            desk.act(
                session,
                kind,
                ref,
                trigger,
                person=body.paper.person if body.paper else me.person,
                office=body.office,
                at=at,
                payload=body.fields,
                version=body.version,
                paper=_paper(body.paper, me),
            )
        return _done(session, Looking(me, at), kind, ref, before["seq"])


def _paper(given: requests.Paper | None, me: Viewer) -> Paper | None:
    if given is None:
        return None
    return Paper(
        registrar=me.person,
        registrar_office=given.registrar_office,
        legal_date=given.legal_date,
        scan=given.scan,
        reason=given.reason,
    )


def _done(session: Session, looking: Looking, kind: str, ref: str, seq: int) -> traces.Done:
    shown = veil.columns(kind, looking.viewer)
    (row,) = reading.rows(session, select(*shown).where(TABLES[kind].c.ref == ref))
    query = select(EVENT).where(EVENT.c.kind == kind, EVENT.c.ref == ref, EVENT.c.seq > seq, open_to(looking.viewer))
    rows = reading.rows(session, query.order_by(EVENT.c.seq))
    names = names_of(session, rows)
    return traces.Done(
        kind=kind,
        ref=ref,
        state=looking.state(kind, row["state"]),
        version=row["version"],
        events=[event(looking, one, names) for one in rows],
    )

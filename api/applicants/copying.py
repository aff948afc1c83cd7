"""Beginning from what was written before: the content of a former application of the same territories."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select
from sqlmodel import Session

from api import security
from api.applicants.dossier import Dossier, dossier
from api.console.acting import Sent, light
from api.console.living import Ref
from api.entry.identity import Db, Me, Now
from states.application.facts import ApplicationFacts
from store.board import scope
from store.board.viewer import Viewer
from store.desk import contents, desk
from store.desk.loading import load
from store.session import reading, transaction

router = APIRouter(include_in_schema=False)
MOST = 20


def sources(session: Session, me: Viewer, opened: Dossier) -> list[tuple[str, str]]:
    """Other applications in scope whose content may be taken over, while this one's is still empty."""
    if not opened.open or opened.sight.content.get("sections"):
        return []
    column = scope.APPLICATION
    mine = select(scope.PLACED.territory).where(scope.PLACED.application == opened.sight.ref)
    alike = select(scope.PLACED.application).where(scope.PLACED.territory.in_(mine))
    query = select(column.ref, column.name).where(
        scope.seen("application", me), column.ref.in_(alike), column.ref != opened.sight.ref
    )
    return [(ref, name) for ref, name in session.execute(query.order_by(column.ref.desc()).limit(MOST))]


@router.post("/dossiers/{ref}/contenu/reprendre", dependencies=[Depends(light), Depends(security.check_form_token)])
def take(request: Request, ref: Ref, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """Every part of the other file, under the headings of this one's edition."""
    with reading(db) as session:
        opened = dossier(session, me, ref, at)
        chosen = next((one for one, _ in sources(session, me, opened) if one == form.get("source")), None)
        if chosen is None:
            raise HTTPException(404)
        given = taken_over(session, opened.facts, chosen, at)
    with transaction(db) as session:
        version = opened.sight.row["version"]
        desk.act(
            session,
            "application",
            ref,
            "edit",
            person=me.person,
            office=opened.editor,
            at=at,
            payload=given,
            version=version,
        )
    return RedirectResponse(f"{opened.page}/contenu?enregistre=reprise", 303)


def taken_over(session: Session, facts: ApplicationFacts, source: str, at: datetime) -> dict[str, Any]:
    """The content of another file: a heading of another edition goes to the one of the same name, or is left out."""
    content = contents.body(session, source)
    former: ApplicationFacts = load(session, "application", source, at, choices=False).facts
    names = {section.label: section.code for section in facts.rules.sections} | {"": ""}
    codes = {section.code: names.get(section.label, "") for section in former.rules.sections}
    codes |= {"territoire": "territoire"}
    texts = content.get("sections", {})
    sections = {codes[code]: text for code, text in texts.items() if codes.get(code)}
    kept = {name: content[name] for name in ("partners", "budget", "sector", "support") if content.get(name)}
    return {"sections": sections, **kept}

"""Writing one part of a file: nothing typed is lost, whoever else writes and whatever becomes of the session."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Engine
from starlette.datastructures import FormData

from api.applicants.comparing import stretches, together
from api.applicants.dossier import Dossier, dossier
from api.applicants.fields import KINDS, fields_of, rows_of
from api.applicants.parts import Part, lines, part_of, posted, value_of, wrong
from api.applicants.saving import Attempt, Clash, save
from api.applicants.surviving import CHANGED, CHOICE, NEXT, based_on, claimed, is_stale, kept_for_log_in, typed
from api.console.acting import Sent, light
from api.console.living import Ref
from api.entry.identity import Db, Me, Now, Visitor
from api.showing import pages
from states.application.completeness import lacks
from states.refusals import Reason, Refusal
from store import drafting
from store.board.viewer import Viewer
from store.session import reading, transaction

router = APIRouter(include_in_schema=False)
Code = Annotated[str, Path(pattern=r"^[a-z0-9]{1,24}$")]


@router.get("/dossiers/{ref}/contenu/{part}")
def show(
    request: Request, ref: Ref, part: Code, me: Me, at: Now, db: Db, garde: Annotated[str, Query(max_length=80)] = ""
) -> HTMLResponse:
    """The part, with what its author could not save last time."""
    claimed(db, garde, ref, me)
    opened, found = _opened(db, me, ref, part, at)
    with reading(db) as session:
        kept = drafting.kept(session, ref, part, me.person)
    value, read = value_of(found, opened.sight.content), opened.version
    if kept and opened.open:
        value, read = posted(found, FormData(kept.body)), kept.based_on
    return _page(request, opened, found, value, based_on=read, kept=kept)


@router.post("/dossiers/{ref}/contenu/{part}", dependencies=[Depends(light)])
def take(request: Request, ref: Ref, part: Code, visitor: Visitor, at: Now, db: Db, form: Sent) -> Response:
    """Save it; without a session, keep it until the log-in that follows."""
    if visitor is None:
        return kept_for_log_in(request, db, ref, part, form, at)
    opened, found = _opened(db, visitor, ref, part, at)
    mine = posted(found, form)
    if is_stale(request, form):
        return _page(
            request, opened, found, mine, based_on=based_on(form), reasons=[Reason("jeton", CHANGED)], status=403
        )
    if form.get(CHOICE) == "abandonner":
        return _thrown_away(db, visitor, opened, found)
    faults = wrong(found, mine)
    if faults:
        return _page(request, opened, found, mine, based_on=based_on(form), faults=faults, status=422)
    return _save(request, db, visitor, opened, found, form, at)


def _opened(db: Engine, me: Viewer, ref: str, code: str, at: datetime) -> tuple[Dossier, Part]:
    with reading(db) as session:
        opened = dossier(session, me, ref, at)
    found = part_of(opened.facts, code)
    if found is None:
        raise HTTPException(404)
    return opened, found


def _save(
    request: Request, db: Engine, me: Viewer, opened: Dossier, part: Part, form: FormData, at: datetime
) -> Response:
    """Written, or kept beside what somebody else wrote meanwhile, or kept because the content is closed."""
    ref, mine = opened.sight.ref, posted(part, form)
    wanted = Attempt(ref=ref, part=part, mine=mine, based_on=based_on(form), office=opened.editor)
    try:
        clash = save(db, me, wanted, at)
    except Refusal as refusal:
        _keep(db, me, wanted, form, "refused", at)
        return _page(request, opened, part, mine, based_on=wanted.based_on, reasons=list(refusal.reasons), status=409)
    if clash:
        _keep(db, me, wanted, form, "clash", at)
        return _compared(request, opened, part, mine, clash)
    with transaction(db) as session:
        drafting.let_go(session, ref, part.code, me.person)
    return RedirectResponse(_after(opened, part, str(form.get(NEXT, ""))), 303)


def _keep(db: Engine, me: Viewer, wanted: Attempt, form: FormData, why: str, at: datetime) -> None:
    with transaction(db) as session:
        drafting.let_go(session, wanted.ref, wanted.part.code, me.person)
        body = typed(form)
        drafting.keep(
            session,
            wanted.ref,
            wanted.part.code,
            body,
            based_on=wanted.based_on,
            why=why,
            person=me.person,
            at=at,
        )


def _after(opened: Dossier, part: Part, wanted: str) -> str:
    """Back to the file, on to the next part, or here again for more lines."""
    codes = [one.code for one in opened.parts]
    following = codes[codes.index(part.code) + 1 :]
    if wanted == "suivante" and following:
        return f"{opened.page}/contenu/{following[0]}"
    return f"{opened.page}/contenu/{part.code}" if wanted == "ici" else f"{opened.page}/contenu?enregistre={part.code}"


def _thrown_away(db: Engine, me: Viewer, opened: Dossier, part: Part) -> Response:
    with transaction(db) as session:
        drafting.let_go(session, opened.sight.ref, part.code, me.person)
    return RedirectResponse(f"{opened.page}/contenu/{part.code}", 303)


def _compared(request: Request, opened: Dossier, part: Part, mine: Any, clash: Clash) -> HTMLResponse:
    """Both versions, and both together in the form."""
    both = together(part, clash.base, clash.theirs, mine)
    return _page(
        request,
        opened,
        part,
        both,
        based_on=clash.version,
        status=409,
        clash=clash,
        stretches=stretches(part, clash.theirs, mine),
        mine=mine,
        author=opened.names.title(clash.office) if clash.office else "",
    )


def _page(
    request: Request,
    opened: Dossier,
    part: Part,
    value: Any,
    *,
    based_on: int,
    faults: dict[str, str] | None = None,
    reasons: list[Reason] | None = None,
    status: int = 200,
    **more: Any,
) -> HTMLResponse:
    context = {"kept": None, "clash": None, "stretches": [], "mine": None, "author": ""} | more
    return pages.render(
        request,
        "applicants/part.html",
        status=status,
        opened=opened,
        part=part,
        value=value,
        based_on=based_on,
        fields=fields_of(part, value, faults or {}, opened.facts),
        kinds=KINDS,
        told=lines(part, value_of(part, opened.sight.content)),
        rows=rows_of(part, value, faults or {}),
        lacks=[lack.sentence for lack in lacks(opened.facts) if lack.part == part.code and part.kind != "text"],
        reasons=reasons or [],
        **context,
    )

"""Annexes of a file: one document for each, every version of which is kept with its date, its author and its hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Engine, RowMapping

from api import errors, security
from api.applicants.dossier import Dossier, dossier
from api.console.acting import Sent, light
from api.console.living import Ref
from api.console.past import weight
from api.console.uploads import received
from api.entry.identity import Db, Me, Now
from api.showing import pages
from api.showing.fields import Field, Option
from states.refusals import Conflict, Reason, Refusal
from store.board.viewer import Viewer
from store.desk import contents, desk
from store.session import reading, transaction

router = APIRouter(include_in_schema=False)
USUAL = (
    "Lettre conjointe de présentation",
    "Projet de convention",
    "Lettres d’engagement des partenaires",
    "Délibérations des conseils d’administration",
    "Plan de financement",
    "Cartographie des formations",
    "Recherche d’antériorité du nom (INPI)",
)
OTHER, FILE, REMOVED = "autre", "document", "retirer"
TRIES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One document received for an annex."""

    path: str
    at: datetime
    by: str
    digest: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """An annex of the present content, its last document first."""

    name: str
    versions: tuple[Version, ...]


def annexes_of(opened: Dossier) -> list[Annex]:
    """The annexes of the content, each with every document that bore its name."""
    return [_annex(opened, line["name"], line["document"]) for line in opened.sight.content.get("annexes", ())]


def _annex(opened: Dossier, name: str, digest: str) -> Annex:
    rows = [row for row in opened.sight.attachments if row["field"] == "annexes" and row["name"] == name]
    rows.sort(key=lambda row: row["sha256"] != digest)
    return Annex(name=name, versions=tuple(_version(opened, row) for row in rows))


def _version(opened: Dossier, row: RowMapping) -> Version:
    return Version(
        path=f"{opened.page}/pieces/{row['id']}",
        at=row["at"],
        by=opened.names.title(row["office"]),
        digest=row["sha256"],
        size=weight(row["size"]),
    )


@router.get("/dossiers/{ref}/contenu/annexes")
def show(request: Request, ref: Ref, me: Me, at: Now, db: Db) -> HTMLResponse:
    """The annexes, and the form that adds or replaces one."""
    return _page(request, _opened(db, me, ref, at))


@router.post("/dossiers/{ref}/contenu/annexes", dependencies=[Depends(light), Depends(security.check_form_token)])
def take(request: Request, ref: Ref, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """Add one, replace it by a new version, or take it out."""
    opened = _opened(db, me, ref, at)
    gone = str(form.get(REMOVED, ""))
    name = str(form.get("nom", "")).strip()
    name = str(form.get("intitule", "")).strip() if name == OTHER else name
    known, wrong = ({}, {}) if gone else received(db, form, _fields(name), at)
    if not gone and not known:
        wrong = {FILE: "joignez un document PDF."} | wrong
    if not gone and not name:
        wrong["nom"] = "dites de quelle annexe il s’agit."
    if wrong:
        return _page(request, opened, name=name, wrong=wrong, status=422)
    try:
        _change(db, me, opened, gone or name, "" if gone else known[FILE], at)
    except Refusal as refusal:
        status = next(code for kind, code in errors.STATUS.items() if isinstance(refusal, kind))
        return _page(request, opened, name=name, reasons=list(refusal.reasons), status=status)
    return RedirectResponse(f"{opened.page}/contenu/annexes", 303)


def _opened(db: Engine, me: Viewer, ref: str, at: datetime) -> Dossier:
    with reading(db) as session:
        return dossier(session, me, ref, at)


def _change(db: Engine, me: Viewer, opened: Dossier, name: str, digest: str, at: datetime) -> None:
    """One annex changes: the others are as whoever wrote last left them."""
    for left in reversed(range(TRIES)):
        row, lines = _present(db, me, opened.sight.ref, at)
        others = [line for line in lines if line["name"] != name]
        added = [{"name": name, "document": digest}] if digest else []
        try:
            with transaction(db) as session:
                desk.act(
                    session,
                    "application",
                    opened.sight.ref,
                    "edit",
                    person=me.person,
                    office=opened.editor,
                    at=at,
                    payload={"annexes": [*others, *added]},
                    version=row,
                )
        except Conflict:
            if not left:
                raise
        else:
            return


def _present(db: Engine, me: Viewer, ref: str, at: datetime) -> tuple[int, list[dict[str, str]]]:
    with reading(db) as session:
        opened = dossier(session, me, ref, at)
        return opened.sight.row["version"], list(contents.body(session, ref).get("annexes", ()))


def _fields(name: str, wrong: Mapping[str, str] | None = None) -> tuple[Field, ...]:
    faults = wrong or {}
    offered = (*(Option(one, one) for one in USUAL), Option(OTHER, "Une autre annexe"))
    chosen = name if name in USUAL or not name else OTHER
    return (
        Field("nom", "Annexe", "choice", options=offered, value=chosen, error=faults.get("nom", "")),
        Field(
            "intitule",
            "Intitulé, s’il s’agit d’une autre annexe",
            required=False,
            value=name if chosen == OTHER else "",
        ),
        Field(FILE, "Document", "document", hint="PDF, 20 Mio au plus.", error=faults.get(FILE, "")),
    )


def _page(
    request: Request,
    opened: Dossier,
    *,
    name: str = "",
    wrong: Mapping[str, str] | None = None,
    reasons: list[Reason] | None = None,
    status: int = 200,
) -> HTMLResponse:
    return pages.render(
        request,
        "applicants/annexes.html",
        status=status,
        opened=opened,
        annexes=annexes_of(opened),
        fields=_fields(name, wrong),
        reasons=reasons or [],
    )

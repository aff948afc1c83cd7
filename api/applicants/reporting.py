"""A rapporteur's report, criterion by criterion, with the file open beside; typeset when it is delivered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Engine
from starlette.datastructures import FormData

from api import errors
from api.applicants.dossier import Dossier, dossier
from api.applicants.parts import lines, value_of
from api.applicants.surviving import CHANGED, CHOICE, claimed, is_stale, kept_for_log_in, typed
from api.console.acting import Sent, light
from api.console.living import Ref
from api.console.past import pieces
from api.entry.identity import Db, Me, Now, Visitor
from api.papers import report
from api.showing import pages
from api.showing.fields import Field, Option
from states.application import audiences
from states.application.facts import Review
from states.refusals import NotYours, Reason, Refusal
from states.roles import Role, role_of
from states.texts import LONG, clean_text
from store import documents, drafting
from store.board.viewer import Viewer
from store.desk import desk
from store.session import reading, transaction

router = APIRouter(include_in_schema=False)
PART, SCORE, OPINION = "rapport", "note", "avis"
MARKS = tuple(Option(mark, mark) for mark in ("Très satisfaisant", "Satisfaisant", "À renforcer", "Insuffisant"))
NOT_A_RAPPORTEUR = Reason("acteur", "Ce rapport ne vous est pas confié, ou il est déjà remis.")
FROM_ZERO_TO_TWENTY = "indiquez un nombre entier de 0 à 20."


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The report that a person has to deliver on a file."""

    opened: Dossier
    office: str
    review: Review
    answers: Mapping[str, str]

    @property
    def tied(self) -> bool:
        """Whether the rapporteur's territory is one of the file's: then they must stand aside."""
        return self.office in self.opened.facts.tied_offices


@router.get("/dossiers/{ref}/rapport")
def show(
    request: Request, ref: Ref, me: Me, at: Now, db: Db, garde: Annotated[str, Query(max_length=80)] = ""
) -> HTMLResponse:
    """The criteria of the edition, each with the text of the file beside it."""
    claimed(db, garde, ref, me)
    return _page(request, _opened(db, me, ref, at))


@router.post("/dossiers/{ref}/rapport", dependencies=[Depends(light)])
def take(request: Request, ref: Ref, visitor: Visitor, at: Now, db: Db, form: Sent) -> Response:
    """Keep what is written, or deliver it."""
    if visitor is None:
        return kept_for_log_in(request, db, ref, PART, form, at)
    found = _opened(db, visitor, ref, at, form)
    if is_stale(request, form):
        return _page(request, found, reasons=[Reason("jeton", CHANGED)], status=403)
    with transaction(db) as session:
        drafting.let_go(session, ref, PART, visitor.person)
        drafting.keep(session, ref, PART, typed(form), based_on=0, why="draft", person=visitor.person, at=at)
    if form.get(CHOICE) != "remettre":
        return RedirectResponse(f"{found.opened.page}/rapport", 303)
    wrong = _wrong(found)
    if wrong:
        return _page(request, found, wrong=wrong, status=422)
    try:
        _deliver(db, found, visitor, at)
    except Refusal as refusal:
        status = next(code for kind, code in errors.STATUS.items() if isinstance(refusal, kind))
        return _page(request, found, reasons=list(refusal.reasons), status=status)
    return RedirectResponse(found.opened.page, 303)


def _opened(db: Engine, me: Viewer, ref: str, at: datetime, form: FormData | None = None) -> Report:
    with reading(db) as session:
        opened = dossier(session, me, ref, at)
        kept = drafting.kept(session, ref, PART, me.person)
    mine = me.may("application", "deliver_report")
    pending = audiences.pending_rapporteurs(opened.facts)
    office = next((one for one in pending if one in mine and role_of(one) is Role.RAPPORTEUR), "")
    if not office:
        raise NotYours(NOT_A_RAPPORTEUR)
    review = next(one for one in opened.facts.reviews if one.office == office)
    given = dict(typed(form)) if form is not None else dict(kept.body) if kept else {}
    return Report(opened=opened, office=office, review=review, answers=given)


def _wrong(found: Report) -> dict[str, str]:
    """What is missing before it can be delivered."""
    asked = [field for fields in _criteria(found, {}) for field in fields] + list(_overall(found, {}))
    missing = {field.name: "à remplir." for field in asked if not str(field.value).strip()}
    score = found.answers.get(SCORE, "").strip()
    if score and not (score.isdecimal() and len(score) < 3 and int(score) <= 20):
        missing[SCORE] = FROM_ZERO_TO_TWENTY
    return missing


def _deliver(db: Engine, found: Report, me: Viewer, at: datetime) -> None:
    """Typeset, kept and delivered in one transaction."""
    for name, text in found.answers.items():
        clean_text(name, text, LONG, lines=True)
    made = report.of(found.opened, found.office, found.answers, at)
    with transaction(db) as session:
        digest = documents.receive(session, BytesIO(made), at=at, field="Rapport")
        desk.act(
            session,
            "application",
            found.opened.sight.ref,
            "deliver_report",
            person=me.person,
            office=found.office,
            at=at,
            payload={"score": found.answers[SCORE].strip(), "document": digest},
        )
        drafting.let_go(session, found.opened.sight.ref, PART, me.person)


def _criteria(found: Report, wrong: Mapping[str, str]) -> list[tuple[Field, Field]]:
    return [_criterion(found, section.code, wrong) for section in found.opened.facts.rules.sections]


def _criterion(found: Report, code: str, wrong: Mapping[str, str]) -> tuple[Field, Field]:
    mark, text = f"appreciation.{code}", f"commentaire.{code}"
    given = found.answers
    return (
        Field(mark, "Appréciation", "choice", options=MARKS, value=given.get(mark, ""), error=wrong.get(mark, "")),
        Field(text, "Commentaire", "textarea", value=given.get(text, ""), error=wrong.get(text, "")),
    )


def _overall(found: Report, wrong: Mapping[str, str]) -> tuple[Field, Field]:
    given = found.answers
    return (
        Field(OPINION, "Avis d’ensemble", "textarea", value=given.get(OPINION, ""), error=wrong.get(OPINION, "")),
        Field(SCORE, "Note sur 20", "number", value=given.get(SCORE, ""), error=wrong.get(SCORE, "")),
    )


def _page(
    request: Request,
    found: Report,
    *,
    wrong: Mapping[str, str] | None = None,
    reasons: list[Reason] | None = None,
    status: int = 200,
) -> HTMLResponse:
    opened = found.opened
    sections = [part for part in opened.parts if part.kind == "text" and part.required]
    return pages.render(
        request,
        "applicants/report.html",
        status=status,
        opened=opened,
        report=found,
        criteria=list(zip(sections, _told(opened, sections), _criteria(found, wrong or {}), strict=True)),
        beside=[(part.label, lines(part, value_of(part, opened.sight.content))) for part in _others(opened)],
        pieces=pieces(opened.sight, opened.names),
        overall=_overall(found, wrong or {}),
        wrong=wrong or {},
        reasons=reasons or [],
    )


def _told(opened: Dossier, sections: list[Any]) -> list[str]:
    return [str(value_of(part, opened.sight.content)) for part in sections]


def _others(opened: Dossier) -> list[Any]:
    return [part for part in opened.parts if part.kind != "text" or not part.required]

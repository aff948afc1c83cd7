"""Many applications at once: the effect on each before, one by one at execution, and a report that stays true after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Engine, select
from sqlmodel import Session
from starlette.datastructures import FormData

from api.console import asking, telling
from api.console.acting import GUARDED, Sent
from api.console.gestures import Gesture, Try, fields, perform, rehearsed
from api.console.living import Ref
from api.console.rooms import BY_KIND
from api.entry.identity import Db, Me, Now
from api.showing import pages
from api.showing.fields import Field
from notifications import typography
from notifications.naming import letter_label
from states.calendar import paris_day
from states.refusals import BadField, NotYours, Reason, Refusal
from store.board import batches as board
from store.board import following
from store.board.names import Names, names
from store.board.scope import APPLICATION, seen
from store.board.viewer import Viewer
from store.desk.rehearsing import Rehearsed
from store.session import reading, rehearsal, transaction
from store.tending import batches

router = APIRouter(include_in_schema=False)
Chosen = Annotated[list[str], Query(max_length=batches.MOST)]
ROOM = BY_KIND["application"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One application of a dry run: what would be done, who would be told, or why not."""

    ref: str
    name: str
    path: str
    version: int
    refused: tuple[str, ...]
    told: tuple[str, ...]
    then: tuple[str, ...]


@router.get("/blocages/lot")
def ask(request: Request, me: Me, at: Now, db: Db, geste: Gesture, ref: Chosen = [], rejoue: str = "") -> HTMLResponse:  # noqa: B006
    """What a gesture asks; when it asks nothing, its effect on each application at once."""
    _check(me)
    asked = _fields(db, geste, me, at)
    effects = [] if asked else _effects(db, geste, me, at, ref, {})
    return _page(request, geste, ref, asked, effects, given={}, replays=rejoue[:40])


def _check(me: Viewer) -> None:
    if not me.follows:
        raise NotYours(Reason("suivi", "Le suivi des dossiers revient à la Dgesco et au secrétariat de la commission."))


def _fields(db: Engine, gesture: Gesture, me: Viewer, at: datetime) -> tuple[Field, ...]:
    with reading(db) as session:
        return fields(gesture, following.followers(session, paris_day(at)), me)


def _page(
    request: Request,
    gesture: Gesture,
    refs: Sequence[str],
    asked: tuple[Field, ...],
    effects: Sequence[Effect],
    *,
    given: Mapping[str, str],
    replays: str,
    status: int = 200,
) -> HTMLResponse:
    able = [one for one in effects if not one.refused]
    hidden = [("geste", gesture.value), ("rejoue", replays), *(("ref", ref) for ref in refs)]
    chosen: dict[str, Any] = {"gesture": gesture, "refs": refs, "fields": asked, "hidden": hidden, "given": given}
    return pages.render(
        request, "grouping.html", status=status, effects=effects, able=able, chosen_label=_chosen, **chosen
    )


def _chosen(field: Field) -> str:
    """What was answered, as people read it."""
    if field.kind == "date":
        return typography.day(date.fromisoformat(str(field.value)))
    return next((option.label for option in field.options if option.value == field.value), str(field.value))


def _effects(
    db: Engine, gesture: Gesture, me: Viewer, at: datetime, refs: Sequence[str], given: Mapping[str, str]
) -> list[Effect]:
    """Each application in scope, by the desk itself in a transaction that is taken back."""
    with rehearsal(db) as session:
        rows = _rows(session, me, refs)
        tries = [(row, rehearsed(session, _try(gesture, row["ref"], me, at, given))) for row in rows]
        offices = {office for _, done in tries for _, office in done.letters}
        known = names(session, offices, (), paris_day(at), anonymous=not me.sees_inside)
        return [_effect(row, done, known, me) for row, done in tries]


def _try(gesture: Gesture, ref: str, me: Viewer, at: datetime, given: Mapping[str, str]) -> Try:
    return Try(gesture=gesture, ref=ref, me=me, at=at, given=given)


def _rows(session: Session, me: Viewer, refs: Sequence[str]) -> Sequence[Any]:
    columns = (APPLICATION.ref, APPLICATION.name, APPLICATION.version, APPLICATION.due_at, APPLICATION.state)
    query = select(*columns).where(APPLICATION.ref.in_(list(refs)[: batches.MOST]), seen("application", me))
    return session.execute(query.order_by(APPLICATION.ref)).mappings().all()


def _effect(row: Any, done: Rehearsed, known: Names, me: Viewer) -> Effect:
    return Effect(
        ref=row["ref"],
        name=row["name"],
        path=ROOM.page(row["ref"]),
        version=row["version"],
        refused=tuple(reason.sentence for reason in done.refused),
        told=tuple(f"{letter_label(letter, None)} : {known.full(office)}" for letter, office in done.letters),
        then=tuple(_then(row, done, me)),
    )


def _then(row: Any, done: Rehearsed, me: Viewer) -> Iterable[str]:
    if done.row is None:
        return
    if done.row["due_at"] != row["due_at"]:
        before, after = (telling.last_day(due) for due in (row["due_at"], done.row["due_at"]))
        yield f"Échéance : {_day(before)} → {_day(after)}."
    if done.row["state"] != row["state"]:
        yield f"Étape suivante : {telling.state_label('application', done.row['state'], me)}."


def _day(day: Any) -> str:
    return typography.short_day(day) if day else "aucune"


@router.post("/blocages/lot", dependencies=GUARDED)
def take(request: Request, me: Me, at: Now, db: Db, form: Sent) -> Response:
    """The effect of what was answered; then, once it has been read, the acts themselves, one by one."""
    _check(me)
    gesture, refs = _gesture(form), [str(ref)[:40] for ref in form.getlist("ref")]
    asked, replays = _fields(db, gesture, me, at), str(form.get("rejoue", ""))[:40]
    given = {field.name: str(form.get(field.name, "")).strip() for field in asked}
    wrong = {field.name: "à remplir." for field in asked if not given[field.name]}
    if wrong:
        filled = asking.refilled(asked, form, wrong)
        return _page(request, gesture, refs, filled, [], given={}, replays=replays, status=422)
    if form.get("vu") != "oui":
        filled = asking.refilled(asked, form, {})
        effects = _effects(db, gesture, me, at, refs, given)
        return _page(request, gesture, refs, filled, effects, given=given, replays=replays)
    return RedirectResponse(f"/blocages/lot/{_do(db, gesture, me, at, refs, given, form, replays)}", 303)


def _gesture(form: FormData) -> Gesture:
    try:
        return Gesture(str(form.get("geste", "")))
    except ValueError:
        raise BadField("geste", form.get("geste"), "choisissez un geste de la liste.") from None


def _do(
    db: Engine,
    gesture: Gesture,
    me: Viewer,
    at: datetime,
    refs: Sequence[str],
    given: Mapping[str, str],
    form: FormData,
    replays: str,
) -> str:
    plain = {name: value for name, value in given.items() if name != "motif"}
    with transaction(db) as session:
        reason = given.get("motif", "")
        batch = batches.begin(session, me, gesture.value, refs, plain, at, reason=reason, replays=replays)
    for ref in refs:
        version = str(form.get(f"version.{ref}", ""))
        shown = int(version) if version.isdecimal() and len(version) < 10 else None
        _one(db, batch, Try(gesture=gesture, ref=ref, me=me, at=at, given=given, version=shown))
    return batch


def _one(db: Engine, batch: str, one: Try) -> None:
    """Rules are asked again now, and what changed since it was shown is refused; one that fails stops no other."""
    try:
        with transaction(db) as session:
            batches.succeeded(session, batch, one.ref, perform(session, one))
    except Refusal as refusal:
        with transaction(db) as session:
            batches.refused(session, batch, one.ref, refusal)


@router.get("/blocages/lot/{ref}")
def told(request: Request, ref: Ref, me: Me, at: Now, db: Db) -> HTMLResponse:
    """Done, refused and why; and since then, whether it freed anything."""
    with reading(db) as session:
        report = board.report(session, me, ref)
    gesture = Gesture(report.batch["trigger"])
    items = [(row, ROOM.page(row["ref"]), board.since(row)) for row in report.items]
    freed = sum(row["done"] and since is board.Since.FREED for row, _, since in items)
    return pages.render(request, "grouped.html", report=report, gesture=gesture, items=items, freed=freed)

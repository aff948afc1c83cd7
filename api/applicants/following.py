"""Where a file stands, in its applicants' words: its way, the letters received, the decision with its remedies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import RowMapping, select
from sqlmodel import Session

from api import mails
from api.applicants.doors import door
from api.applicants.dossier import Dossier, dossier
from api.applicants.overview import seen
from api.applicants.paths import ahead, awaited, habit
from api.console import telling
from api.console.living import Ref
from api.console.past import happenings
from api.entry.identity import Db, Me, Now
from api.showing import pages
from notifications import typography
from states.application.facts import ApplicationFacts
from states.application.words import State, Trigger
from store.board import correspondence
from store.board.paces import paces, public
from store.desk.kinds import TABLES
from store.session import reading
from store.tables.letters import LetterStatus

router = APIRouter(include_in_schema=False)
LABEL = TABLES["label"].c
AGAINST = (Trigger.REFUSE, Trigger.DECLARE_INADMISSIBLE)
REMEDIES = (
    "Cette décision peut être contestée dans les deux mois francs qui suivent sa notification ou sa publication :"
    " par un recours gracieux adressé aux ministres signataires (CRPA, art. L. 411-2), ou par un recours contentieux"
    " devant le tribunal administratif compétent, en principe celui de Paris (CJA, art. R. 312-1, R. 421-1 et"
    " R. 421-5).",
    "Le recours administratif formé dans ce délai l’interrompt ; deux mois de silence valent rejet et ouvrent un"
    " nouveau délai de deux mois pour saisir le juge. Le délai de recours contentieux est augmenté d’un mois pour les"
    " personnes qui demeurent outre-mer (CJA, art. R. 421-7).",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided, by which act, from when, why when it is a refusal, and how to contest it."""

    title: str
    pairs: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    label: str
    remedies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One mail received, and whether it arrived."""

    at: datetime
    subject: str
    to: str
    fate: str
    path: str


@router.get("/dossiers/{ref}/suivi")
def show(request: Request, ref: Ref, me: Me, at: Now, db: Db) -> HTMLResponse:
    """The timeline, what comes next and how soon, the letters, the decision."""
    with reading(db) as session:
        opened = dossier(session, me, ref, at)
        state = state_seen(opened)
        pace = paces(session).get(public(state))
        letters = [_received(opened, row) for row in correspondence.received(session, me, "application", ref)]
        decision = _decision(session, opened)
    seen(db, opened, me, at)
    row = opened.sight.row
    return pages.render(
        request,
        "applicants/following.html",
        opened=opened,
        state=telling.state_label("application", state, me),
        final=telling.stage_of("application", state).final,
        since=telling.since(row["entered_at"], at),
        awaited=awaited(row["awaiting"].split(), me, opened.names),
        door=door("application", ref, state, me) if set(row["awaiting"].split()) & set(me.offices) else None,
        due=telling.last_day(row["due_at"]),
        late=telling.late_days(row["due_at"], at),
        habit=habit(pace),
        next=ahead(state),
        happenings=happenings(opened.sight, opened.names, me),
        letters=letters,
        decision=decision,
        reasons=[],
    )


def state_seen(opened: Dossier) -> str:
    """The state as this person may know it."""
    return str(opened.sight.row["state"]) if opened.sight.veiled else opened.facts.state.value


def _received(opened: Dossier, row: RowMapping) -> Received:
    return Received(
        at=row["settled_at"] or row["composed_at"],
        subject=row["subject"],
        to=opened.names.title(row["office"]),
        fate=LetterStatus(row["status"]).label,
        path=f"{opened.page}/courriels/{row['id']}",
    )


def _decision(session: Session, opened: Dossier) -> Decision | None:
    facts = opened.facts
    if facts.state is State.LABELLED:
        return _granted(session, facts)
    if facts.state in (State.REFUSED, State.INADMISSIBLE):
        return _refused(opened)
    return None


def _granted(session: Session, facts: ApplicationFacts) -> Decision:
    order: Any = facts.order
    query = select(LABEL.ref, LABEL.expires_on).where(LABEL.application == facts.ref).order_by(LABEL.ref.desc())
    label = session.execute(query).first()
    pairs = [("Arrêté", facts.order_ref)]
    if order:
        pairs += [("NOR", order.nor), ("Publication", f"{order.journal}, {_day(order.published_on)}")]
        pairs += [("Prise d’effet", _day(order.effective_from or order.signed_on))]
    pairs += [("Échéance du label", _day(label.expires_on))] if label else []
    return Decision(
        title="Le label est attribué",
        pairs=tuple(pair for pair in pairs if pair[1]),
        reasons=(),
        label=label.ref if label else "",
        remedies=REMEDIES,
    )


def _day(day: date | None) -> str:
    return typography.day(day) if day else ""


def _refused(opened: Dossier) -> Decision:
    facts = opened.facts
    event = next((one for one in opened.sight.events if one["trigger"] in AGAINST), None)
    title = "Le label est refusé" if facts.state is State.REFUSED else "Le dossier est irrecevable"
    return Decision(
        title=title,
        pairs=(("Décision", _day(event["legal_date"])),) if event else (),
        reasons=tuple(_grounds(opened)),
        label="",
        remedies=REMEDIES,
    )


def _grounds(opened: Dossier) -> Sequence[str]:
    """The reasons that the ministers gave, each once."""
    signed = (Trigger.SIGN_REFUSAL, Trigger.SIGN_INADMISSIBILITY, *AGAINST)
    events = [event["id"] for event in opened.sight.events if event["trigger"] in signed]
    texts = [text for one in events for name, text in opened.sight.texts.get(one, []) if name == "reason" and text]
    return list(dict.fromkeys(texts))


@router.get("/dossiers/{ref}/courriels/{number}")
def copy(
    request: Request, ref: Ref, number: Annotated[int, Path(ge=1, le=2**31 - 1)], me: Me, at: Now, db: Db
) -> HTMLResponse:
    """The copy of a letter received, word for word."""
    with reading(db) as session:
        opened = dossier(session, me, ref, at)
        mail = correspondence.copy(session, me, "application", ref, number)
    if mail is None:
        raise HTTPException(404)
    message = mails.parsed(mail) if mail["content"] else None
    return pages.render(
        request,
        "applicants/copy_of_letter.html",
        opened=opened,
        mail=mail,
        to=opened.names.full(mail["office"]),
        text=mails.part(message, "plain") if message else "",
        reasons=[],
    )

"""The letters of a demonstration, as composed: nothing leaves it, so this is where they are read."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import RowMapping, Select, func, or_, select
from sqlmodel import Session

from api.entry.identity import Db, Me
from api.showing import pages
from notifications.composing.batches import CARRIES as CARRIED
from notifications.composing.batches import LETTER, MAIL
from states.refusals import Unknown
from store.board.viewer import Viewer
from store.session import reading
from store.tables.letters import LetterStatus

router = APIRouter(include_in_schema=False)
PER_PAGE = 30
#: A mail brings its own styles; shown alone, without scripts, forms, links to us or anything from elsewhere.
ALONE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
Words = Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$")]
Page = Annotated[int, Query(ge=1, le=10_000)]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/demo/courriels")
def listing(
    request: Request,
    me: Me,
    db: Db,
    q: Annotated[str, Query(max_length=100)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """Latest first; `q` is looked for in the subject, the address and the references."""
    _check(request, me)
    query = _found(q)
    with reading(db) as session:
        total = session.execute(select(func.count()).select_from(query.subquery())).scalar_one()
        cut = query.order_by(MAIL.c.id.desc()).limit(PER_PAGE).offset(PER_PAGE * (page - 1))
        mails = session.execute(cut).mappings().all()
        refs = _refs(session, [mail["id"] for mail in mails])
    last = max(1, -(-total // PER_PAGE))
    return pages.render(
        request, "mails.html", mails=mails, refs=refs, q=q, page=page, pages=last, total=total, statuses=LetterStatus
    )


def _check(request: Request, me: Viewer) -> None:
    if not (request.app.state.demo and me.national):
        raise HTTPException(404)


def _found(words: str) -> Select[Any]:
    columns = [column for column in MAIL.c if column.name != "content"]
    query = select(*columns).where(MAIL.c.office != "")
    if wanted := words.strip():
        about = select(CARRIED.c.mail).join(LETTER, LETTER.c.id == CARRIED.c.letter).where(LETTER.c.ref == wanted)
        told = (column.icontains(wanted, autoescape=True) for column in (MAIL.c.subject, MAIL.c.mailbox))
        query = query.where(or_(MAIL.c.id.in_(about), *told))
    return query


def _refs(session: Session, mails: list[int]) -> dict[int, list[str]]:
    query = select(CARRIED.c.mail, LETTER.c.ref).join(LETTER, LETTER.c.id == CARRIED.c.letter)
    found: dict[int, list[str]] = {mail: [] for mail in mails}
    for mail, ref in session.execute(query.where(CARRIED.c.mail.in_(mails)).distinct().order_by(LETTER.c.ref)):
        found[mail].append(ref)
    return found


@router.get("/demo/courriels/{number}")
def one(request: Request, me: Me, db: Db, number: Number) -> HTMLResponse:
    """A mail, in plain text."""
    _check(request, me)
    with reading(db) as session:
        mail = _mail(session, number)
        refs = _refs(session, [number])[number]
    message, word = parsed(mail), LetterStatus(mail["status"])
    text = part(message, "plain")
    named = {name: header(mail, name) for name in ("From", "To")}
    return pages.render(request, "mail.html", mail=mail, refs=refs, word=word, named=named, text=text)


@router.get("/demo/courriels/{number}/html")
def html(request: Request, me: Me, db: Db, number: Number) -> HTMLResponse:
    """Its other part, as a mail reader shows it."""
    _check(request, me)
    with reading(db) as session:
        message = parsed(_mail(session, number))
    return HTMLResponse(part(message, "html"), headers={"Content-Security-Policy": ALONE})


def _mail(session: Session, number: int) -> RowMapping:
    found = session.execute(select(MAIL).where(MAIL.c.id == number, MAIL.c.office != "")).mappings().first()
    if found is None:
        raise Unknown
    return found


def parsed(mail: RowMapping) -> EmailMessage:
    """The bytes as a message."""
    message = message_from_bytes(mail["content"], policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def header(mail: RowMapping, name: str) -> str:
    """A header in words; a long name, written in several encoded words, is read as one."""
    written = " ".join(message_from_bytes(mail["content"])[name].split())
    return str(make_header(decode_header(written)))


def part(message: EmailMessage, kind: str) -> str:
    """Its part of that kind, `plain` or `html`; empty without one."""
    found = message.get_body((kind,))
    return str(found.get_content()) if found else ""

"""The forms of the register: questions, what they wake, errors with their remedy, and the event that each leaves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.datastructures import FormData

from api import errors
from api.console import asking
from api.showing import pages
from api.showing.fields import Field
from states.refusals import BadField, NotYours, Reason, Refusal, Unknown
from store.board.viewer import Viewer
from store.people.domains import NearMiss
from store.session import transaction

OfficeId = Annotated[str, Path(pattern=r"^[a-z_]{1,32}(:[0-9A-Za-z]{1,40})?$")]
Id = Annotated[str, Path(pattern=r"^[\w.-]{1,40}$")]
#: An address that looks mistyped: whether it was confirmed, and which one was.
EXACT, MEANT = "exacte", "adresse_confirmee"
MISSING, NO_DATE = "à remplir.", "indiquez une date."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One form: where it goes and comes from, its questions, and what is said before it is sent.

    `called` gives the question behind each field that a refusal names.
    """

    title: str
    lead: str
    action: str
    back: str
    back_to: str
    submit: str
    fields: tuple[Field, ...]
    effects: tuple[str, ...] = ()
    noted: str = ""
    notes: tuple[str, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)


def check(me: Viewer) -> None:
    """Only those who keep the register come further."""
    if not me.registers:
        raise NotYours(Reason("registre", "Le registre des offices est tenu par la Dgesco."))


def show(request: Request, entry: Entry, reasons: Sequence[Reason] = (), status: int = 200) -> HTMLResponse:
    """The form."""
    return pages.render(request, "entry.html", status=status, entry=entry, reasons=reasons)


def take(
    request: Request, db: Engine, entry: Entry, form: FormData, write: Callable[[Session, FormData], str]
) -> Response:
    """Write it and go where `write` says; the form again, filled in, with what is wrong."""
    wrong = _faults(entry.fields, form)
    if wrong:
        return show(request, _refilled(entry, form, wrong), status=422)
    try:
        with transaction(db) as session:
            return RedirectResponse(write(session, form), 303)
    except Unknown:
        raise
    except Refusal as refusal:
        status = next(code for kind, code in errors.STATUS.items() if isinstance(refusal, kind))
        named = {entry.called.get(why.field, why.field): _remedy(refusal, why) for why in refusal.reasons}
        known = {one.name for one in entry.fields}
        left = [why for why in refusal.reasons if entry.called.get(why.field, why.field) not in known]
        again = _refilled(entry, form, named)
        return show(request, _confirmable(again, refusal) if isinstance(refusal, NearMiss) else again, left, status)


def _confirmable(entry: Entry, refusal: NearMiss) -> Entry:
    """The same form, in which the address as it was typed can be confirmed."""
    name = entry.called.get(refusal.reasons[0].field, refusal.reasons[0].field)
    typed = next(str(one.value) for one in entry.fields if one.name == name)
    asked = Field(EXACT, f"L’adresse « {typed} » est exacte", "bool", required=False)
    return replace(entry, fields=(*entry.fields, asked), hidden=(*entry.hidden, (MEANT, typed)))


def _remedy(refusal: Refusal, why: Reason) -> str:
    """Beside the question itself, what to do is enough: the reader sees the field and the value."""
    return refusal.remedy if isinstance(refusal, BadField) else why.sentence


def _refilled(entry: Entry, form: FormData, wrong: Mapping[str, str]) -> Entry:
    return replace(entry, fields=asking.refilled(entry.fields, form, wrong))


def _faults(fields: Sequence[Field], form: FormData) -> dict[str, str]:
    dates = (one.name for one in fields if one.kind == "date")
    unread = {name: NO_DATE for name in dates if form.get(name) and day(form, name) is None}
    return unread | {one.name: MISSING for one in fields if one.required and not _given(one, form)}


def _given(one: Field, form: FormData) -> bool:
    return any(str(value).strip() for value in form.getlist(one.name))


def is_exact(form: FormData, name: str) -> bool:
    """Whether an address that looks mistyped was confirmed, and is still the one that was."""
    return EXACT in form and text(form, MEANT) == text(form, name)


def text(form: FormData, name: str) -> str:
    """An answer in words."""
    return str(form.get(name, "")).strip()


def day(form: FormData, name: str) -> date | None:
    """An answer that is a date; None without one."""
    try:
        return date.fromisoformat(text(form, name))
    except ValueError:
        return None


def known_day(form: FormData, name: str) -> date:
    """The same for a question that had to be answered."""
    found = day(form, name)
    assert found is not None
    return found

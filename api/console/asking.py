"""From what an act asks to the questions of a form, and from the answers of a form to the fields of an act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from starlette.datastructures import FormData

from api.showing.fields import Field, Kind, Option
from states.asks import IN_PARIS, options, read_field
from states.calendar import PARIS
from states.declaration import Ask, AskKind
from states.editions import PartnerKind
from states.refusals import BadField, Unknown
from states.roles import Role, role_of
from store.board.names import Names
from store.reference import catalogue

KINDS: dict[AskKind, Kind] = {
    AskKind.TEXT: "text",
    AskKind.LONG_TEXT: "textarea",
    AskKind.LABELS: "textarea",
    AskKind.DATE: "date",
    AskKind.INSTANT: "datetime",
    AskKind.NUMBER: "number",
    AskKind.FLAG: "bool",
    AskKind.CHOICE: "choice",
    AskKind.CHOICES: "choices",
    AskKind.OFFICE: "choice",
    AskKind.OFFICES: "choices",
    AskKind.DOCUMENT: "document",
}
#: Never typed by anyone: the page sends back the content it showed.
HIDDEN = frozenset({AskKind.HASH})


CORRECTED = frozenset({AskKind.TEXT, AskKind.LONG_TEXT, AskKind.CHOICE, AskKind.NUMBER})
_NOTHING: dict[AskKind, tuple[str, ...] | bool] = {AskKind.CHOICES: (), AskKind.OFFICES: (), AskKind.FLAG: False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Draws the questions of one act on one object."""

    facts: Any
    names: Names
    content: Mapping[str, Any]

    def fields(self, asks: Iterable[Ask]) -> tuple[Field, ...]:
        """The questions, in the order of the declaration."""
        return tuple(field for ask in asks if ask.kind not in HIDDEN for field in self._of(ask))

    def _of(self, ask: Ask) -> tuple[Field, ...]:
        if ask.kind is AskKind.SECTIONS:
            return self._sections(ask)
        if ask.kind is AskKind.PARTNERS:
            return self._partners(ask)
        return (
            Field(
                name=ask.name,
                label=ask.label,
                kind="choice" if ask.name == "sector" else KINDS[ask.kind],
                required=ask.required,
                hint=ask.hint,
                options=self._options(ask),
                value=self._present(ask),
            ),
        )

    def _options(self, ask: Ask) -> tuple[Option, ...]:
        if ask.kind in (AskKind.OFFICE, AskKind.OFFICES):
            found = [one.id for one in catalogue.offices(self.names.day) if role_of(one.id) is Role.RAPPORTEUR]
            return tuple(Option(office, self.names.full(office)) for office in found)
        if ask.name == "sector":
            return tuple(Option(one.code, one.label) for one in catalogue.sectors())
        offered = options(ask, self.facts)
        return tuple(Option(value, self._told(value, label)) for value, label in offered.items())

    def _told(self, value: str, label: str) -> str:
        """An office that the rules name by its identifier, by its title."""
        return self.names.full(value) if value == label and _is_office(value) else label

    def _present(self, ask: Ask) -> str | tuple[str, ...] | bool:
        """What the object says today, for the kinds of answer where correcting is easier than typing again."""
        value = self.content.get(ask.name) or getattr(self.facts, ask.name, "")
        if isinstance(value, datetime):
            return value.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M")
        if isinstance(value, date):
            return value.isoformat()
        return str(value) if ask.kind in CORRECTED and isinstance(value, str | int) else _NOTHING.get(ask.kind, "")

    def _sections(self, ask: Ask) -> tuple[Field, ...]:
        written = self.content.get("sections", {})
        return tuple(
            Field(f"{ask.name}.{section.code}", section.label, "textarea", False, value=written.get(section.code, ""))
            for section in self.facts.rules.sections
        )

    def _partners(self, ask: Ask) -> tuple[Field, ...]:
        named = self.content.get("partners", ())
        return tuple(
            Field(
                f"{ask.name}.{kind.value}",
                kind.label,
                "textarea",
                False,
                hint="Un partenaire par ligne.",
                value="\n".join(one.get("name", "") for one in named if one["kind"] == kind.value),
            )
            for kind in PartnerKind
        )


def _is_office(value: str) -> bool:
    try:
        return bool(catalogue.office(value))
    except Unknown:
        return False


def answers(asks: Iterable[Ask], form: FormData, documents: Mapping[str, str], facts: Any) -> dict[str, object]:
    """What the form says, in the shape in which an act takes it; documents by their hash."""
    given = {ask.name: _answer(ask, form, documents, facts) for ask in asks}
    return {name: value for name, value in given.items() if value not in (None, "", (), [], {})}


def _answer(ask: Ask, form: FormData, documents: Mapping[str, str], facts: Any) -> object:
    if ask.kind is AskKind.DOCUMENT:
        return documents.get(ask.name, "")
    if ask.kind is AskKind.SECTIONS:
        return {s.code: str(form.get(f"{ask.name}.{s.code}", "")).strip() for s in facts.rules.sections}
    if ask.kind is AskKind.PARTNERS:
        return _named(ask, form)
    if ask.kind in (AskKind.CHOICES, AskKind.OFFICES):
        return [str(value) for value in form.getlist(ask.name)]
    text = str(form.get(ask.name, "")).strip()
    return _zoned(text) if ask.kind is AskKind.INSTANT else text


def _named(ask: Ask, form: FormData) -> list[dict[str, str]]:
    return [
        {"kind": kind.value, "name": line.strip()}
        for kind in PartnerKind
        for line in str(form.get(f"{ask.name}.{kind.value}", "")).splitlines()
        if line.strip()
    ]


def _zoned(text: str) -> str:
    """A date and an hour as typed are those of Paris; the rules refuse those that its clocks skip or show twice."""
    try:
        return f"{datetime.fromisoformat(text).replace(tzinfo=None).isoformat()}{IN_PARIS}"
    except ValueError:
        return text


def faults(asks: Iterable[Ask], given: Mapping[str, object], facts: Any) -> dict[str, str]:
    """Every answer that is missing or malformed, by field, before anything is tried."""
    found = {}
    for ask in asks:
        try:
            read_field(ask, given.get(ask.name), facts)
        except BadField as fault:
            found[ask.name] = fault.remedy
    return found


def refilled(fields: Iterable[Field], form: FormData, errors: Mapping[str, str]) -> tuple[Field, ...]:
    """The same questions with what was typed, and what is wrong with it."""
    return tuple(replace(one, value=_typed(one, form), error=errors.get(one.name, "")) for one in fields)


def _typed(field: Field, form: FormData) -> str | tuple[str, ...] | bool:
    if field.kind == "choices":
        return tuple(str(value) for value in form.getlist(field.name))
    if field.kind == "bool":
        return field.name in form
    return "" if field.kind == "document" else str(form.get(field.name, ""))

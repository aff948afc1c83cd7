"""Reading the fields of an act: one error names the field, the value received and the remedy."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, cast

from states.calendar import AmbiguousHour, ImpossibleHour, instant
from states.declaration import Ask, AskKind
from states.listed import LISTED, read_listed
from states.refusals import BadField
from states.texts import LONG, SHORT, clean_text
from states.words import Word

MOST = 200
LARGEST = 9_999
IN_PARIS = "[Europe/Paris]"
FIRST_YEAR, LAST_YEAR = 1980, 2200


def read_payload(asks: tuple[Ask, ...], raw: Mapping[str, object], facts: Any) -> dict[str, Any]:
    """The typed fields of an act; BadField for one that is missing, unknown or malformed."""
    known = {ask.name for ask in asks}
    for name in raw:
        if name not in known:
            raise BadField(name, raw[name], f"champ inconnu ; attendus : {', '.join(sorted(known)) or 'aucun'}.")
    return {ask.name: read_field(ask, raw.get(ask.name), facts) for ask in asks}


def read_field(ask: Ask, value: object, facts: Any) -> Any:
    """One typed field."""
    empty = value in ((None, "") if ask.kind in LISTED else (None, "", [], ()))
    read = _EMPTY.get(ask.kind) if empty else _read(ask, value, facts)
    if read in (None, "", ()) and ask.required:
        raise BadField(ask.label, None, "ce champ est obligatoire." + (f" {ask.hint}" if ask.hint else ""))
    return read


def _read(ask: Ask, value: object, facts: Any) -> Any:
    if ask.kind in {AskKind.CHOICE, AskKind.CHOICES}:
        return _choose(ask, value, facts)
    return _READERS[ask.kind](ask, value)


def options(ask: Ask, facts: Any) -> dict[str, str]:
    """What a choice offers: value to French label."""
    if ask.options is None:
        return {}
    if isinstance(ask.options, type):
        words = cast(Iterable[Word], ask.options)
        return {word.value: word.label for word in words}
    return dict(ask.options(facts))


def _choose(ask: Ask, value: object, facts: Any) -> Any:
    offered = options(ask, facts)
    chosen = _list(value) if ask.kind is AskKind.CHOICES else [str(value)]
    for one in chosen:
        _choose_one(ask, one, offered)
    word = ask.options if isinstance(ask.options, type) else str
    picked = tuple(word(one) for one in chosen)
    return picked if ask.kind is AskKind.CHOICES else picked[0]


def _choose_one(ask: Ask, one: str, offered: Mapping[str, str]) -> None:
    if one not in offered:
        raise BadField(ask.label, one, f"choisissez parmi : {', '.join(offered)}.")


def _list(value: object) -> list[str]:
    items = value if isinstance(value, list | tuple) else str(value).split("\n")
    cleaned = [str(item).strip() for item in items if str(item).strip()]
    if len(cleaned) > MOST:
        raise BadField("liste", len(cleaned), f"au plus {MOST} éléments.")
    return cleaned


def _date(ask: Ask, value: object) -> date:
    try:
        day = value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        raise BadField(ask.label, value, "indiquez une date sous la forme 2026-12-18.") from None
    _in_this_age(ask, value, day.year)
    return day


def _in_this_age(ask: Ask, value: object, year: int) -> None:
    """Deadlines are counted from these dates: beyond, the calendar itself ends."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadField(ask.label, value, f"indiquez une année entre {FIRST_YEAR} et {LAST_YEAR}.")


def _instant(ask: Ask, value: object) -> datetime:
    try:
        at = value if isinstance(value, datetime) else _read_instant(ask, str(value))
    except ValueError:
        raise BadField(ask.label, value, "indiquez une date et une heure, comme 2026-12-18T15:00+01:00.") from None
    if at.tzinfo is None:
        raise BadField(ask.label, value, "précisez le fuseau horaire, comme 2026-12-18T15:00+01:00.")
    _in_this_age(ask, value, at.year)
    return at


def _read_instant(ask: Ask, text: str) -> datetime:
    """An hour followed by `[Europe/Paris]` (RFC 9557) is the one that clocks show there, if they show it once."""
    if not text.endswith(IN_PARIS):
        return datetime.fromisoformat(text)
    wall = datetime.fromisoformat(text.removesuffix(IN_PARIS))
    _in_this_age(ask, text, wall.year)
    try:
        return instant(wall.date(), wall.time())
    except ImpossibleHour as refusal:
        raise BadField(ask.label, None, refusal.remedy) from None
    except AmbiguousHour as refusal:
        raise BadField(ask.label, None, f"{refusal.remedy} Ou choisissez une autre heure.") from None


def _number(ask: Ask, value: object) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise BadField(ask.label, value, "indiquez un nombre entier.") from None
    if abs(number) > LARGEST:
        raise BadField(ask.label, f"{str(value)[:20]}…", f"indiquez un nombre d’au plus {LARGEST}.")
    return number


def _document(ask: Ask, value: object) -> str:
    if not re.fullmatch("[0-9a-f]{64}", str(value)):
        raise BadField(ask.label, value, "joignez une pièce (PDF) déjà enregistrée.")
    return str(value)


def _sections(ask: Ask, value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise BadField(ask.label, value, "indiquez un texte par rubrique.")
    return {str(code): clean_text(f"{ask.label} {code}", text, LONG, lines=True) for code, text in value.items()}


_EMPTY: dict[AskKind, object] = {
    AskKind.TEXT: "",
    AskKind.LONG_TEXT: "",
    AskKind.DOCUMENT: "",
    AskKind.FLAG: False,
    AskKind.CHOICES: (),
    AskKind.OFFICES: (),
    AskKind.LABELS: (),
    AskKind.HASH: "",
    AskKind.SECTIONS: None,
    **dict.fromkeys(LISTED),
    AskKind.OFFICE: "",
}
_READERS: dict[AskKind, Callable[[Ask, object], Any]] = {
    AskKind.TEXT: lambda ask, v: clean_text(ask.label, v, SHORT),
    AskKind.LONG_TEXT: lambda ask, v: clean_text(ask.label, v, LONG, lines=True),
    AskKind.DATE: _date,
    AskKind.INSTANT: _instant,
    AskKind.NUMBER: _number,
    AskKind.FLAG: lambda ask, v: v is True or str(v).lower() in {"1", "true", "on", "oui", "yes"},
    AskKind.OFFICE: lambda ask, v: clean_text(ask.label, v, 80),
    AskKind.OFFICES: lambda ask, v: tuple(clean_text(ask.label, one, 80) for one in _list(v)),
    AskKind.LABELS: lambda ask, v: tuple(clean_text(ask.label, one, SHORT) for one in _list(v)),
    AskKind.DOCUMENT: _document,
    AskKind.HASH: _document,
    AskKind.SECTIONS: _sections,
    **dict.fromkeys(LISTED, read_listed),
}

"""Lists of a file – partners, budget, annexes – read line by line: an error names the line, its field and the rule."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from states.declaration import Ask, AskKind
from states.editions import PartnerKind
from states.establishments import clean_siret, clean_uai
from states.refusals import BadField
from states.texts import SHORT, clean_text

LISTED = frozenset({AskKind.PARTNERS, AskKind.BUDGET, AskKind.ANNEXES})
MOST_LINES = 200
#: A billion euros: beyond, a zero was typed too many.
MOST_EUROS = 10**9
SHA256 = re.compile("[0-9a-f]{64}")
COLUMNS = ("kind", "name", "uai", "siret", "label", "funder", "amount", "document")
Line = dict[str, Any]


def read_listed(ask: Ask, value: object) -> tuple[Line, ...]:
    """The lines of one list; BadField for the first one that is wrong."""
    if not isinstance(value, list | tuple) or not all(isinstance(one, Mapping) for one in value):
        raise BadField(ask.label, value, "indiquez une liste de lignes.")
    if len(value) > MOST_LINES:
        raise BadField(ask.label, len(value), f"au plus {MOST_LINES} lignes.")
    read, noun = _LINES[ask.kind]
    lines = [_strictly(read, f"{noun} {number}", line) for number, line in enumerate(value, 1)]
    for fault in _twice(noun, lines).values() if ask.kind is AskKind.PARTNERS else ():
        raise fault
    return tuple(lines)


def _strictly(read: Any, noun: str, line: Mapping[str, Any]) -> Line:
    for name in line:
        if name not in COLUMNS:
            raise BadField(f"{noun}, {name}", line[name], f"champ inconnu ; attendus : {', '.join(COLUMNS)}.")
    found: Line = read(noun, line)
    return found


def faults(kind: AskKind, lines: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """What is wrong with each line, by rank from zero: all at once, for a form."""
    read, noun = _LINES[kind]
    found, done = {}, []
    for rank, line in enumerate(lines):
        try:
            done.append(read(f"{noun} {rank + 1}", line))
        except BadField as fault:
            found[rank] = fault.reasons[0].sentence
            done.append({})
    twice = _twice(noun, done) if kind is AskKind.PARTNERS else {}
    return {rank: fault.reasons[0].sentence for rank, fault in twice.items()} | found


def partner(noun: str, line: Mapping[str, Any]) -> Line:
    """One member of the network: its kind, its name, and its identifiers once they obey their rules."""
    kind = str(line.get("kind", ""))
    if kind not in {word.value for word in PartnerKind}:
        raise BadField(f"{noun}, nature", kind, f"choisissez parmi : {', '.join(word.value for word in PartnerKind)}.")
    uai, siret = str(line.get("uai") or "").strip(), str(line.get("siret") or "").strip()
    return {"kind": kind, "name": _named(noun, line.get("name"))} | {
        name: check(given, f"{noun}, {name.upper()}")
        for name, given, check in (("uai", uai, clean_uai), ("siret", siret, clean_siret))
        if given
    }


def budget_line(noun: str, line: Mapping[str, Any]) -> Line:
    """One line of the budget: what for, who pays, and how much in whole euros."""
    return {
        "label": _named(noun, line.get("label")),
        "funder": clean_text(f"{noun}, financeur", line.get("funder") or "", SHORT),
        "amount": euros(f"{noun}, montant", line.get("amount")),
    }


def annexe(noun: str, line: Mapping[str, Any]) -> Line:
    """One annex: what it is, and the hash of the document received."""
    digest = str(line.get("document", ""))
    if not SHA256.fullmatch(digest):
        raise BadField(f"{noun}, document", digest, "joignez une pièce (PDF) déjà enregistrée.")
    return {"name": _named(noun, line.get("name")), "document": digest}


def euros(field: str, value: object) -> int:
    """Whole euros, as « 12 000 » or 12000."""
    digits = "".join(str(value if value is not None else "").replace("€", "").split())
    if not re.fullmatch("[0-9]{1,10}", digits) or int(digits) > MOST_EUROS:
        raise BadField(field, value, "indiquez un montant en euros entiers, comme « 12 000 », d’un milliard au plus.")
    return int(digits)


def _named(noun: str, value: object) -> str:
    name = clean_text(f"{noun}, intitulé", value or "", SHORT)
    if not name:
        raise BadField(f"{noun}, intitulé", None, "ce champ est obligatoire.")
    return name


def _twice(noun: str, lines: Sequence[Line]) -> dict[int, BadField]:
    """A partner counts once, whichever of its identifiers tells that it is the same."""
    seen: dict[tuple[str, ...], int] = {}
    found = {}
    for rank, line in enumerate(lines):
        for key, what in _identities(line):
            first = seen.setdefault(key, rank)
            if first != rank:
                remedy = f"ce partenaire figure déjà à la ligne {first + 1}."
                found[rank] = BadField(f"{noun} {rank + 1}, {what}", line[key[0]], remedy)
    return found


def _identities(line: Line) -> list[tuple[tuple[str, ...], str]]:
    """A school and the apprentices' centre that it houses share a name, and even a SIRET: not a kind."""
    if not line:
        return []
    known = [((name, line["kind"], line[name]), name.upper()) for name in ("uai", "siret") if line.get(name)]
    return [*known, (("name", line["kind"], line["name"].casefold()), "intitulé")]


_LINES: dict[AskKind, tuple[Any, str]] = {
    AskKind.PARTNERS: (partner, "Partenaire"),
    AskKind.BUDGET: (budget_line, "Ligne de budget"),
    AskKind.ANNEXES: (annexe, "Annexe"),
}

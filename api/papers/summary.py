"""A whole file on paper: what it says, part by part, and the list of its pieces with their hashes."""

from typing import Any

from api.applicants.dossier import Dossier
from api.applicants.parts import about, parts_of, value_of
from api.papers.typeset import territories, typeset
from notifications import typography
from notifications.typography import typo
from states.application.completeness import IDENTITY
from states.calendar import paris_day
from states.editions import PartnerKind

KINDS = {kind.value: kind.label for kind in PartnerKind}


def of(opened: Dossier) -> bytes:
    """The PDF of the content as it is saved now; dated of the last thing that happened to the file."""
    return typeset("summary.typ", _said(opened), opened.sight.events[0]["at"] if opened.sight.events else opened.at)


def _said(opened: Dossier) -> dict[str, Any]:
    content, facts = opened.sight.content, opened.facts
    texts = [part for part in opened.parts if part.kind == "text"]
    budget = content.get("budget", ())
    return {
        "title": typo(str(opened.sight.row["name"])),
        "foot": typo(f"Dossier {opened.sight.ref} – contenu, version {opened.version}"),
        "about": [[label, typo(told)] for label, told in _about(opened)],
        "sections": [{"label": typo(part.label), "text": value_of(part, content)} for part in texts],
        "partners": [_partner(line) for line in content.get("partners", ())],
        "budget": [[line["label"], line.get("funder", ""), _euros(line["amount"])] for line in budget],
        "total": _euros(sum(line["amount"] for line in budget)) if budget else "",
        "pieces": [[typo(row["name"]), row["sha256"]] for row in opened.sight.attachments],
        "hash": facts.content_hash,
    }


def _about(opened: Dossier) -> list[tuple[str, str]]:
    facts, day = opened.facts, paris_day(opened.at)
    identity = next(part for part in parts_of(facts) if part.code == IDENTITY)
    return [
        ("Référence", opened.sight.ref),
        ("Objet de la demande", facts.kind.label),
        ("Règles applicables", f"{facts.rules.label} ({facts.rules.text})"),
        ("Académies", territories("academie", facts.academies, day)),
        ("Régions", territories("region", facts.regions, day)),
        *about(value_of(identity, opened.sight.content)),
    ]


def _partner(line: dict[str, str]) -> list[str]:
    return [line.get("name", ""), KINDS.get(line["kind"], line["kind"]), line.get("uai", ""), line.get("siret", "")]


def _euros(amount: int) -> str:
    return f"{typography.number(amount)}{typography.NBSP}€"

"""What happened, in the words of a timeline, and the documents that came with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping

from api.console.rooms import BY_KIND
from api.console.telling import stage_of
from notifications import typography
from states.calendar import paris_day
from states.facts import Quality
from states.lifecycles import LIFECYCLES
from states.roles import SYSTEM
from store.board.history import COMPARATIVE
from store.board.names import Names
from store.board.sight import Sight
from store.board.viewer import Viewer
from store.people.chronicle import Deed
from store.reference import catalogue

#: Free texts given with an act, as they are introduced.
TEXTS = {
    "day_off_reason": "Motif d’une clôture un jour non ouvré",
    "reason": "Motif",
    "question": "Question",
    "answer": "Réponse",
    "items": "Liste",
    "about": "Objet du signalement",
    "remark": "Observation",
    "mark": "Marque antérieure",
    "name": "Nouveau nom",
    "observations": "Observations",
    "paper_reason": "Motif de l’enregistrement",
    "bulletin": "Bulletin officiel",
    "into": "Dossier conservé",
    "journal": "Publication",
    "nor": "NOR",
    "sector": "Secteur",
    "silence_text": "Mention sur le silence de l’administration",
    "support": "Établissement support",
    "confirmation": "Référence recopiée",
}
#: Acts that bring one piece after another, not a newer version of the same.
MANY_PIECES = frozenset({"supply_item"})
LONGEST = 400
#: A date that is done in its minute, or the next ones, is not said to be late.
LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event of the history."""

    at: datetime
    title: str
    by: str
    detail: str
    path: str = ""
    current: bool = False


def trigger_label(kind: str, trigger: str) -> str:
    """What an event is called, whatever it happened to."""
    if kind in LIFECYCLES:
        known = {word.value: word.label for word in LIFECYCLES[kind].triggers}
        if trigger in known:
            return known[trigger]
    return next((deed.label.capitalize() for deed in Deed if deed.value == trigger), trigger)


def happenings(sight: Sight, names: Names, viewer: Viewer) -> list[Happening]:
    """The history, latest first; an applicant reads of what is being compared only that it moved on."""
    found = [_happening(event, sight, names) for event in sight.events if sight.whole or _moves(event, sight)]
    if found:
        first = found[0]
        found[0] = Happening(at=first.at, title=first.title, by=first.by, detail=first.detail, current=True)
    return found


def _moves(event: RowMapping, sight: Sight) -> bool:
    if event["trigger"] not in COMPARATIVE or sight.kind != "application":
        return True
    source, target = stage_of(sight.kind, event["source"]), stage_of(sight.kind, event["target"])
    return source.public != target.public


def _happening(event: RowMapping, sight: Sight, names: Names) -> Happening:
    if not sight.whole and event["trigger"] in COMPARATIVE:
        title = stage_of(sight.kind, event["target"]).public
        return Happening(at=event["at"], title=title, by="", detail="")
    return Happening(
        at=event["at"],
        title=trigger_label(sight.kind, event["trigger"]),
        by=by(event, names),
        detail=" ".join(_details(event, sight)),
    )


def by(event: RowMapping, names: Names) -> str:
    """Who acted, for which office, in what quality, and who registered it."""
    if event["office"] in ("", "system"):
        return "Automatique"
    parts = [names.title(event["office"]), names.person(event["person"], event["office"])]
    if event["quality"] in (Quality.ACTING.value, Quality.DELEGATE.value):
        parts.append(Quality(event["quality"]).label)
    if event["registrar"]:
        parts.append(f"acte sur papier enregistré par {names.person(event['registrar']) or 'la Dgesco'}")
    return ", ".join(part for part in parts if part)


def _details(event: RowMapping, sight: Sight) -> list[str]:
    found = []
    if event["legal_date"] != paris_day(event["at"]):
        found.append(f"Date légale : {typography.short_day(event['legal_date'])}.")
    if belated := done_late(event):
        found.append(f"Échéance du {typography.short_instant(event['at'])}, {belated}")
    for name, text in sight.texts.get(event["id"], []):
        told = "effacé à l’issue de la durée de conservation" if text is None else _cut(_said(name, text))
        found.append(f"{TEXTS.get(name, name.capitalize())} : {told}")
    return found


def done_late(event: RowMapping) -> str:
    """When a date did it after its instant, when it did: « faite le 24 nov. 2026 à 9 h 12, après 3 jours. »"""
    late = event["recorded_at"] - event["at"]
    if event["office"] != SYSTEM or event["trigger"] == Deed.IMPORT.value or late < LATE:
        return ""
    return f"faite le {typography.short_instant(event['recorded_at'])}, après {typography.duration(late)}."


def _said(name: str, text: str) -> str:
    """A sector is kept by its code, and read by its label."""
    return catalogue.sector_label(text) if name == "sector" else text


def _cut(text: str) -> str:
    one_line = typography.listed(text.splitlines())
    return one_line if len(one_line) <= LONGEST else f"{one_line[:LONGEST].rstrip()}…"


def pieces(sight: Sight, names: Names) -> list[dict[str, Any]]:
    """Documents to download, latest first."""
    page, same = BY_KIND[sight.kind].page(sight.ref), _versions(sight)
    return [
        {
            "path": f"{page}/pieces/{row['id']}",
            "name": row["name"],
            "size": weight(row["size"]),
            "by": names.title(row["office"]),
            "at": row["at"],
            "act": trigger_label(sight.kind, row["trigger"]),
            "sha256": row["sha256"],
            "version": same[_thing(row)].index(row["id"]) + 1,
            "versions": len(same[_thing(row)]),
        }
        for row in sight.attachments
    ]


def _versions(sight: Sight) -> dict[tuple[Any, ...], list[int]]:
    """Documents given for the same thing follow one another; the first one is version 1."""
    found: dict[tuple[Any, ...], list[int]] = {}
    for row in sorted(sight.attachments, key=lambda row: (row["at"], row["id"])):
        found.setdefault(_thing(row), []).append(row["id"])
    return found


def _thing(row: RowMapping) -> tuple[Any, ...]:
    """What a document is: the same field of the same act of the same office; pieces asked for are each their own."""
    own = row["id"] if row["trigger"] in MANY_PIECES else 0
    return row["trigger"], row["office"], row["field"], own


def weight(size: int) -> str:
    """As « 1,2 Mio »."""
    if size >= 1024 * 1024:
        return f"{typography.number(size / 1024 / 1024, 1)}{typography.NBSP}Mio"
    return f"{typography.number(max(1, size // 1024))}{typography.NBSP}Kio"

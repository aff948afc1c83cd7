"""The main menu, in the order of an administrator's day."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu, and whether the page shown belongs to it."""

    label: str
    path: str
    current: bool = False


PAGES = (
    ("Dossiers bloqués", "/blocages"),
    ("Dossiers", "/dossiers"),
    ("Vagues", "/vagues"),
    ("Échéances", "/echeances"),
    ("Séances", "/seances"),
    ("Arrêtés", "/arretes"),
    ("Labels", "/labels"),
    ("Offices", "/offices"),
    ("Journal", "/journal"),
    ("Exploitation", "/exploitation"),
)


def menu(path: str) -> tuple[Entry, ...]:
    """Every entry, the one that contains `path` marked as current."""
    return tuple(Entry(label, page, path == page or path.startswith(f"{page}/")) for label, page in PAGES)

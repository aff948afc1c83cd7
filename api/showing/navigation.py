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


#: Where everyone begins who does not run the programme.
OWN = ("Ma page", "/")
#: Of no use to those who do not see the whole nation.
NATIONAL = frozenset({"/exploitation"})


def menu(path: str, *, national: bool = True) -> tuple[Entry, ...]:
    """Every entry, the one that contains `path` marked as current."""
    shown = PAGES if national else (OWN, *((label, page) for label, page in PAGES if page not in NATIONAL))
    return tuple(Entry(label, page, path == page or path.startswith(f"{page}/")) for label, page in shown)

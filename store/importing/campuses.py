"""The campus of an application taken over: the one named, or a new one."""

from collections.abc import Mapping

from sqlmodel import Session

from store.desk.references import numbered
from store.tables.objects import Campus


def campus_of(
    session: Session, code: str, name: str, content: Mapping[str, str], site: str, *, fictitious: bool
) -> str:
    """The code of a known campus, or of one made from the application that first names it."""
    known = session.get(Campus, code) if code else None
    if known:
        return code
    made = Campus(
        code=code or numbered(session, "CAMP"),
        name=name,
        sector=content["sector"],
        support=content["support"],
        site=site,
        fictitious=fictitious,
    )
    session.add(made)
    session.flush()
    return made.code

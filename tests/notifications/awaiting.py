"""An application whose recteur and president are owed a letter, and what became of it."""

from typing import Any

from sqlalchemy import select, update

from notifications.composing.batches import LETTER, MAIL
from notifications.troubles import TROUBLE
from store.session import transaction
from store.tables.people import Office
from tests.mailing import letters, rows
from tests.walking import DAY, OPENS, World, ask_signatures, draft, published_wave

RECTEUR, PRESIDENT = "recteur:14", "region_president:53"
OFFICE = Office.__table__  # type: ignore[attr-defined]


def mailbox(world: World, office: str, address: str) -> None:
    """Give an office its functional mailbox, or take it away."""
    with transaction(world.engine) as session:
        session.execute(update(OFFICE).where(OFFICE.c.id == office).values(mailbox=address))


def waiting(world: World) -> str:
    """An application that awaits its recteur and its president, who are owed a letter; all others have left."""
    published_wave(world)
    world.at = OPENS + 30 * DAY
    ref = draft(world)
    for office in (RECTEUR, PRESIDENT):
        world.holder(office)
    ask_signatures(world, ref)
    with transaction(world.engine) as session:
        others = LETTER.c.letter != "application/request_signatures"
        session.execute(update(LETTER).where(others).values(status="accepted"))
    return ref


def owed(world: World) -> list[dict[str, Any]]:
    """The letters that ask for signatures."""
    return [one for one in letters(world.engine) if one["letter"] == "application/request_signatures"]


def of(world: World, office: str) -> list[dict[str, Any]]:
    """Mails of an office."""
    return rows(world.engine, select(MAIL).where(MAIL.c.office == office).order_by(MAIL.c.id))


def troubles(world: World, ref: str) -> list[tuple[str, str]]:
    """Code and office of what is open beside an object."""
    query = select(TROUBLE).where(TROUBLE.c.ref == ref, TROUBLE.c.solved_at.is_(None)).order_by(TROUBLE.c.id)
    return [(row["code"], row["office"]) for row in rows(world.engine, query)]

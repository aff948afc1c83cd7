"""« Ce qui partira » : the letters of the days to come as a viewer may know of them, computed and never planned."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from notifications.forecasting.lines import Line
from notifications.forecasting.playing import Play
from notifications.forecasting.world import meet_awake, present
from states.calendar import last_instant, paris_day
from store.board.viewer import Viewer
from store.desk.kinds import TABLES

DAYS, MOST_DAYS = 14, 92


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Letters in the order of their instants; `cut` when there was too much to look at and the end may lack some."""

    lines: tuple[Line, ...]
    until: datetime
    cut: bool


def forecast(session: Session, viewer: Viewer, at: datetime, days: int = DAYS) -> Forecast:
    """Every letter that leaves by the end of that many days, or does not and why, as far as the viewer sees.

    Officers of the nation read of all letters, others of those to their own offices about what is in their scope.
    Nothing is written, and no act that someone may do in the meantime is guessed.
    """
    until = last_instant(paris_day(at) + timedelta(days=days))
    lines, cut = ahead(session, at, until, viewer=viewer)
    return Forecast(lines=tuple(_told(lines, viewer)), until=until, cut=cut)


def _told(lines: Iterable[Line], viewer: Viewer) -> Iterator[Line]:
    return (line for line in lines if viewer.national or line.office in viewer.offices)


def ahead(
    session: Session,
    at: datetime,
    until: datetime,
    *,
    viewer: Viewer | None = None,
    kinds: Iterable[str] = tuple(TABLES),
) -> tuple[list[Line], bool]:
    """Letters about some kinds of objects between two instants, and whether some were left out; None sees all."""
    world = present(session, at)
    meet_awake(world, viewer, until, kinds)
    play = Play(world=world, until=until)
    play.run()
    play.leaving.share()
    return sorted(play.lines.values(), key=lambda line: (line.at, line.ref, line.office, line.key)), world.cut

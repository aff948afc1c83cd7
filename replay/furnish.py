"""The furnished database: the real waves since 2013 played through the real machine, then a programme in full life."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import Engine, update

from notifications.posting.sink import sink
from replay import past, present
from replay.journeys import Diary
from replay.people import People
from replay.player import Player
from replay.playing import patient_collector
from states.calendar import paris_day
from store.desk.kinds import TABLES
from store.people import seeding
from store.people.directory import set_mailbox
from store.reference import catalogue
from store.session import transaction
from store.tables.letters import Letter, LetterStatus

#: For how long the furnished service has been writing letters; what was owed before is shown as never sent.
SERVICE = timedelta(days=45)
#: In the years before, sweeps ran once in a while: each act settles what it touches, and no legal date moves.
MONTH = timedelta(days=30)
BEFORE_SERVICE = "Lettre d’avant la mise en service : elle n’a pas été envoyée d’ici."
Tell = Callable[[str], None]


@patient_collector()
def furnish(engine: Engine, at: datetime, tell: Tell) -> Player:
    """Fill an empty, migrated database as of an instant. It is marked: no letter can leave this machine from it."""
    diary, today = Diary(), paris_day(at)
    past.written(diary, today)
    unreachable = present.written(diary, today)
    deeds = diary.until(at)
    begins = deeds[0].at - timedelta(days=1)
    with transaction(engine) as session:
        seeding.seed(session, begins, furnished=True)
        seeding.mark_furnished(session, begins)
    people = People(written_to=True, unreachable=unreachable)
    player = Player(engine, begins, skips=frozenset({"compose", "post"}), people=people, pause=MONTH)
    service = at - SERVICE
    for year, done in groupby((one for one in deeds if one.at < service), key=lambda one: one.at.year):
        tell(f"Année {year}…")
        for deed in done:
            player.advance(deed.at)
            player.perform(deed)
    player.pause = timedelta()
    player.advance(service)
    _open_service(engine, unreachable, service)
    tell("Les quarante-cinq derniers jours, lettres comprises…")
    with sink() as smtp_url:
        player.skips, player.smtp_url = frozenset(), smtp_url
        player.play((one for one in deeds if one.at >= service), at)
    _date_as_known(engine)
    with transaction(engine) as session:
        people.holder(session, "admin", at, today)  # who acts in no deed, and has the service to look after
    return player


def _open_service(engine: Engine, unreachable: str, at: datetime) -> None:
    """Nothing owed before the service began is sent, no clock waits for such a letter, and one mailbox is missing."""
    letter = Letter.__table__  # type: ignore[attr-defined]
    with transaction(engine) as session:
        owed = letter.c.status == LetterStatus.OWED.value
        session.execute(update(letter).where(owed).values(status=LetterStatus.CANCELLED.value, why=BEFORE_SERVICE))
        for table in TABLES.values():
            session.execute(update(table).where(table.c.telling).values(telling=False, wake_at=table.c.entered_at))
        set_mailbox(session, unreachable, "", at)


def _date_as_known(engine: Engine) -> None:
    """What the sources do not give of a date is not shown as known."""
    label, wave = TABLES["label"], TABLES["wave"]
    with transaction(engine) as session:
        for campus in catalogue.campuses():
            given = label.c.campus == campus.code, ~label.c.fictitious
            session.execute(update(label).where(*given).values(precision=campus.labelled.precision.value))
        for known in catalogue.waves():
            said = f"ouverture {known.opens.precision.label}, clôture {known.closes.precision.label}"
            session.execute(update(wave).where(wave.c.ref == known.code).values(date_precision=said))

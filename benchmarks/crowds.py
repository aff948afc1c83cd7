"""Many applications quickly: one is led to its filing by the real machine, then copied by the database itself."""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Table, text

from replay.deeds import Deed
from replay.playing import prepared
from store.desk.kinds import TABLES
from store.tables.objects import ApplicationTerritory, Awaiting

OPENS = datetime(2016, 4, 4, 9, tzinfo=UTC)
#: What has been filed this morning; the bureau has ten working days, and is reminded three days before the last.
FILED = datetime(2016, 5, 10, 10, tzinfo=UTC)
REMINDED = datetime(2016, 5, 23, 5, 30, tzinfo=UTC)
SLICE, PER_WAVE = 1000, 100
ACADEMIE, REGION = "14", "53"


@dataclass(frozen=True, slots=True)
class Crowd:
    """A database with so many applications, all filed; and who works at the bureau."""

    engine: Engine
    size: int
    bureau: str

    def ref(self, number: int) -> str:
        """The reference of a copy, from 1."""
        return f"BAN-{1_000_000 + number}"

    def slices(self) -> int:
        """In how many parts of a thousand it falls."""
        return self.size // SLICE

    def due(self, part: int, at: datetime = REMINDED, size: int = SLICE) -> None:
        """So many applications, spread over the whole table, want to be looked at."""
        every = self.size // size
        with self.engine.begin() as connection:
            given = {"at": _stored(connection, at), "every": every, "part": part}
            connection.execute(text(f"UPDATE application SET wake_at = :at WHERE {_MINE} % :every = :part"), given)
        _write_home(self.engine)

    def stuck(self, size: int, at: datetime) -> None:
        """So many are past their date."""
        past = "stuck_cause = 'deadline', stuck_since = :at, stuck_sentence = 'Attendu au plus tard le 25 mai.'"
        query = f"UPDATE application SET {past} WHERE {_MINE} % :every = 0"
        with self.engine.begin() as connection:
            connection.execute(text(query), {"at": _stored(connection, at), "every": self.size // size})


#: The number of a copy, read from its reference.
_MINE = "CASE WHEN ref LIKE 'BAN-%' THEN CAST(substr(ref, 5) AS INTEGER) END"


def _stored(connection: Connection, at: datetime) -> Any:
    return at if connection.dialect.name == "postgresql" else at.replace(tzinfo=None).isoformat(" ", "microseconds")


def gather(engine: Engine, size: int) -> Crowd:
    """Fill a migrated, empty database."""
    player = prepared(engine, OPENS - timedelta(days=9))
    for deed in _deeds():
        player.advance(deed.at)
        player.perform(deed)
    player.advance(FILED + timedelta(hours=1))
    _, model = player.aliases["modele"]
    with engine.begin() as connection:
        _copy(connection, model, size)
        connection.execute(text("UPDATE application SET wake_at = NULL"))
    _settle(engine)
    return Crowd(engine, size, player.people.appointed["dgesco_officer"])


def _deeds() -> list[Deed]:
    wave = {"ref": "2016-1", "edition": "2013", "opens_at": OPENS, "closes_at": datetime(2016, 9, 30, 15, tzinfo=UTC)}
    one = {"wave": "2016-1", "edition": "2013", "campus": "BANC", "academies": [ACADEMIE], "regions": [REGION]}
    rectorate, before = f"rectorate_officer:{ACADEMIE}", OPENS - timedelta(days=8)
    steps: tuple[tuple[datetime, str, str, str, dict[str, Any]], ...] = (
        (before, "dgesco_head", "vague", "approve", {}),
        (before, "dgesco_officer", "vague", "publish", {"bulletin": "BO"}),
        (FILED, rectorate, "modele", "edit", {}),
        (FILED, f"region_officer:{REGION}", "modele", "attach_resolution", {}),
        (FILED, rectorate, "modele", "request_signatures", {}),
        (FILED, f"region_president:{REGION}", "modele", "sign", {}),
        (FILED, f"recteur:{ACADEMIE}", "modele", "sign", {}),
    )
    acts = [Deed(at=at, by=by, on=on, trigger=act, payload=given) for at, by, on, act, given in steps]
    creation = {"vague": (before, "dgesco_officer", "wave", wave)}
    creation["modele"] = (
        OPENS + timedelta(days=2),
        rectorate,
        "application",
        {**one, "name": "Campus du banc d’essai"},
    )
    made = [
        Deed(at=at, by=by, on=alias, trigger="create", creates=kind, payload=given)
        for alias, (at, by, kind, given) in creation.items()
    ]
    return [made[0], *acts[:2], made[1], *acts[2:]]


def _copy(connection: Connection, model: str, size: int) -> None:
    """Applications with their territories and those they await, a hundred to a wave; none wants to be looked at."""
    new, wave = "'BAN-' || (1000000 + n)", f"'BAN-' || (n / {PER_WAVE})"
    renamed = f"replace(replace(facts, '{model}', {new}), '2016-1', {wave})"
    search = f"replace(search, '{model}', {new})"
    given = {"ref": new, "wave_ref": wave, "facts": renamed, "search": search, "wake_at": "NULL"}
    _insert(connection, TABLES["application"], given, f"ref = '{model}'", size)
    waves = {"ref": "'BAN-' || n", "facts": "replace(facts, '2016-1', 'BAN-' || n)", "wake_at": "NULL"}
    _insert(connection, TABLES["wave"], waves, "ref = '2016-1'", size // PER_WAVE)
    territory: Table = ApplicationTerritory.__table__  # type: ignore[attr-defined]
    awaiting: Table = Awaiting.__table__  # type: ignore[attr-defined]
    _insert(connection, territory, {"application": new}, f"application = '{model}'", size)
    _insert(connection, awaiting, {"ref": new}, f"ref = '{model}'", size)


def _insert(connection: Connection, table: Table, given: dict[str, str], where: str, size: int) -> None:
    names = [f'"{column.name}"' for column in table.columns]
    values = [given.get(column.name, f't."{column.name}"') for column in table.columns]
    numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {size})"
    if connection.dialect.name == "postgresql":
        numbers = f"WITH numbers(n) AS (SELECT generate_series(1, {size}))"
    source = f'SELECT {", ".join(values)} FROM "{table.name}" t, numbers WHERE t.{where}'
    connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({", ".join(names)}) {numbers} {source}')


def _settle(engine: Engine) -> None:
    """What a database that has lived has done: nothing left to write home, and the statistics that PostgreSQL makes."""
    _write_home(engine)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for word in ("VACUUM ANALYZE", "CHECKPOINT"):
                connection.exec_driver_sql(word)


def _write_home(engine: Engine) -> None:
    """SQLite writes home what earlier commits left at the expense of the next: not at that of what is measured."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

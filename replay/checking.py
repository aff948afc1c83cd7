"""What a scenario expects, looked at when its instant comes, and said in French when it does not hold."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from replay.deeds import Expectation
from replay.player import Player
from states.refusals import BadField
from store.desk.kinds import TABLES, table_of
from store.session import reading
from store.tables.journal import Event
from store.tables.letters import Letter

LETTER = Letter.__table__.c  # type: ignore[attr-defined]
EVENT = Event.__table__.c  # type: ignore[attr-defined]


@dataclass(slots=True)
class Judge:
    """Keeps the expectations in order of time and the failures found so far."""

    player: Player
    expectations: Iterable[Expectation]
    pending: list[Expectation] = field(init=False)
    failures: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        dated = [one for one in self.expectations if one.at is not None]
        self.pending = sorted(dated, key=lambda one: one.at or self.player.at, reverse=True)

    def watch(self, at: datetime) -> None:
        """Look at what was expected before the instant to which time now moves."""
        while self.pending and self.pending[-1].at is not None and self.pending[-1].at <= at:
            self._look(self.pending.pop())

    def finish(self) -> list[str]:
        """Look at the rest; every failure, in French."""
        for one in (*reversed(self.pending), *(e for e in self.expectations if e.at is None)):
            self._look(one)
        return self.failures

    def _look(self, one: Expectation) -> None:
        found, wanted = _LOOKS[one.what](self.player, one.given)
        if found != wanted:
            told = ", ".join(f"{name} {value}" for name, value in one.given.items())
            self.failures.append(f"✗ {one.where} ({told}) : attendu « {wanted} », trouvé « {found} ».")


def _state(player: Player, given: Mapping[str, Any]) -> tuple[object, object]:
    kind, ref = _object(player, given["of"])
    with reading(player.engine) as session:
        found = session.execute(select(TABLES[kind].c.state).where(TABLES[kind].c.ref == ref)).scalar()
    return found, given["state"]


def _count(player: Player, given: Mapping[str, Any]) -> tuple[object, object]:
    table = table_of(given.get("kind", "application"))
    query = select(func.count()).select_from(table).where(table.c.state == given["is"])
    with reading(player.engine) as session:
        return session.execute(query).scalar(), int(given["count"])


def _letter(player: Player, given: Mapping[str, Any]) -> tuple[object, object]:
    query = select(func.count()).where(LETTER.letter == given["letter"])
    if "to" in given:
        query = query.where(LETTER.office == given["to"])
    if "of" in given:
        query = query.where(LETTER.ref == _object(player, given["of"])[1])
    with reading(player.engine) as session:
        return session.execute(query).scalar(), int(given.get("count", 1))


def _legal_date(player: Player, given: Mapping[str, Any]) -> tuple[object, object]:
    """The date in law of an act, which may be earlier than the instant at which it was written."""
    kind, ref = _object(player, given["of"])
    query = select(EVENT.legal_date).where(EVENT.kind == kind, EVENT.ref == ref, EVENT.trigger == given.get("act"))
    with reading(player.engine) as session:
        found = [day.isoformat() for day in session.execute(query.order_by(EVENT.seq)).scalars()]
    return ", ".join(found) or "aucun acte", given["legal_date"]


def _refused(player: Player, given: Mapping[str, Any]) -> tuple[object, object]:
    found = sum(done.deed.refused == given["refused"] for done in player.done if done.refusal)
    return found, int(given.get("count", 1))


def _object(player: Player, alias: str) -> tuple[str, str]:
    if alias.endswith(".label"):
        return "label", player.label_of(alias.removesuffix(".label"))
    try:
        return player.aliases[alias]
    except KeyError:
        raise BadField("of", alias, "rien ne porte ce nom à cet instant.") from None


_LOOKS: dict[str, Callable[[Player, Mapping[str, Any]], tuple[object, object]]] = {
    "state": _state,
    "count": _count,
    "letter": _letter,
    "legal_date": _legal_date,
    "refused": _refused,
}

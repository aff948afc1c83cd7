"""What was written about an object, and what mail servers answered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from notifications import typography
from notifications.naming import letter_label
from notifications.posting.cancelling import UNSENT
from store.board.names import Names
from store.board.sight import Sight
from store.tables.letters import LetterStatus

NAMED = 3
LETTERS = "/echeances/courriels"
#: What a server said of these is the very thing to know; of the others, it is there for those who look for it.
TOLD_AT_ONCE = (LetterStatus.REFUSED, LetterStatus.DEFERRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """One letter and what became of it; `chases` when it reminds someone; `answers` are the servers' own words.

    `cancels` and `sends_again` say whose copy may be cancelled, or sent again, and where.
    """

    at: datetime
    title: str
    to: str
    fate: str
    chases: bool
    answers: tuple[str, ...] = ()
    cancels: tuple[tuple[str, str], ...] = ()
    sends_again: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> str:
        """In one sentence."""
        return f"{typography.short_instant(self.at)}, {self.fate}"


def mailings(sight: Sight, names: Names) -> list[Mailing]:
    """The letters about an object, latest first; the same one to many offices is told once."""
    found: dict[tuple[Any, ...], list[Mailing]] = {}
    for one in (_mailing(row, names) for row in sight.letters):
        found.setdefault((one.title, one.fate, one.at.replace(second=0, microsecond=0)), []).append(one)
    return [_together(alike) for alike in found.values()]


def last_chaser(sight: Sight, names: Names) -> Mailing | None:
    """The last reminder of the present stage that left, or is about to."""
    dropped = {LetterStatus.MOOT.value, LetterStatus.CANCELLED.value}
    rows = (row for row in sight.letters if row["status"] not in dropped and row["owed_at"] >= sight.facts.entered_at)
    return next((one for one in (_mailing(row, names) for row in rows) if one.chases), None)


def _together(alike: list[Mailing]) -> Mailing:
    titles = list(dict.fromkeys(one.to for one in alike))
    more = len(titles) - NAMED
    others = [f"et {typography.plural(more, 'autre')}"] if more > 0 else []
    return replace(
        alike[0],
        to=typography.listed([*titles[:NAMED], *others]),
        answers=_all(one.answers for one in alike),
        cancels=_all(one.cancels for one in alike),
        sends_again=_all(one.sends_again for one in alike),
    )


def _all(parts: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(one for part in parts for one in part))


def _mailing(row: RowMapping, names: Names) -> Mailing:
    to, status = names.title(row["office"]), _status(row)
    unsent = row["status"] in UNSENT and not row["attempts"]
    said = row["server_words"] if status not in TOLD_AT_ONCE else ""
    return Mailing(
        at=row["settled_at"] or row["owed_at"],
        title=_subject(row),
        to=to,
        fate=_fate(row, status),
        chases=row["rung_days"] is not None or row["letter"].endswith("/remind"),
        answers=(f"{to} : « {said} »",) if said else (),
        cancels=((to, f"{LETTERS}/{row['id']}/annuler"),) if unsent else (),
        sends_again=((to, f"{LETTERS}/{row['id']}/renvoyer"),) if status is LetterStatus.REFUSED else (),
    )


def _status(row: RowMapping) -> LetterStatus:
    return LetterStatus(row["mail_status"] or row["status"])


def _subject(row: RowMapping) -> str:
    """A letter of an act by its own subject; reminders share a mail, whose subject is not theirs."""
    own = row["subject"] if row["rung_days"] is None else ""
    return own or letter_label(row["letter"], row["rung_days"])


def _fate(row: RowMapping, status: LetterStatus) -> str:
    words = row["server_words"] if status in TOLD_AT_ONCE else row["why"]
    return typography.typo(f"{status.label} ({words})") if words else str(status.label)

"""A batch of owed letters in one transaction: what is read once for all of them, and what becomes of each."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from notifications.composing.reaching import UNREACHED, missing, wait
from notifications.tally import Tally
from notifications.troubles import Code, solve, trouble
from notifications.wording.drafting import Draft
from notifications.wording.gathering import Gathering, Subject
from notifications.wording.recipients import Address, Directory, office_in_charge
from states.calendar import paris_day
from states.lifecycles import LIFECYCLES as KINDS
from store.holds import Held, in_force, longest
from store.tables.letters import Letter, LetterStatus, Mail, MailLetter

LETTER = Letter.__table__  # type: ignore[attr-defined]
MAIL = Mail.__table__  # type: ignore[attr-defined]
CARRIES = MailLetter.__table__  # type: ignore[attr-defined]
BLANK = {"status": LetterStatus.READY.value, "attempts": 0, "server_words": ""}
KEEP, CARRY = insert(MAIL), insert(CARRIES)
KEPT = select(MAIL.c.message_id, MAIL.c.id).where(MAIL.c.message_id.in_(bindparam("known", expanding=True)))
WRITTEN = update(LETTER).where(LETTER.c.id.in_(bindparam("letters", expanding=True)))
WRITTEN = WRITTEN.values(status=LetterStatus.READY.value, why="")

#: What is over once a letter has been written to the office.
RECOVERED = frozenset({*UNREACHED, Code.LETTER_FAILED})

OwedLetter = Mapping[str, Any]


@dataclass(slots=True)
class Batch:
    """The letters of one transaction on their way to mails."""

    session: Session
    at: datetime
    tally: Tally
    directory: Directory = field(init=False)
    gathering: Gathering = field(init=False)
    holds: tuple[Held, ...] = field(init=False)
    drafts: list[Draft] = field(default_factory=list)
    ready: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.directory = Directory(self.session, paris_day(self.at))
        self.gathering = Gathering(self.session, self.at, self.directory)
        self.holds = in_force(self.session, self.at)

    def read(self, letters: Sequence[OwedLetter]) -> None:
        """Everything that they need, at once."""
        self.gathering.read(letters)
        offices = {letter[name] for letter in letters for name in ("office", "concerns") if letter[name]}
        self.directory.meet(offices | self.gathering.offices() | {office_in_charge(kind) for kind in KINDS})

    @contextmanager
    def guarding(self, letter: OwedLetter) -> Iterator[None]:
        """A letter that cannot be written is the trouble of its object alone; a broken transaction is everyone's."""
        try:
            yield
        except SQLAlchemyError:
            raise
        except Exception as error:
            self._failed(letter, error)

    def _failed(self, letter: OwedLetter, error: Exception) -> None:
        self.tally.failure(error, letter["key"])
        words = (
            f"Le courriel « {letter['letter']} » n’a pas pu être composé ({type(error).__name__} : {error}). "
            "L’administration de l’application est prévenue ; un nouvel essai aura lieu."
        )[:1000]
        trouble(self.session, letter["kind"], letter["ref"], Code.LETTER_FAILED, letter["office"], words, self.at)
        wait(self.session, letter, words, self.at)

    def held(self, letter: OwedLetter) -> bool:
        """Whether it is kept back on purpose; one that no longer is becomes owed again."""
        holder = self.directory.holders.get(letter["office"])
        hold = longest(self.holds, letter["letter"], letter["ref"], holder.id if holder else "", self.at)
        if hold:
            self.aside(letter, status=LetterStatus.HELD.value, why=hold.sentence, not_before=hold.ends_at)
        elif letter["status"] == LetterStatus.HELD.value:
            freed = {"status": LetterStatus.OWED.value, "why": ""}
            self.session.execute(update(LETTER).where(LETTER.c.id == letter["id"]).values(**freed))
        return hold is not None

    def reached(self, letter: OwedLetter, subject: Subject) -> tuple[Address, ...]:
        """Who reads for the office; nobody makes the letter wait and the object say why."""
        office = letter["office"]
        lack = self.directory.lack(office, office in subject.row_awaiting)
        addresses = self.directory.addresses(office)
        open_ = self.gathering.troubles.get((letter["kind"], letter["ref"], office), frozenset())
        if lack and lack.code not in open_:
            missing(self.session, letter, lack, self.at)
        if lack and not addresses:
            self.tally.skip()
            wait(self.session, letter, lack.words, self.at)
        if not lack and open_ & RECOVERED:
            solve(self.session, letter["kind"], letter["ref"], RECOVERED, self.at, office)
        return addresses

    def written(self, letter: OwedLetter) -> None:
        """It is in a mail."""
        self.ready.append(letter["id"])
        self.tally.did(letter["not_before"], self.at)

    def aside(self, letter: OwedLetter, **columns: Any) -> None:
        """It is not written now, and says why."""
        self.tally.skip()
        self.session.execute(update(LETTER).where(LETTER.c.id == letter["id"]).values(**columns))

    def keep(self) -> None:
        """Write the mails, and what each carries."""
        if not self.drafts:
            return
        rows = [BLANK | draft.columns for draft in self.drafts]
        # Written row by row in one go, then asked for: one statement made for so many rows costs more to prepare.
        self.session.execute(KEEP, rows)
        found = self.session.execute(KEPT, {"known": [row["message_id"] for row in rows]})
        ids: dict[str, int] = dict(found.tuples().all())
        carries = [
            {"mail": ids[draft.columns["message_id"]], "letter": letter, "version": version}
            for draft in self.drafts
            for letter, version in draft.carried
        ]
        self.session.execute(CARRY, carries)
        self.session.execute(WRITTEN, {"letters": self.ready})

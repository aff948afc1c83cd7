"""Letters on their way in a forecast: checked, held, bundled and addressed by the rules that compose them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from notifications.composing.bundling import next_opening
from notifications.composing.mootness import moot
from notifications.composing.reaching import later
from notifications.forecasting.lines import Fate, Line
from notifications.forecasting.linking import as_of
from notifications.forecasting.world import COMPOSED, World
from notifications.wording.recipients import Address
from states.calendar import office_hours, paris_day
from states.settle import settle
from store.holds import longest
from store.reference.places import PLACES
from store.tables.letters import LetterStatus

SERVED = "Un courriel de rappels sera déjà parti ce jour-là à cette adresse."
IN_MAILS = {status.value for status in COMPOSED}
Owed = dict[str, Any]


def _is_checked(letter: Owed) -> bool:
    """Reminders are, until they are in a mail."""
    return letter["rung_days"] is not None and letter["status"] not in IN_MAILS


@dataclass(slots=True)
class Leaving:
    """The letters of a world, and what is said of each so far."""

    world: World
    lines: dict[str, Line]
    bundles: defaultdict[tuple[str, date], list[str]] = field(default_factory=lambda: defaultdict(list))

    def owe(self, letters: Iterable[Owed]) -> None:
        """More letters."""
        self.world.letters += letters

    def tell_held(self) -> None:
        """Those that a hold keeps back already, until it is known what becomes of them."""
        for letter in self.world.letters:
            if letter["status"] == LetterStatus.HELD.value:
                self._say(letter, self.world.at, Fate.HELD, letter["why"])

    def compose(self, at: datetime) -> list[Owed]:
        """What leaves at an instant; what does not is put off or let go, and says why."""
        due = [letter for letter in self.world.letters if letter["not_before"] <= at]
        due.sort(key=lambda letter: letter["not_before"])
        self.world.directory(at).meet({letter["office"] for letter in due})
        self.world.letters = [letter for letter in self.world.letters if letter["not_before"] > at]
        gone = [one for one in due if not _is_checked(one) and self._goes(one, at)]
        return gone + self._bundled([one for one in due if _is_checked(one) and self._still_due(one, at)], at)

    def _goes(self, letter: Owed, at: datetime) -> bool:
        """A letter of an act, and one that is in a mail already."""
        ready = letter["status"] in IN_MAILS
        if not ready and (self._held(letter, at) or not self._reached(letter, at)):
            return False
        self._leaves(letter, at)
        return True

    def _still_due(self, letter: Owed, at: datetime) -> bool:
        known = self.world.known(letter["kind"], letter["ref"])
        facts = as_of(known, at)
        moved = settle(facts, at)
        why = moot(letter, moved[-1].after if moved else facts, at)
        if why:
            self._say(letter, at, Fate.MOOT, why)
            return False
        return not self._held(letter, at) and not self._sleeps(letter, at) and self._reached(letter, at)

    def _held(self, letter: Owed, at: datetime) -> bool:
        holder = self.world.directory(at).holders.get(letter["office"])
        hold = longest(self.world.holds, letter["letter"], letter["ref"], holder.id if holder else "", at)
        if hold:
            self._say(letter, at, Fate.HELD, hold.sentence)
            self._later(letter, hold.ends_at, status=LetterStatus.HELD.value, why=hold.sentence)
        return hold is not None

    def _sleeps(self, letter: Owed, at: datetime) -> bool:
        opens = office_hours(at, PLACES[letter["office"]])
        if opens > at:
            self._later(letter, opens)
        return opens > at

    def _reached(self, letter: Owed, at: datetime) -> bool:
        if self._addresses(letter, at):
            return True
        lack = self.world.directory(at).lack(letter["office"], awaited=False)
        self._say(letter, at, Fate.UNREACHED, lack.words if lack else "")
        again = self._next_try(letter, at)
        if again:
            self._later(letter, again)
        return False

    def _next_try(self, letter: Owed, at: datetime) -> datetime | None:
        """The first try after which someone may have taken the office; those before it would find it as it is."""
        day = next((turn for turn in self.world.turns(letter["office"]) if turn > paris_day(at)), None)
        while day and paris_day(at) < day:
            at = later(letter["owed_at"], at)
        return at if day else None

    def _addresses(self, letter: Owed, at: datetime) -> tuple[Address, ...]:
        return self.world.directory(at).addresses(letter["office"])

    def _later(self, letter: Owed, when: datetime, **changes: Any) -> None:
        self.world.letters.append(letter | {"not_before": when} | changes)

    def _bundled(self, letters: list[Owed], at: datetime) -> list[Owed]:
        """One mail a day for each mailbox: those that find theirs gone wait for the next working day."""
        day, gone = paris_day(at), []
        for letter in letters:
            if any((address.mailbox, day) in self.world.served for address in self._addresses(letter, at)):
                self._later(letter, next_opening(at, letter["office"]), why=SERVED, status=LetterStatus.OWED.value)
            else:
                gone.append(letter)
        for letter in gone:
            self._leaves(letter, at)
            for address in self._addresses(letter, at):
                self.bundles[address.mailbox, day].append(letter["key"])
        self.world.served |= {(a.mailbox, day) for letter in gone for a in self._addresses(letter, at)}
        return gone

    def _leaves(self, letter: Owed, at: datetime) -> None:
        explained = letter["status"] == LetterStatus.HELD.value or letter["why"] == SERVED
        self._say(letter, at, Fate.LEAVES, letter["why"] if explained else "")

    def _say(self, letter: Owed, at: datetime, fate: Fate, why: str) -> None:
        known = self.world.known(letter["kind"], letter["ref"])
        self.lines[letter["key"]] = Line(
            at=at,
            key=letter["key"],
            letter=letter["letter"],
            kind=letter["kind"],
            ref=letter["ref"],
            name=known.name,
            office=letter["office"],
            fate=fate,
            mailboxes=tuple(address.mailbox for address in self._addresses(letter, at)),
            due=letter["due_at"],
            days=letter["rung_days"],
            why=why,
            number=letter.get("id"),
            held=fate is Fate.HELD or letter["status"] == LetterStatus.HELD.value,
        )

    def share(self) -> None:
        """Say of each reminder how many leave in its fullest mail."""
        fullest = Counter[str]()
        for keys in self.bundles.values():
            for key in keys:
                fullest[key] = max(fullest[key], len(keys))
        for key, together in fullest.items():
            self.lines[key] = replace(self.lines[key], together=together)

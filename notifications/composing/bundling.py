"""Reminders: checked against fresh facts, then one mail per mailbox and Paris day, whatever the number of files."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from notifications.composing.batches import MAIL, Batch, OwedLetter
from notifications.composing.mootness import concerning, moot
from notifications.wording.drafting import Part, bundle, part
from notifications.wording.gathering import Subject
from notifications.wording.recipients import Address, Directory
from states.calendar import last_instant, office_hours, paris_day
from store.reference.places import PLACES
from store.tables.letters import LetterStatus

SERVED = select(MAIL.c.mailbox).where(
    MAIL.c.bundle_day == bindparam("day"), MAIL.c.mailbox.in_(bindparam("mailboxes", expanding=True))
)
Open = tuple[OwedLetter, Subject, tuple[Address, ...]]


def write_reminders(batch: Batch, letters: Sequence[OwedLetter]) -> None:
    """What is still due, in bundles; a mailbox that has had its bundle today gets the rest the next working day."""
    due = list(_still_due(batch, letters))
    served = _served(batch, {address.mailbox for _, _, addresses in due for address in addresses})
    today = [one for one in due if not _waits(batch, one, served)]
    shares = Counter(address.mailbox for _, _, addresses in today for address in addresses)
    bundles: defaultdict[str, list[Part]] = defaultdict(list)
    for letter, subject, addresses in today:
        with batch.guarding(letter):
            for written in [part(letter, subject, a, batch.directory, shares[a.mailbox] > 1) for a in addresses]:
                bundles[written.address.mailbox].append(written)
            batch.written(letter)
    day = paris_day(batch.at).isoformat()
    batch.drafts += [bundle(parts, day, batch.at) for parts in bundles.values()]


def _still_due(batch: Batch, letters: Sequence[OwedLetter]) -> Iterator[Open]:
    for owed in letters:
        with batch.guarding(owed):
            subject = batch.gathering.fresh(owed["kind"], owed["ref"])
            letter = concerning(owed, subject.facts)
            why = moot(letter, subject.facts, batch.at)
            if why:
                batch.aside(letter, status=LetterStatus.MOOT.value, why=why)
            elif batch.held(letter) or _sleeps(batch, letter):
                continue
            elif addresses := batch.reached(letter, subject):
                yield letter, subject, addresses


def _sleeps(batch: Batch, letter: OwedLetter) -> bool:
    """Nobody is reminded out of hours, whenever the composing or the hold ends."""
    opens = office_hours(batch.at, PLACES[letter["office"]])
    if opens > batch.at:
        batch.aside(letter, not_before=opens, why="Les bureaux du destinataire sont fermés.")
    return opens > batch.at


def _served(batch: Batch, mailboxes: Collection[str]) -> frozenset[str]:
    if not mailboxes:
        return frozenset()
    given = {"day": paris_day(batch.at).isoformat(), "mailboxes": list(mailboxes)}
    return frozenset(batch.session.execute(SERVED, given).scalars())


def _waits(batch: Batch, one: Open, served: Collection[str]) -> bool:
    letter, _, addresses = one
    if not any(address.mailbox in served for address in addresses):
        return False
    tomorrow = next_opening(batch.at, letter["office"])
    batch.aside(letter, not_before=tomorrow, why="Un courriel de rappels est déjà parti aujourd’hui à cette adresse.")
    return True


def families(letters: Sequence[tuple[int, str]], directory: Directory, size: int) -> Iterator[list[int]]:
    """Letters (id and office) in groups of about a size; those that share a mailbox are never parted."""
    if len(letters) <= size:
        yield from ([number for number, _ in letters],) if letters else ()
        return
    directory.meet({office for _, office in letters})
    group: list[int] = []
    for family in _relatives(letters, directory):
        if group and len(group) + len(family) > size:
            yield group
            group = []
        group += family
    if group:
        yield group


def _relatives(letters: Sequence[tuple[int, str]], directory: Directory) -> Iterator[list[int]]:
    head: dict[str, str] = {}

    def root(name: str) -> str:
        while head.setdefault(name, name) != name:
            name = head[name]
        return name

    for office in {office for _, office in letters}:
        for address in directory.addresses(office):
            head[root(f"to {address.mailbox}")] = root(office)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, office in letters:
        found[root(office)].append(number)
    yield from found.values()


def next_opening(at: datetime, office: str) -> datetime:
    """When the office opens on the next working day."""
    return office_hours(last_instant(paris_day(at)), PLACES[office])

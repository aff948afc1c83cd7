"""The real thing: a database, the desk, and the sweeps, under a simulated clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from io import BytesIO
from random import Random
from typing import Any

from sqlalchemy import Engine, select

from notifications.composing import catchup
from notifications.posting import cancelling
from notifications.posting.routes import NOWHERE
from notifications.sweeping import sweeps
from replay.filling import pdf
from replay.objects import make
from store import documents, holds
from store.desk import desk
from store.desk.kinds import TABLES
from store.people.appointments import add_person, appoint, end_mandate
from store.reference import catalogue
from store.session import reading, transaction
from store.tables.letters import Letter
from tests.simulation.days import DAY, paris_day
from tests.simulation.interleaving import Crossing
from tests.simulation.things import BUREAU, HEAD

OBJECTS, LETTERS = ("waves", "deadlines", "labels", "sessions"), ("compose", "post")
MOST_ROUNDS = 8
LABEL = TABLES["label"].c
LETTER = Letter.__table__.c  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Mandate:
    """A person in an office from a day on, with an address of their own or not; `id` is the real mandate's."""

    id: str
    person: str
    email: str
    starts: date


@dataclass(slots=True)
class Stage:
    """What the humans of the simulation act upon."""

    engine: Engine
    crossing: Crossing
    mandates: dict[str, list[Mandate]] = field(default_factory=dict)
    document: str = ""

    def receive(self, at: datetime) -> None:
        """The one piece that everyone attaches."""
        with transaction(self.engine) as session:
            self.document = documents.receive(session, BytesIO(pdf("Pièce de la simulation")), at=at)

    def appoint(self, office: str, starts: date, at: datetime, *, reached: bool) -> None:
        """Someone new takes the office; whoever held it has left on the eve."""
        held = self.mandates.setdefault(office, [])
        person = f"p-{office.replace(':', '-')}-{len(held)}"
        email = f"{person.replace('_', '-')}@personnes.example" if reached else ""
        with transaction(self.engine) as session:
            if held:
                end_mandate(session, held[-1].id, starts - DAY, at)
            add_person(
                session, id=person, given_name="Anne", family_name="Le Goff", gender="f", email=email, at=at,
                fictitious=True,
            )  # fmt: skip
            mandate = appoint(session, person=person, office=office, starts_on=starts, at=at)
        held.append(Mandate(mandate, person, email, starts))

    def holder(self, office: str, day: date) -> Mandate | None:
        """Who holds it that day."""
        return next((one for one in reversed(self.mandates.get(office, [])) if one.starts <= day), None)

    def person(self, office: str, day: date) -> str:
        """The identifier of whoever holds it; empty when nobody does."""
        holder = self.holder(office, day)
        return holder.person if holder else ""

    def mailboxes(self, office: str, day: date) -> tuple[str, ...]:
        """The office's own, and its holder's of that day."""
        holder = self.holder(office, day)
        personal = (holder.email,) if holder and holder.email else ()
        return (catalogue.office(office).mailbox, *personal)

    def act(self, at: datetime, kind: str, ref: str, trigger: str, office: str, given: Mapping[str, Any]) -> None:
        """An act of whoever holds the office."""
        person = self._person(office, at)
        with transaction(self.engine) as session:
            desk.act(session, kind, ref, trigger, person=person, office=office, at=at, payload=given)

    def create(
        self, at: datetime, kind: str, office: str, given: Mapping[str, Any], parents: tuple[str, ...] = ()
    ) -> str:
        """A new object; returns its reference."""
        made, person = make(kind, given, at, parents), self._person(office, at)
        with transaction(self.engine) as session:
            written = desk.create(
                session, kind, made.facts, name=made.name, person=person, office=office, at=at, fictitious=True
            )
        return str(written.facts.ref)

    def _person(self, office: str, at: datetime) -> str:
        holder = self.holder(office, paris_day(at))
        assert holder, office
        return holder.person

    def hold(self, at: datetime, scope: str, target: str, until: date) -> str:
        """The head of bureau keeps letters back."""
        person = self._person(HEAD, at)
        with transaction(self.engine) as session:
            return holds.place(session, scope=scope, target=target, reason="Motif", until=until, person=person, at=at)

    def lift(self, at: datetime, number: str) -> None:
        """And lets them go."""
        with transaction(self.engine) as session:
            holds.lift(session, number, reason="Motif", person=self._person(HEAD, at), at=at)

    def apply(self, at: datetime, plan: int) -> None:
        """Someone says yes to what an outage made late."""
        with transaction(self.engine) as session:
            catchup.apply(session, plan, self._person(BUREAU, at), at)

    def cancel(self, at: datetime, key: str) -> None:
        """A letter that waits will never leave."""
        person = self._person(BUREAU, at)
        with transaction(self.engine) as session:
            number = session.execute(select(LETTER.id).where(LETTER.key == key)).scalar_one()
            cancelling.cancel(session, number, reason="Motif", person=person, at=at)

    def labels_of(self, order: str) -> dict[str, str]:
        """The labels that an order gave, each with the application it came from."""
        with reading(self.engine) as session:
            rows = session.execute(select(LABEL.ref, LABEL.application).where(LABEL.order_ref == order))
            return dict(rows.tuples().all())

    def sweep(self, at: datetime, rng: Random, *, doubled: bool) -> None:
        """Every sweep that has something to do, alone or twice at once, until nothing is left to do."""
        for _ in range(MOST_ROUNDS):
            owing = sweeps.owing(at, on=self.engine)
            if not owing:
                return
            # What is composed is to be posted: asking in between would tell nothing new.
            names = [name for name in OBJECTS if name in owing] or list(LETTERS)
            if doubled:
                works = [partial(self._run, rng.sample(names, len(names)), at) for _ in range(2)]
                self.crossing.at_once(rng, works)
            else:
                self._run(names, at)
        raise AssertionError(f"{at}: still owed after {MOST_ROUNDS} rounds: {owing}")

    def _run(self, names: Sequence[str], at: datetime) -> None:
        for name in names:
            report = sweeps.run(name, at, on=self.engine, smtp_url=NOWHERE)
            assert not report.failed, report

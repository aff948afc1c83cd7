"""Plays deeds under a simulated clock: the real desk, real mandates, and every sweep whenever something is due."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Engine, select
from sqlmodel import Session

from notifications.posting.routes import NOWHERE
from notifications.sweeping import sweeps
from replay.deeds import Deed, Outage
from replay.filling import Occasion, filled, leaves_blanks
from replay.objects import make
from replay.people import People
from states.calendar import paris_day
from states.declaration import Nature
from states.lifecycles import LIFECYCLES
from states.refusals import BadField, Refusal
from states.roles import role_of
from store.desk import desk
from store.desk.kinds import TABLES
from store.desk.loading import load
from store.session import reading, transaction

LABEL = TABLES["label"].c
LABEL_OF = ".label"
#: More instants than this without reaching the next deed means that a sweep never finishes what it is owed.
MOST_INSTANTS = 200_000
#: What a round of sweeps leaves, the next takes up; what is still owed after these waits for the next instant.
ROUNDS = 4


class Unexpected(Exception):
    """A deed was refused that should not have been, or the reverse."""


@dataclass(frozen=True, slots=True)
class Done:
    """What one deed left, for the timeline."""

    at: datetime
    deed: Deed
    office: str
    ref: str
    state: str
    refusal: str = ""


@dataclass(slots=True)
class Player:
    """A database, an instant, and what has been done so far. `skips` are sweeps that are not run.

    Letters are handed to nobody unless an `smtp_url` of this machine is given; reminders count from that instant.
    """

    engine: Engine
    at: datetime
    outages: tuple[Outage, ...] = ()
    skips: frozenset[str] = frozenset()
    smtp_url: str = NOWHERE
    people: People = field(default_factory=People)
    aliases: dict[str, tuple[str, str]] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    runs: Counter[str] = field(default_factory=Counter)
    watch: Callable[[datetime], None] = lambda at: None
    pause: timedelta = timedelta()
    swept_at: datetime | None = None

    def play(self, deeds: Iterable[Deed], until: datetime) -> None:
        """All deeds in order, then the rest of the time."""
        for deed in deeds:
            self.advance(deed.at)
            self.perform(deed)
        self.advance(until)
        self.sweep()

    def advance(self, to: datetime) -> None:
        """Let time pass: at each instant at which something is due, the sweeps that have something to do run.

        Acts of one instant are done before the sweeps look at what they left.
        """
        if to <= self.at:
            return
        if not self._rests(to):
            self.sweep()
        for _ in range(MOST_INSTANTS):
            coming = sweeps.next_due(self.at, on=self.engine)
            if coming is None or coming > to:
                break
            if self._rests(to):
                break
            self.at = self._after_outage(coming, to)
            self.watch(self.at)
            self.sweep()
            if self.at >= to:
                break
        else:
            raise RuntimeError(f"time stands still at {self.at}")
        self.at = max(self.at, to)
        self.watch(self.at)
        if not self._rests(to):
            self.sweep()

    def _rests(self, to: datetime) -> bool:
        """Whether it is still too early for the next round of sweeps; an act settles what it touches all the same."""
        return self.swept_at is not None and to < self.swept_at + self.pause

    def _after_outage(self, coming: datetime, to: datetime) -> datetime:
        ends = [outage.ends for outage in self.outages if outage.begins <= coming < outage.ends]
        return min(max([coming, *ends]), to)

    def _is_out(self, at: datetime) -> bool:
        return any(outage.begins <= at < outage.ends for outage in self.outages)

    def sweep(self) -> None:
        """What a minute of the real thing does, as long as it changes anything."""
        if self._is_out(self.at):
            return
        self.swept_at = self.at
        for _ in range(ROUNDS):
            owing = [name for name in sweeps.owing(self.at, on=self.engine) if name not in self.skips]
            if not owing:
                return
            for name in owing:
                sweeps.run(name, self.at, on=self.engine, smtp_url=self.smtp_url)
                self.runs[name] += 1

    def perform(self, deed: Deed) -> None:
        """One deed, by each office that it names."""
        if deed.creates:
            return self._create(deed)
        for office in self._offices(deed):
            self._act(deed, office)
        return None

    def _offices(self, deed: Deed) -> tuple[str, ...]:
        role, _, scope = deed.by.partition(":")
        if scope not in {"*", "?"}:
            return (deed.by,)
        with reading(self.engine) as session:
            facts = self._facts(session, deed)
            steps = LIFECYCLES[self.aliases[self._known(deed)][0]].steps_from[facts.state]
            audiences = [a for step in steps if step.trigger.value == deed.trigger for a in step.by]
            offices = dict.fromkeys(o for a in audiences for o in a.of(facts) if role_of(o).value == role)
        if not offices:
            raise Unexpected(f"{deed.where} : aucun service « {deed.by} » ne peut « {deed.trigger} » ici.")
        return tuple(offices) if scope == "*" else tuple(offices)[:1]

    def _act(self, deed: Deed, office: str) -> None:
        kind, ref = self.aliases[self._known(deed)]
        day = deed.on_paper or paris_day(self.at)
        if deed.refused:
            # What is refused leaves nothing; whoever is refused was in office all the same.
            with transaction(self.engine) as session:
                self.people.holder(session, office, self.at, day)
        try:
            with transaction(self.engine) as session:
                person, paper = self.people.holder(session, office, self.at, day), self._paper(session, deed)
                payload = self._payload(session, deed, office)
                written = desk.act(
                    session, kind, ref, deed.trigger,
                    person=person, office=office, at=self.at, payload=payload, paper=paper,
                )  # fmt: skip
        except Refusal as refusal:
            return self._refused(deed, office, ref, refusal)
        if deed.refused:
            raise Unexpected(f"{deed.where} : « {deed.trigger} » devait être refusé ({deed.refused}), et a été admis.")
        self.done.append(Done(self.at, deed, office, ref, written.facts.state.label))
        return None

    def _paper(self, session: Session, deed: Deed) -> desk.Paper | None:
        if deed.on_paper is None:
            return None
        registrar = self.people.holder(session, "dgesco_officer", self.at, paris_day(self.at))
        return desk.Paper(registrar=registrar, registrar_office="dgesco_officer", legal_date=deed.on_paper)

    def _payload(self, session: Session, deed: Deed, office: str) -> dict[str, Any]:
        given = {name: self._resolved(value) for name, value in deed.payload.items()}
        kind, ref = self.aliases[self._known(deed)]
        steps = [s for s in LIFECYCLES[kind].steps if s.trigger.value == deed.trigger and s.nature is Nature.ACT]
        if not any(leaves_blanks(step, given) for step in steps):
            return given
        occasion = Occasion(
            session=session, ref=ref, look=cache(lambda: self._facts(session, deed)), office=office, at=self.at
        )
        possible = [step for step in steps if len(steps) == 1 or occasion.look().state in step.sources]
        return filled(occasion, possible[0], given) if possible else given

    def _resolved(self, value: Any) -> Any:
        """An alias written « =rennes » stands for the reference of its object."""
        if isinstance(value, list):
            return [self._resolved(one) for one in value]
        if not isinstance(value, str) or not value.startswith("="):
            return value
        if value[1:] not in self.aliases:
            raise BadField("with", value, "rien ne porte ce nom à cet instant.")
        return self.aliases[value[1:]][1]

    def _facts(self, session: Session, deed: Deed) -> Any:
        kind, ref = self.aliases[self._known(deed)]
        return load(session, kind, ref, self.at).facts

    def _refused(self, deed: Deed, office: str, ref: str, refusal: Refusal) -> None:
        codes = {reason.code for reason in refusal.reasons}
        if not deed.refused or deed.refused not in codes:
            raise Unexpected(f"{deed.where} ({self.at:%Y-%m-%d %H:%M}, {office}, {deed.on}) : {refusal}") from refusal
        self.done.append(Done(self.at, deed, office, ref, "", str(refusal)))

    def _create(self, deed: Deed) -> None:
        with transaction(self.engine) as session:
            person = self.people.holder(session, deed.by, self.at, paris_day(self.at))
        try:
            made = make(deed.creates, deed.payload, self.at, tuple(self._parents(deed.payload)))
            with transaction(self.engine) as session:
                written = desk.create(
                    session, deed.creates, made.facts,
                    name=made.name, person=person, office=deed.by, at=self.at, fictitious=made.fictitious,
                )  # fmt: skip
        except Refusal as refusal:
            return self._refused(deed, deed.by, "", refusal)
        if deed.refused:
            raise Unexpected(f"{deed.where} : « {deed.on} » devait être refusé ({deed.refused}), et a été créé.")
        self.aliases[deed.on] = (deed.creates, written.facts.ref)
        self.done.append(Done(self.at, deed, deed.by, written.facts.ref, written.facts.state.label))
        return None

    def _parents(self, payload: Mapping[str, Any]) -> Iterable[str]:
        for alias in payload.get("renews", ()):
            yield self.label_of(alias)

    def _known(self, deed: Deed) -> str:
        """The alias of a deed; « rennes.label » is the label born of « rennes »."""
        if deed.on.endswith(LABEL_OF) and deed.on not in self.aliases:
            self.aliases[deed.on] = ("label", self.label_of(deed.on.removesuffix(LABEL_OF)))
        if deed.on not in self.aliases:
            raise BadField("on", deed.on, f"{deed.where} : rien ne porte ce nom à cet instant.")
        return deed.on

    def label_of(self, alias: str) -> str:
        """Reference of the label born of an application; BadField when it has none."""
        if alias not in self.aliases:
            raise BadField("renews", alias, "rien ne porte ce nom à cet instant.")
        with reading(self.engine) as session:
            query = select(LABEL.ref).where(LABEL.application == self.aliases[alias][1])
            ref = session.execute(query).scalar()
        if ref is None:
            raise BadField("renews", alias, "ce dossier n’a donné aucun label.")
        return str(ref)

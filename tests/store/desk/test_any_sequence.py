"""Any sequence of acts, sweeps and clock jumps keeps the invariants: what is offered can be done, nothing else can."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlmodel import Session

from states.lifecycles import LIFECYCLES
from states.offers import Offer, offers
from states.refusals import Refusal
from states.settle import join, settle
from store.desk import snapshots
from store.desk.chain import EVENT, TEXT, link, seal
from store.desk.kinds import TABLES
from store.desk.loading import from_rows
from store.desk.writing import mirror
from store.session import engine_for, reading
from store.tables.letters import Letter, Rung
from tests.payloads import NothingToChoose, payload
from tests.walking import (
    CLOSES,
    DAY,
    OPENS,
    WAVE,
    World,
    ask_signatures,
    draft,
    examined,
    filed,
    labelled,
    order_in_signature,
    planned_session,
    published_wave,
    reviewed,
)

OFFICES = (
    "rectorate_officer:14",
    "recteur:14",
    "region_officer:53",
    "region_president:53",
    "caen:14",
    "dgesco_officer",
    "dgesco_head",
    "commission_secretary",
    "commission_chair",
    "rapporteur:01",
    "rapporteur:02",
    "minister:en",
    "minister:esr",
    "minister:fp",
    "minister:eco",
    "cabinet:en",
    "cnee",
    "admin",
)
LEAPS = [timedelta(seconds=1), *[timedelta(hours=3)] * 3, *[DAY] * 3, 8 * DAY, 40 * DAY, 400 * DAY, timedelta(hours=-2)]


def _drafted(world: World) -> None:
    published_wave(world)
    world.at = OPENS + 30 * DAY
    draft(world)
    ask_signatures(world, draft(world))


def _filed(world: World) -> None:
    published_wave(world)
    world.at = OPENS + 30 * DAY
    filed(world, draft(world))
    world.at = CLOSES + DAY


def _in_order(world: World) -> None:
    _filed(world)
    ref = "CMQ-2016-0001"
    reviewed(world, ref)
    examined(world, planned_session(world), ref)
    order_in_signature(world, ref)


STAGES: dict[str, Callable[[World], Any]] = {
    "drafted": _drafted,
    "filed": _filed,
    "in order": _in_order,
    "labelled": labelled,
}


@pytest.fixture(scope="module")
def bases(sqlite_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, World]]:
    """Worlds at several stages, each in a file to copy."""
    found = {}
    for number, (stage, walk) in enumerate(STAGES.items()):
        path = tmp_path_factory.mktemp("base") / f"{number}.db"
        copyfile(sqlite_migrated, path)
        world = World(engine_for(f"sqlite:///{path}"))
        for office in OFFICES:
            world.holder(office)
        walk(world)
        world.engine.dispose()
        found[stage] = (path, world)
    return found


def likely(offer: Offer) -> float:
    """Mild acts that lead somewhere are the most usual."""
    step = offer.step
    leads = step.back or (step.target is not None and step.target not in step.sources) or step.signs
    return (8 if leads else 1) * (0.2 if step.trigger.value in {"remind", "acknowledge"} else 1) / step.strength**3


class Life(RuleBasedStateMachine):
    """Officers of all kinds do what they may and what they may not, while time leaps."""

    bases: dict[str, tuple[Path, World]]

    @initialize(stage=st.permutations(sorted(STAGES)), seed=st.binary(min_size=4, max_size=4))
    def begin(self, stage: list[str], seed: bytes) -> None:
        self.chance = Random(seed)
        path, base = self.bases[stage[0]]
        self.folder = TemporaryDirectory()
        copy = Path(self.folder.name) / "campus.db"
        copyfile(path, copy)
        self.world = World(engine_for(f"sqlite:///{copy}"), base.at, dict(base.holders))
        self.latest, self.verified = base.at, 0
        self.document = self.world.pdf()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.engine.dispose()
            self.folder.cleanup()

    def objects(self) -> list[tuple[str, str]]:
        """All that lives."""
        return [(kind, row["ref"]) for kind in sorted(TABLES) for row in self.world.rows(select(TABLES[kind].c.ref))]

    @rule(times=st.integers(1, 8))
    def things_happen(self, times: int) -> None:
        happenings = {
            self.one_act: 70,
            self.one_try: 10,
            self.world.sweep: 8,
            self.time_leaps: 8,
            self.a_draft_begins: 2,
            self.a_session_is_planned: 2,
        }
        for happens in self.chance.choices(list(happenings), list(happenings.values()), k=times):
            happens()

    def time_leaps(self) -> None:
        """Forward as a rule, sometimes far, rarely back."""
        self.world.at += self.chance.choice(LEAPS)
        self.latest = max(self.latest, self.world.at)

    def one_act(self) -> None:
        """One of the acts that the rules offer, on the first object that has any."""
        for kind, ref in self.any_order():
            facts = self.settled(kind, ref)
            offered = [offer for offer in offers(facts, OFFICES, self.world.at) if offer.possible]
            if offered:
                return self.take(kind, ref, facts, *self.chance.choices(offered, [likely(one) for one in offered]))
        return None

    def any_order(self) -> list[tuple[str, str]]:
        """Applications rather before what carries them."""
        rank = {(kind, ref): self.chance.random() * (1 if kind == "application" else 4) for kind, ref in self.objects()}
        return sorted(rank, key=lambda named: rank[named])

    def settled(self, kind: str, ref: str) -> Any:
        """Facts as an act would find them."""
        facts = self.world.load(kind, ref)
        if settle(facts, self.world.at) or join(facts, self.world.at):
            self.world.sweep()
        return self.world.load(kind, ref)

    def take(self, kind: str, ref: str, facts: Any, offer: Offer) -> None:
        """An act that is offered is done, unless its fields say otherwise."""
        trigger, office = offer.step.trigger.value, offer.offices[0]
        try:
            given = payload(offer.step, facts, self.world.at, self.document)
        except NothingToChoose:
            return
        before = self.world.count()
        try:
            self.world.act(kind, ref, trigger, office, **given)
        except Refusal as refusal:
            self.blame_fields(offer, refusal)
            assert self.world.count() == before

    def blame_fields(self, offer: Offer, refusal: Refusal) -> None:
        """Only what the one who acts gives may still be refused."""
        of_fields = {guard.code for guard in offer.step.when if guard.given} | {"champ"}
        assert {reason.code for reason in refusal.reasons} <= of_fields, f"{offer.step.trigger}: {refusal}"

    def one_try(self) -> None:
        """What is not offered is refused."""
        office = self.chance.choice(OFFICES)
        kind, ref = self.any_order()[0]
        step = self.chance.choice(LIFECYCLES[kind].steps)
        facts = self.settled(kind, ref)
        allowed = {offer.step.trigger for offer in offers(facts, [office], self.world.at) if offer.possible}
        if step.trigger in allowed:
            return
        before = self.world.count()
        with pytest.raises(Refusal):
            self.world.act(kind, ref, step.trigger.value, office, **self.fields(step, facts))
        assert self.world.count() == before

    def fields(self, step: Any, facts: Any) -> dict[str, Any]:
        """Fields as good as can be."""
        try:
            return payload(step, facts, self.world.at, self.document)
        except (NothingToChoose, AttributeError):
            return {}

    def a_draft_begins(self) -> None:
        """While the call is open."""
        wave = self.world.load("wave", WAVE)
        if wave.is_open(self.world.at) and len(self.objects()) < 12:
            draft(self.world)

    def a_session_is_planned(self) -> None:
        """In a month."""
        if len(self.objects()) < 12:
            planned_session(self.world, self.world.at + 30 * DAY)

    @invariant()
    def every_row_says_what_its_facts_say(self) -> None:
        if not hasattr(self, "world"):
            return
        with reading(self.world.engine) as session:
            for kind, table in TABLES.items():
                for row in session.execute(select(table)).mappings().all():
                    self.compare(session, kind, row)

    def compare(self, session: Session, kind: str, row: Any) -> None:
        """The last event says the facts, and bearings equal their recomputation or are to be looked at."""
        last = select(EVENT.c.facts, EVENT.c.hash).where(EVENT.c.kind == kind, EVENT.c.ref == row["ref"])
        assert session.execute(last.where(EVENT.c.seq == row["seq"])).one() == (row["facts"], row["chain"])
        if row["wake_at"] is None or row["wake_at"] > self.latest:
            facts = from_rows(session, kind, [row], self.latest, choices=False)[0].facts
            expected = mirror(kind, facts, self.latest)
            assert {name: row[name] for name in expected} == expected, f"{kind} {row['ref']}"

    @invariant()
    def every_chain_holds(self) -> None:
        if not hasattr(self, "world"):
            return
        for event in self.world.rows(select(EVENT).where(EVENT.c.id > self.verified).order_by(EVENT.c.id)):
            assert event["hash"] == link(event)
            texts = self.world.rows(select(TEXT.c.hash).where(TEXT.c.event == event["id"]))
            assert event["texts_hash"] == seal(text["hash"] for text in texts)
            self.verified = event["id"]

    @invariant()
    def one_label_at_most_is_in_force_per_campus(self) -> None:
        if not hasattr(self, "world"):
            return
        rows = self.world.rows(select(TABLES["label"].c.facts))
        labels = [snapshots.load("label", row["facts"]) for row in rows]
        today = self.world.at.date()
        in_force = [label.campus for label in labels if label.in_force(today)]
        assert len(in_force) == len(set(in_force))

    @invariant()
    def every_honoured_rung_has_one_letter(self) -> None:
        if not hasattr(self, "world"):
            return
        letter, rung = Letter.__table__, Rung.__table__  # type: ignore[attr-defined]
        carried = self.world.rows(select(rung.c.letter_key).where(rung.c.fate == "send"))
        reminders = self.world.rows(select(letter.c.key).where(letter.c.rung_days.is_not(None)))
        assert sorted(row["letter_key"] for row in carried) == sorted(row["key"] for row in reminders)


@pytest.fixture
def life(bases: dict[str, tuple[Path, World]]) -> type[Life]:
    """The machine, with its bases at hand."""
    Life.bases = bases
    return Life


def test_any_sequence_keeps_the_invariants(life: type[Life]) -> None:
    # Without shrinking: a failure is found again as it is, and told at once.
    quick: Any = {"phases": [Phase.generate], "suppress_health_check": list(HealthCheck)}
    steady = settings(max_examples=20, stateful_step_count=20, deadline=None, **quick)
    run_state_machine_as_test(life, settings=steady)

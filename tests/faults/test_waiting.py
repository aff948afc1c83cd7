"""One transaction in the way of another, on PostgreSQL: the second waits, is told, or leaves nothing."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from states.application.words import Kind
from states.editions import edition
from states.order.facts import OrderFacts
from states.order.words import State as OrderState
from states.refusals import BadField, Blocked
from store.desk import desk
from store.desk.kinds import TABLES
from store.session import Busy, transaction
from store.tables.documents import Content
from store.tables.letters import Letter
from tests.walking import (
    BUREAU,
    CLOSES,
    DAY,
    EVENT,
    HEAD,
    OPENS,
    WAVE,
    World,
    application_facts,
    draft,
    examined,
    filed,
    labelled,
    order_in_signature,
    planned_session,
    published_wave,
    reviewed,
)

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
OFFICER = "rectorate_officer:14"


@pytest.fixture
def world(postgresql_world: World) -> World:
    """A wave open to filing, on PostgreSQL."""
    published_wave(postgresql_world)
    postgresql_world.at = OPENS + 30 * DAY
    return postgresql_world


def until_one_waits(engine: Engine) -> None:
    """Return when another transaction waits for a lock."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while connection.execute(WAITING).scalar_one() == 0:
            pass


def act_in(session: Session, world: World, kind: str, ref: str, trigger: str, office: str, **payload: Any) -> None:
    """One act in a transaction that stays open."""
    who: Any = {"person": world.holder(office), "office": office, "at": world.at}
    desk.act(session, kind, ref, trigger, **who, payload=payload)


def hold(session: Session, kind: str, ref: str) -> None:
    """Lock one row."""
    table = TABLES[kind]
    session.execute(select(table.c.ref).where(table.c.ref == ref).with_for_update()).all()


def test_an_act_waits_for_the_one_before_it_and_sees_what_it_did(world: World) -> None:
    ref = draft(world)
    world.holder("region_officer:53")
    with ThreadPoolExecutor() as pool:
        with transaction(world.engine) as session:
            act_in(session, world, "application", ref, "edit", OFFICER, sections={"s1": "Premier"})
            second: Future[Any] = pool.submit(
                partial(world.act, "application", ref, "edit", "region_officer:53", sections={"s2": "Second"})
            )
            until_one_waits(world.engine)
        assert second.result().facts.sections == ("s1", "s2")


def test_a_sweep_leaves_alone_what_another_transaction_holds(world: World) -> None:
    ref = draft(world)
    with transaction(world.engine) as holding:
        hold(holding, "application", ref)
        with pytest.raises(Busy, match=ref), transaction(world.engine) as session:
            desk.refresh(session, "application", ref, world.at)


def test_what_fails_in_the_middle_of_a_transaction_leaves_nothing(world: World) -> None:
    ref = draft(world)
    before = footprint(world)
    with pytest.raises(ZeroDivisionError):
        edit_then(world, ref, lambda session: 1 / 0)
    assert footprint(world) == before


def test_a_connection_cut_in_the_middle_of_a_transaction_leaves_nothing(world: World) -> None:
    ref = draft(world)
    before = footprint(world)
    with pytest.raises(OperationalError):
        edit_then(world, ref, partial(cut, world.engine))
    assert footprint(world) == before
    world.act("application", ref, "edit", OFFICER, sections={"s1": "Gardé"})


def edit_then(world: World, ref: str, then: Callable[[Session], Any]) -> None:
    """An edit, and what comes after it in its transaction."""
    with transaction(world.engine) as session:
        act_in(session, world, "application", ref, "edit", OFFICER, sections={"s1": "Perdu"})
        then(session)


def cut(engine: Engine, session: Session) -> None:
    """The server ends the connection."""
    backend = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    with engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
    session.execute(text("SELECT 1"))


def footprint(world: World) -> list[Any]:
    """All that an act may leave."""
    tables = [EVENT, Content.__table__, Letter.__table__]  # type: ignore[attr-defined]
    return [*(world.count(table) for table in tables), world.rows(select(TABLES["application"]))]


def test_a_deadlock_is_told_as_something_to_try_again(world: World) -> None:
    first, second = draft(world), draft(world)

    def cross(one: str, other: str, meet: Any) -> None:
        with transaction(world.engine) as session:
            hold(session, "application", one)
            meet()
            hold(session, "application", other)

    with ThreadPoolExecutor() as pool, pytest.raises(Busy):
        crossing(pool, world, cross, first, second)


def crossing(pool: ThreadPoolExecutor, world: World, cross: Any, first: str, second: str) -> None:
    """Two transactions that each hold what the other wants."""
    barrier = Barrier(2)
    both = [pool.submit(cross, first, second, barrier.wait), pool.submit(cross, second, first, barrier.wait)]
    for one in both:
        one.result()


def test_a_second_renewal_waits_for_the_first_and_is_refused(postgresql_world: World) -> None:
    world = postgresql_world
    (label,) = labelled(world)
    world.at += 1100 * DAY
    world.sweep()
    facts = renewal_facts(label)
    person = world.holder(OFFICER)
    with ThreadPoolExecutor() as pool:
        with transaction(world.engine) as session:
            given: Any = {"name": "Renouvellement", "person": person, "office": OFFICER, "at": world.at}
            desk.create(session, "application", facts, **given)
            second = pool.submit(world.create, "application", facts, OFFICER)
            until_one_waits(world.engine)
        with pytest.raises(Blocked, match="une seule demande"):
            second.result()


def renewal_facts(label: str) -> Any:
    """An application to renew a label."""
    return application_facts("", kind=Kind.RENEWAL, parent_refs=(label,))


def proposed(world: World, *refs: str) -> None:
    """Through the commission, and proposed."""
    world.at = CLOSES + DAY
    for ref in refs:
        reviewed(world, ref)
    examined(world, planned_session(world), *refs)
    for ref in refs:
        world.act("application", ref, "attach_cnee_opinion", "cnee", document=world.pdf("Avis du CNEE"))
        world.act("application", ref, "propose", HEAD)


def test_an_application_waits_for_its_order_and_does_not_board_once_it_has_left(world: World) -> None:
    refs = [filed(world, draft(world)) for _ in range(2)]
    proposed(world, *refs)
    facts = OrderFacts(ref="", state=OrderState.NOWHERE, entered_at=world.at, ministers=edition("2014").ministers)
    order = world.create("order", facts, BUREAU, "Arrêté")
    world.act("application", refs[0], "put_in_order", BUREAU, order=order)
    with ThreadPoolExecutor() as pool:
        with transaction(world.engine) as session:
            act_in(session, world, "order", order, "send_to_legal_check", BUREAU)
            second = pool.submit(partial(world.act, "application", refs[1], "put_in_order", BUREAU, order=order))
            until_one_waits(world.engine)
        with pytest.raises(BadField, match="Projet d’arrêté"):
            second.result()
    assert world.load("application", refs[1]).order_ref == ""


def test_an_order_locks_its_applications_before_itself_so_that_neither_waits_for_ever(world: World) -> None:
    ref = filed(world, draft(world))
    world.at = CLOSES + DAY
    reviewed(world, ref)
    examined(world, planned_session(world), ref)
    order = order_in_signature(world, ref)
    world.act("order", order, "contest", "minister:en", reason="Désaccord")
    world.holder("minister:esr")
    with ThreadPoolExecutor() as pool:
        with transaction(world.engine) as session:
            hold(session, "application", ref)
            contest = partial(world.act, "order", order, "contest", "minister:esr", reason="Désaccord aussi")
            second = pool.submit(contest)
            until_one_waits(world.engine)
            act_in(session, world, "application", ref, "arbitrate_split", HEAD, reason="Disjoint")
        second.result()
    assert world.state("application", ref) == "proposed"


def test_an_application_waits_for_its_call_and_is_not_born_under_one_that_was_cancelled(world: World) -> None:
    draft(world)
    world.holder(HEAD)
    with ThreadPoolExecutor() as pool:
        with transaction(world.engine) as session:
            act_in(session, world, "wave", WAVE, "cancel", HEAD, reason="Appel retiré")
            second = pool.submit(draft, world)
            until_one_waits(world.engine)
        with pytest.raises(Blocked, match="n’est pas ouvert"):
            second.result()

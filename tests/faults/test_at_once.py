"""Many at once: whoever was received in time is filed, one of two wins, what is joint happens once."""

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select, update

from states.application.words import Kind
from states.refusals import Blocked, Conflict, OutOfOrder, Refusal
from store.desk import desk
from store.desk.kinds import TABLES
from store.session import Busy, transaction
from store.tables.letters import Letter, Rung
from tests.faults.conftest import Together
from tests.walking import (
    BUREAU,
    CLOSES,
    DAY,
    HEAD,
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

CLIENTS = 20
STEP = timedelta(milliseconds=100)
MARGIN = timedelta(minutes=2)
LETTER, RUNG = Letter.__table__, Rung.__table__  # type: ignore[attr-defined]


def opened(world: World) -> World:
    """A wave open to filing."""
    published_wave(world)
    world.at = OPENS + 30 * DAY
    return world


def look(world: World, due: list[tuple[str, str]]) -> int:
    """A sweep over what is due, which leaves alone what another one holds."""
    moved = 0
    for kind, ref in due:
        try:
            with transaction(world.engine) as session:
                moved += desk.refresh(session, kind, ref, world.at) is not None
        except Busy:
            continue
    return moved


def test_everyone_received_in_time_is_filed_and_no_one_late_while_the_sweep_runs(
    world: World, together: Together
) -> None:
    opened(world)
    refs = [draft(world) for _ in range(CLIENTS)]
    for ref in refs:
        ask_signatures(world, ref)
        world.act("application", ref, "sign", "region_president:53")
    world.holder("recteur:14")
    instants = [CLOSES + (number - CLIENTS // 2) * STEP for number in range(CLIENTS)]
    clients = [
        partial(world.act, "application", ref, "sign", "recteur:14", _at=at)
        for ref, at in zip(refs, instants, strict=True)
    ]
    world.at = CLOSES + MARGIN - STEP
    everything = [("application", ref) for ref in refs] + [("wave", WAVE)]
    answers = together([*clients, partial(look, world, everything), partial(look, world, everything[::-1])])
    in_time = [at <= CLOSES for at in instants]
    assert [isinstance(answer, Refusal) for answer in answers[:CLIENTS]] == [not timely for timely in in_time]
    assert all(isinstance(moved, int) for moved in answers[CLIENTS:])
    world.at = CLOSES + MARGIN + STEP
    world.sweep()
    expected = ["submitted" if timely else "lapsed" for timely in in_time]
    assert [world.state("application", ref) for ref in refs] == expected
    assert [world.triggers("application", ref).count("submit") for ref in refs] == [int(timely) for timely in in_time]


def test_of_two_agents_who_declare_at_once_exactly_one_wins(world: World, together: Together) -> None:
    opened(world)
    ref = filed(world, draft(world))
    world.act("application", ref, "start_admissibility", BUREAU)
    world.holder(HEAD)
    answers = together(
        [
            partial(world.act, "application", ref, "declare_admissible", BUREAU),
            partial(world.act, "application", ref, "request_completion", HEAD, items=["Budget"]),
        ]
    )
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(refused) == 1
    assert isinstance(refused[0], OutOfOrder | Conflict)
    assert world.state("application", ref) in {"admissible", "incomplete"}


def test_of_two_who_read_the_same_version_the_second_is_told(world: World, together: Together) -> None:
    opened(world)
    ref = draft(world)
    version = world.row("application", ref)["version"]
    offices = ("rectorate_officer:14", "region_officer:53")
    for office in offices:
        world.holder(office)
    edit = partial(world.act, "application", ref, "edit", _version=version)
    answers = together([partial(edit, office, sector=office[:6]) for office in offices])
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert [type(answer) for answer in refused] == [Conflict]
    assert world.triggers("application", ref) == ["create", "edit"]


def an_order(world: World) -> str:
    """An order of one application, before the ministers, who are all in office and have their text."""
    opened(world)
    ref = filed(world, draft(world))
    world.at = CLOSES + DAY
    reviewed(world, ref)
    examined(world, planned_session(world), ref)
    return order_in_signature(world, ref)


def test_ministers_who_sign_in_the_same_instant_seal_once_and_label_once(world: World, together: Together) -> None:
    order = an_order(world)
    document = world.pdf("Arrêté signé")
    ministers = world.load("order", order).ministers
    for minister in ministers:
        world.holder(minister)
    answers = together([partial(world.act, "order", order, "sign", one, document=document) for one in ministers * 2])
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(refused) == len(ministers)
    assert all(isinstance(answer, Blocked | OutOfOrder) for answer in refused)
    assert world.triggers("order", order).count("seal") == 1
    given = {"nor": "MENE1700123A", "journal": "BO n° 7", "published_on": world.at.date()}
    world.holder(BUREAU)
    answers = together([partial(world.act, "order", order, "publish", BUREAU, **given) for _ in range(3)])
    assert sum(isinstance(answer, OutOfOrder) for answer in answers) == 2
    assert world.count(TABLES["label"]) == 1


def test_two_sweeps_at_once_fire_each_timer_once_and_honour_each_rung_once(world: World, together: Together) -> None:
    opened(world)
    refs = [draft(world) for _ in range(12)]
    with transaction(world.engine) as session:
        session.execute(update(TABLES["application"]).values(telling=False, told_at=world.at, wake_at=world.at))
    world.at = CLOSES - 3 * DAY + timedelta(hours=4)
    due = world.due()
    answers = together([partial(look, world, due), partial(look, world, due[::-1]), partial(look, world, due)])
    look(world, world.due())
    letters = [row["key"] for row in world.rows(select(LETTER).where(LETTER.c.rung_days.is_not(None)))]
    assert len(letters) == len(set(letters)) == 2 * len(refs)
    assert Counter(row["fate"] for row in world.rows(select(RUNG)))["send"] == 2 * len(refs)
    world.at = CLOSES + MARGIN + STEP
    due = world.due()
    answers += together([partial(look, world, due), partial(look, world, due[::-1])])
    assert all(isinstance(moved, int) for moved in answers)
    world.sweep()
    assert [world.triggers("application", ref).count("lapse") for ref in refs] == [1] * len(refs)
    assert world.triggers("wave", WAVE).count("close") == 1


def test_numbers_are_given_once_to_those_who_create_at_once(world: World, together: Together) -> None:
    opened(world)
    world.holder("rectorate_officer:14")
    refs: list[Any] = together([partial(draft, world) for _ in range(8)])
    assert sorted(refs) == [f"CMQ-2016-{number:04d}" for number in range(1, 9)]


def test_of_two_renewals_of_one_label_created_at_once_one_is_refused(world: World, together: Together) -> None:
    (label,) = labelled(world)
    world.at += 1100 * DAY
    world.sweep()
    calls = [partial(renew, world, label) for _ in range(3)]
    answers = together(calls)
    assert sorted(isinstance(answer, Blocked) for answer in answers) == [False, True, True]


def renew(world: World, label: str) -> str:
    """An application to renew a label."""
    return draft(world, wave_code="", kind=Kind.RENEWAL, parent_refs=(label,))

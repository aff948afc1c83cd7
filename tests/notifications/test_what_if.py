"""Moving a date, tried on the facts alone: it is, letter for letter, what then really happens."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from sqlalchemy import select, update

from notifications.composing.batches import CARRIES, LETTER, MAIL
from notifications.forecasting.comparing import WhatIf
from notifications.forecasting.whatif import what_if
from notifications.sweeping.sweeps import run
from replay.player import Player
from replay.playing import hasten, prepared
from states.machine import Actor
from states.refusals import Blocked, OutOfOrder, Unknown
from store.session import engine_for, reading, transaction
from tests.mailing import parsed, rows, text
from tests.walking import CLOSES, DAY, HEAD, OPENS, WAVE, World, ask_signatures, draft, published_wave

WHERE = (("14", "53"), ("17", "52"), ("09", "32"))
LATER = CLOSES + 21 * DAY
REASON = "Intempéries."


@pytest.fixture(scope="module")
def base(sqlite_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World, list[str]]:
    """Two drafts and a file at the signature of its sponsors, in an open wave, twelve days before it closes."""
    path = tmp_path_factory.mktemp("what_if") / "campus.db"
    copyfile(sqlite_migrated, path)
    engine = engine_for(f"sqlite:///{path}")
    hasten(engine)
    world = World(engine)
    prepared(engine, world.at)
    refs = three_files(world)
    engine.dispose()
    return path, world, refs


@pytest.fixture
def files(base: tuple[Path, World, list[str]], tmp_path: Path) -> Iterator[tuple[World, list[str]]]:
    """A copy of it for one test."""
    path, world, refs = base
    copyfile(path, tmp_path / "campus.db")
    engine = engine_for(f"sqlite:///{tmp_path / 'campus.db'}")
    hasten(engine)
    yield replace(world, engine=engine, holders=dict(world.holders)), refs
    engine.dispose()


def three_files(world: World) -> list[str]:
    """Drafts of three académies, of which the second is put to signature."""
    published_wave(world)
    world.at = OPENS + DAY
    run("waves", world.at, on=world.engine)
    with transaction(world.engine) as session:
        session.execute(update(LETTER).values(status="accepted"))
    refs = [draft(world, *where) for where in WHERE]
    lived(world, CLOSES - 40 * DAY)
    ask_signatures(world, refs[1])
    lived(world, CLOSES - 12 * DAY)
    return refs


def lived(world: World, to: datetime) -> None:
    """Time passes, and the sweeps of each minute with it."""
    player = Player(world.engine, world.at)
    player.sweep()
    player.advance(to)
    world.at = to


def tried(world: World, trigger: str = "extend", **payload: Any) -> WhatIf:
    """The same act, tried by the head of the bureau."""
    actor = Actor(office=HEAD, person=world.holder(HEAD))
    with reading(world.engine) as session:
        return what_if(session, "wave", WAVE, trigger, payload, actor=actor, at=world.at)


def sent(world: World, *besides: str) -> dict[str, tuple[datetime, tuple[str, ...]]]:
    """Letters that have left, by key: when, and to which mailboxes; those about some objects left out."""
    query = select(LETTER.c.key, LETTER.c.ref, MAIL.c.settled_at, MAIL.c.mailbox)
    query = query.join(CARRIES, CARRIES.c.letter == LETTER.c.id).join(MAIL, MAIL.c.id == CARRIES.c.mail)
    found: dict[str, tuple[datetime, tuple[str, ...]]] = {}
    for row in rows(world.engine, query.where(MAIL.c.status == "accepted").order_by(MAIL.c.mailbox)):
        if row["ref"] not in besides:
            at, boxes = found.get(row["key"], (row["settled_at"], ()))
            found[row["key"]] = (at, (*boxes, row["mailbox"]))
    return found


def foretold(found: WhatIf, *besides: str) -> dict[str, tuple[datetime, tuple[str, ...]]]:
    """The same, as it was told beforehand."""
    return {one.key: (one.at, tuple(sorted(one.mailboxes))) for one in found.ahead if one.ref not in besides}


def test_a_moved_closing_does_letter_for_letter_what_was_told(files: tuple[World, list[str]]) -> None:
    world, (first, signing, other) = files
    before = sent(world)
    found = tried(world, closes_at=LATER, reason=REASON)
    assert found == tried(world, closes_at=LATER, reason=REASON)
    assert sent(world) == before
    world.act("wave", WAVE, "extend", HEAD, closes_at=LATER, reason=REASON)
    lived(world, world.at + 5 * DAY)
    for office in ("recteur:17", "region_president:52"):
        world.act("application", signing, "sign", office)
    lived(world, found.until)
    really = {key: what for key, what in sent(world, signing).items() if key not in before}
    told = foretold(found, signing)
    assert really == told
    assert len(really) > 40
    assert {world.state("application", ref) for ref in (first, other)} == {"lapsed"}


@pytest.mark.parametrize(
    ("trigger", "given"),
    [
        ("reopen", {"closes_at": LATER}),
        (
            "record_outage",
            {"started_at": CLOSES - DAY / 4, "ended_at": CLOSES + DAY / 12, "closes_at": CLOSES + 7 * DAY},
        ),
    ],
)
def test_what_comes_back_after_the_closing_does_letter_for_letter_what_was_told(
    files: tuple[World, list[str]], trigger: str, given: dict[str, Any]
) -> None:
    world, refs = files
    lived(world, CLOSES + 2 * DAY)
    assert {world.state("application", ref) for ref in refs} == {"lapsed"}
    before, found = sent(world), tried(world, trigger, reason=REASON, **given)
    world.act("wave", WAVE, trigger, HEAD, reason=REASON, **given)
    lived(world, found.until)
    assert {key: what for key, what in sent(world).items() if key not in before} == foretold(found)
    assert {one.ref for one in found.deadlines} == ({WAVE} if trigger == "reopen" else set(refs))


def test_those_to_whom_the_old_date_was_written_are_told_that_it_is_replaced(files: tuple[World, list[str]]) -> None:
    world, _ = files
    found = {one.office for one in tried(world, closes_at=LATER, reason=REASON).now if one.letter == "wave/new_closing"}
    assert found == {"caen:17", "crefop:52"}
    world.act("wave", WAVE, "extend", HEAD, closes_at=LATER, reason=REASON)
    run("compose", world.at, on=world.engine)
    (mail, *_) = rows(world.engine, select(MAIL).where(MAIL.c.office == "caen:17").order_by(MAIL.c.id.desc()))
    words = text(parsed(mail["content"]))
    assert "annule et remplace" in words
    assert "21\N{NO-BREAK SPACE}octobre 2016" in words


def test_it_says_which_dates_deadlines_and_letters_move(files: tuple[World, list[str]]) -> None:
    world, refs = files
    found = tried(world, closes_at=LATER, reason=REASON)
    assert [(one.name, one.before, one.after) for one in found.dates] == [("closes_at", CLOSES, LATER)]
    assert [(one.ref, one.before, one.after) for one in found.deadlines] == [
        (ref, CLOSES, LATER) for ref in (WAVE, *refs)
    ]
    assert {one.letter for one in found.now} >= {"wave/extend"}
    lapses = [one for one in found.letters if one.line.letter == "application/lapse"]
    shift = {one.after.at - one.before.at for one in lapses if one.before and one.after}
    assert (len(lapses), shift) == (12, {LATER - CLOSES})
    gone = {one.line.days for one in found.letters if one.after is None}
    new = {one.line.days for one in found.letters if one.before is None}
    assert (gone, new) == (set(), {-30, -15})


def test_an_act_that_the_desk_would_refuse_is_refused_in_the_same_words(files: tuple[World, list[str]]) -> None:
    world, _ = files
    cases: tuple[tuple[str, dict[str, Any], type[Exception], str], ...] = (
        ("extend", {"closes_at": CLOSES - DAY, "reason": REASON}, Blocked, "postérieure à l’actuelle"),
        ("reopen", {"closes_at": LATER, "reason": REASON}, OutOfOrder, "n’est pas possible à l’étape"),
        ("nothing", {}, Unknown, "n’est pas un acte"),
    )
    for trigger, payload, refusal, words in cases:
        with pytest.raises(refusal, match=words):
            tried(world, trigger, **payload)

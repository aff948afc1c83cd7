"""Holds: what is kept back shows as held, and is composed when the hold ends or is lifted."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from notifications.composing.batches import LETTER
from notifications.sweeping.alarms import findings
from notifications.sweeping.sweeps import next_due, owing, run
from notifications.typography import NBSP
from states.calendar import PARIS, paris_day
from states.refusals import BadField, Conflict, NotYours, Refusal
from store import holds, integrity
from store.session import reading, transaction
from tests.mailing import mails, rows
from tests.notifications.test_bundling import OFFICER, drafts, remind, reminders
from tests.walking import BUREAU, DAY, OPENS, World, draft, published_wave


def hold(world: World, scope: str, target: str = "", days: int = 3, **given: Any) -> str:
    """The bureau keeps something back."""
    plain: dict[str, Any] = {"reason": "Panne de la messagerie du rectorat.", "until": paris_day(world.at) + days * DAY}
    with transaction(world.engine) as session:
        return holds.place(
            session, scope=scope, target=target, at=world.at, **plain | {"person": world.holder(BUREAU)} | given
        )


def lift(world: World, number: str, reason: str = "Rétablie.") -> None:
    """The bureau ends it."""
    with transaction(world.engine) as session:
        holds.lift(session, number, reason=reason, person=world.holder(BUREAU), at=world.at)


def statuses(engine: Engine, *refs: str) -> dict[str, str]:
    """Letters about some objects, by kind and office, with their status."""
    found = rows(engine, select(LETTER).where(LETTER.c.ref.in_(refs)).order_by(LETTER.c.id))
    return {f"{row['letter']} {row['office']}": row["status"] for row in found}


def two_files(world: World) -> list[str]:
    """Two drafts of two académies, whose letters are owed."""
    published_wave(world)
    world.at = OPENS + DAY
    for office in ("recteur:14", "region_president:53", "region_officer:53"):
        world.holder(office)
    return [draft(world), draft(world, "17", "52")]


@pytest.mark.parametrize("scope", ["object", "kind", "person", "everything"])
def test_what_a_hold_covers_is_held_and_the_rest_leaves(small_world: World, scope: str) -> None:
    one, other = two_files(small_world)
    targets = {"object": one, "kind": "application/create", "person": small_world.holder(OFFICER), "everything": ""}
    number = hold(small_world, scope, targets[scope])
    run("compose", small_world.at, on=small_world.engine)
    mine, others = (set(statuses(small_world.engine, ref).values()) for ref in (one, other))
    assert "held" in mine
    assert ("held" in others) is (scope in ("kind", "everything"))
    (why, *_) = [row["why"] for row in rows(small_world.engine, select(LETTER).where(LETTER.c.status == "held"))]
    assert why == f"Retenu jusqu’au mardi 5 avril 2016 inclus ({number}) : Panne de la messagerie du rectorat."


def test_a_lifted_hold_lets_letters_go_at_once_unless_another_one_covers_them(small_world: World) -> None:
    one, _ = two_files(small_world)
    first, second = hold(small_world, "object", one), hold(small_world, "kind", "application/create", days=2)
    run("compose", small_world.at, on=small_world.engine)
    small_world.at += timedelta(hours=1)
    lift(small_world, first)
    run("compose", small_world.at, on=small_world.engine)
    (row,) = {row["why"] for row in rows(small_world.engine, select(LETTER).where(LETTER.c.ref == one))}
    assert second in row
    lift(small_world, second)
    assert "compose" in owing(small_world.at, on=small_world.engine)
    run("compose", small_world.at, on=small_world.engine)
    assert set(statuses(small_world.engine, one).values()) == {"ready"}


def test_a_hold_that_ends_lets_a_reminder_go_in_hours_if_it_still_makes_sense(small_world: World) -> None:
    done, due = drafts(small_world, 2)
    hold(small_world, "everything", days=1)
    remind(small_world)
    assert {row["status"] for row in reminders(small_world)} == {"held"}
    small_world.at += timedelta(hours=2)
    small_world.act("application", done, "withdraw", "recteur:14", reason="Renoncement.")
    ends = next(row["not_before"] for row in reminders(small_world) if row["ref"] == due)
    assert ends.astimezone(PARIS).hour == 0
    small_world.at = ends
    run("compose", small_world.at, on=small_world.engine)
    opening = next(row["not_before"] for row in reminders(small_world) if row["ref"] == due)
    assert opening.astimezone(PARIS).strftime("%H:%M") == "07:30"
    small_world.at = opening
    run("compose", small_world.at, on=small_world.engine)
    assert {row["ref"]: row["status"] for row in reminders(small_world)} == {done: "moot", due: "ready"}


def test_a_simulated_clock_stops_at_the_end_of_a_hold(small_world: World) -> None:
    two_files(small_world)
    hold(small_world, "everything")
    for name in ("waves", "deadlines", "compose"):
        run(name, small_world.at, on=small_world.engine)
    (end,) = {row["not_before"] for row in rows(small_world.engine, select(LETTER).where(LETTER.c.status == "held"))}
    assert next_due(small_world.at, on=small_world.engine) == end


def test_a_hold_and_its_end_are_in_the_journal_and_the_chains_are_whole(small_world: World) -> None:
    number = hold(small_world, "everything")
    lift(small_world, number)
    assert small_world.triggers("hold", number) == ["hold", "lift"]
    assert "Panne" not in str(small_world.events("hold", number))
    with reading(small_world.engine) as session:
        assert not [one for one in integrity.check(session, small_world.at) if one.kind == "hold"]
    with transaction(small_world.engine) as session:
        session.execute(update(holds.HOLD).values(lifted_at=None))
    with reading(small_world.engine) as session:
        (found,) = [one for one in integrity.check(session, small_world.at) if one.kind == "hold"]
    assert (found.code, found.ref) == ("row_altered", number)


def test_the_alarms_say_that_everything_is_held(small_world: World) -> None:
    number = hold(small_world, "everything")
    with reading(small_world.engine) as session:
        told = list(findings(session, small_world.at))
    assert f"Tous les courriels sont retenus jusqu’au 4{NBSP}mars 2016 inclus ({number})." in told


@pytest.mark.parametrize(
    ("given", "refusal", "words"),
    [
        ({"scope": "tout"}, BadField, "choisissez parmi : person, object, kind, everything"),
        ({"scope": "object", "target": "CMQ-1900-0001"}, BadField, "aucun objet ne porte cette référence"),
        ({"scope": "person", "target": "inconnue"}, BadField, "aucune personne"),
        ({"scope": "kind", "target": "application/nothing"}, BadField, "n’existe pas"),
        ({"reason": "  "}, BadField, "dites pourquoi"),
        ({"until": date(2016, 2, 29)}, BadField, "une retenue a toujours une fin"),
        ({"until": date(2017, 3, 3)}, BadField, "un an au plus"),
        ({"person": "p-recteur-14"}, NotYours, "demandez au bureau de la Dgesco"),
        ({}, Conflict, "levez-la pour en changer la fin"),
    ],
)
def test_a_hold_that_cannot_be_is_refused_with_a_remedy(
    small_world: World, given: dict[str, Any], refusal: type[Refusal], words: str
) -> None:
    small_world.holder("recteur:14")
    hold(small_world, "everything")
    with pytest.raises(refusal, match=words):
        hold(small_world, **{"scope": "everything"} | given)
    with reading(small_world.engine) as session:
        assert len(holds.in_force(session, small_world.at)) == 1


def test_a_hold_that_is_over_is_not_lifted_again(small_world: World) -> None:
    number = hold(small_world, "everything")
    lift(small_world, number)
    with pytest.raises(Conflict, match="a déjà pris fin"):
        lift(small_world, number)
    with pytest.raises(Refusal, match="Aucune retenue"):
        lift(small_world, "RET-1900-0001")
    assert not mails(small_world.engine)

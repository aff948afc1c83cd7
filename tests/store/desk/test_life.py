"""One application from its wave to the expiry of its label, and the renewal beside it, on both databases."""

from datetime import UTC, date, datetime

from states.application.words import Kind
from tests.walking import (
    BUREAU,
    DAY,
    World,
    application_facts,
    examined,
    filed,
    labelled,
    order_in_signature,
    planned_session,
    published,
    reviewed,
    signed_by_all,
)


def test_an_application_lives_from_its_call_to_the_expiry_of_its_label(world: World) -> None:
    (label,) = labelled(world)
    ref = world.load("label", label).application
    assert world.state("application", ref) == "labelled"
    assert world.triggers("application", ref)[-4:] == ["put_in_order", "start_signature", "seal", "label"]
    assert world.load("label", label).starts_on == date(2017, 2, 13)
    assert world.load("label", label).expires_on == date(2021, 2, 13)
    world.at = datetime(2021, 2, 12, 23, tzinfo=UTC) + DAY
    world.sweep()
    assert world.state("label", label) == "expired"


def renewal(world: World, label: str) -> str:
    """An application to renew a label, outside any wave."""
    facts = application_facts("", kind=Kind.RENEWAL, parent_refs=(label,), closes_on=date(2020, 8, 13), edition="2019")
    return world.create("application", facts, "rectorate_officer:14")


def test_a_renewal_filed_silences_its_label_which_the_next_one_then_succeeds(world: World) -> None:
    (label,) = labelled(world)
    world.at = datetime(2020, 3, 2, 9, tzinfo=UTC)
    world.sweep()
    assert world.state("label", label) == "renewal_open"
    assert world.row("label", label)["wake_at"] is not None
    ref = filed(world, renewal(world, label), "2019")
    assert world.state("label", label) == "renewal_filed"
    assert world.events("label", label)[-1]["cause"] == world.events("application", ref)[-1]["id"]
    reviewed(world, ref)
    examined(world, planned_session(world, world.at + 30 * DAY), ref)
    world.at += DAY
    (successor,) = published(world, signed_by_all(world, order_in_signature(world, ref)))
    assert world.load("label", successor).starts_on == date(2021, 2, 13)
    assert world.state("label", successor) == "pending_effect"
    world.at = datetime(2021, 2, 13, 6, tzinfo=UTC)
    world.sweep()
    assert (world.state("label", label), world.state("label", successor)) == ("superseded", "active")


def test_the_wave_completes_with_its_last_application(world: World) -> None:
    (label,) = labelled(world)
    ref = world.load("label", label).application
    wave = world.load("application", ref).wave_code
    world.sweep()
    world.act("wave", wave, "start_review", BUREAU)
    world.act("wave", wave, "start_deciding", BUREAU)
    assert world.state("wave", wave) == "completed"
    assert world.events("wave", wave)[-1]["office"] == "system"

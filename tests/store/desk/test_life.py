"""One application from its wave to the expiry of its label, and the renewal beside it, on both databases."""

from datetime import UTC, date, datetime

from tests.walking import DAY, World, labelled


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

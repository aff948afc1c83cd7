"""The scenarios that ship hold, and say what they played."""

import pytest

from replay import playing, reading


@pytest.mark.parametrize("name", reading.names())
def test_a_scenario_that_ships_holds_all_that_it_expects(name: str) -> None:
    told: list[str] = []
    assert playing.play(name, told.append), told[-5:]
    assert told[-1] == "Tout ce que le scénario attend est vérifié."


def test_the_fourth_wave_tells_how_many_were_filed_labelled_and_refused() -> None:
    told: list[str] = []
    playing.play("wave-2016", told.append)
    assert "Dossiers au 1er octobre 2016 : Déposé 29" not in told
    text = "\n".join(told)
    assert "Refusé 3" in text

"""The scenarios that ship hold, and say what they played."""

import pytest

from replay import playing, reading

#: What each says of what it played, besides that all of it held.
SAID = {
    "four-ministers-one-refuses": "Vague 2023-8 : 6 déposés, 6 labellisés et 0 refusé",
    "outage-over-closing": "Aucun balayage du 30 mars 2025 à 8 h 00 au 2 avril 2025 à 8 h 00.",
    "propulsions": "Vague 2014-1 : 1 déposé, 0 labellisé et 0 refusé",
    "wave-2016": "Vague 2016-1 : 29 déposés, 26 labellisés et 3 refusés",
}


@pytest.mark.parametrize("name", reading.names())
def test_a_scenario_that_ships_holds_all_that_it_expects_and_says_so(name: str) -> None:
    told: list[str] = []
    held = playing.play(name, told.append)
    assert held, told[-5:]
    assert SAID[name] in [line.replace("\N{NO-BREAK SPACE}", " ") for line in told]
    assert told[-1] == "Tout ce que le scénario attend est vérifié."

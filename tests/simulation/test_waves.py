"""A hundred applications, four years of label, ten lots drawn: every reminder and every date as promised, none else."""

import pytest

from tests.simulation.waves import TOGETHER, Waves


@pytest.fixture(scope="module")
def waves(tmp_path_factory: pytest.TempPathFactory) -> Waves:
    return Waves(tmp_path_factory.mktemp("waves"))


@pytest.mark.parametrize("seed", range(TOGETHER))
def test_a_whole_wave_keeps_every_promise_of_its_reminders_and_dates(waves: Waves, seed: int) -> None:
    play, found = waves.play(seed)
    assert not found, "\n".join(found)
    assert len(play.book.of("application")) >= 100
    assert play.doubled
    assert play.reminders.bundles

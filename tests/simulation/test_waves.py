"""A hundred applications, four years of label, ten lots drawn: every reminder and every date as promised, none else."""

from pathlib import Path

import pytest

from tests.conftest import Once
from tests.simulation.waves import TOGETHER, Waves, make_beginning


@pytest.fixture(scope="module")
def waves(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Waves:
    """Waves that begin as the first worker has played it."""
    begun, _ = once("beginning", _begin)
    return Waves(tmp_path_factory.mktemp("waves"), {0: begun})


def _begin(path: Path) -> str:
    make_beginning(path, 0)
    return ""


@pytest.mark.parametrize("seed", range(TOGETHER))
def test_a_whole_wave_keeps_every_promise_of_its_reminders_and_dates(waves: Waves, seed: int) -> None:
    play, found = waves.play(seed)
    assert not found, "\n".join(found)
    assert len(play.book.of("application")) >= 100
    assert play.doubled
    assert play.reminders.bundles

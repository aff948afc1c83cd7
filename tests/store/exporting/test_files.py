"""An export goes to a file that is there whole, or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from states.refusals import BadField
from store.exporting.files import put, replacing


def test_a_file_holds_the_parts_and_nothing_is_left_beside(tmp_path: Path) -> None:
    put([b"un", b"deux"], tmp_path / "sortie")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"sortie": b"undeux"}


def broken() -> Iterator[bytes]:
    yield b"un"
    raise RuntimeError


def test_what_breaks_half_way_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "sortie").write_bytes(b"avant")
    with pytest.raises(RuntimeError):
        put(broken(), tmp_path / "sortie")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"sortie": b"avant"}


@pytest.mark.parametrize("name", ["absent/sortie", ".", "fichier/sortie", "/dev/null"])
def test_where_nothing_can_be_written_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "fichier").write_bytes(b"")
    with pytest.raises(BadField) as refused, replacing(tmp_path / name):
        pass
    assert refused.value.reasons[0].field == "to"
    assert str(tmp_path / name)[:60] in str(refused.value)


def test_a_link_leads_where_it_led(tmp_path: Path) -> None:
    (tmp_path / "lien").symlink_to(tmp_path / "sortie")
    put([b"un"], tmp_path / "lien")
    assert (tmp_path / "lien").is_symlink()
    assert (tmp_path / "sortie").read_bytes() == b"un"

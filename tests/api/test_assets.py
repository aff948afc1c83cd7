"""Style sheets and scripts: the right version, small on the wire, kept for ever."""

from importlib.metadata import version
from importlib.resources import files

import pytest
from fastapi.testclient import TestClient

from api.showing import assets

STYLE = f"{assets.DSFR}/dsfr.main.min.css"


def test_the_address_names_the_version_of_the_design_system() -> None:
    assert version("django-dsfr").startswith("3.6")
    assert assets.DSFR_VERSION == "1.14.4"


def test_style_sheets_travel_compressed_and_come_out_whole(client: TestClient) -> None:
    packed = client.get(STYLE, headers={"Accept-Encoding": "gzip"})
    plain = client.get(STYLE, headers={"Accept-Encoding": "identity"})
    original = files("dsfr").joinpath("static", "dsfr", "dist", "dsfr.main.min.css").read_bytes()
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content == original
    assert int(packed.headers["content-length"]) < len(original) / 5


@pytest.mark.parametrize("name", ["dsfr.main.min.css", "dsfr.module.min.js", "fonts/Marianne-Regular.woff2"])
def test_assets_are_kept_for_ever(client: TestClient, name: str) -> None:
    answer = client.get(f"{assets.DSFR}/{name}")
    assert answer.headers["cache-control"] == assets.FOR_EVER
    assert answer.headers["vary"] == "Accept-Encoding"


def test_fonts_are_not_compressed_twice(client: TestClient) -> None:
    answer = client.get(f"{assets.DSFR}/fonts/Marianne-Regular.woff2", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers


def test_a_path_cannot_climb_out_of_the_assets(client: TestClient) -> None:
    assert client.get(f"{assets.OWN}/..%2Fapp.py").status_code == 404


def test_a_file_that_is_not_there_is_not_kept(client: TestClient) -> None:
    answer = client.get(f"{assets.OWN}/absent.css")
    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")

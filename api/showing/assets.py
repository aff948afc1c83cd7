"""Style sheets, fonts and scripts: versioned addresses, compressed once in memory, cached for ever."""

import gzip
import os
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOR_EVER = "public, max-age=31536000, immutable"
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

DSFR_VERSION = files("dsfr").joinpath("static", "dsfr", "dsfr_version").read_text().strip().removeprefix("v")
_OWN = Path(str(files("api").joinpath("static")))
_OWN_VERSION = sha256(b"".join(path.read_bytes() for path in sorted(_OWN.iterdir()))).hexdigest()[:12]

DSFR = f"/statique/dsfr-{DSFR_VERSION}"
OWN = f"/statique/campus-{_OWN_VERSION}"


class Immutable(StaticFiles):
    """Files whose address changes with their content."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = self._compressed(Path(full_path), scope) or super().file_response(
            full_path, stat_result, scope, status_code
        )
        response.headers["Cache-Control"] = FOR_EVER
        response.headers["Vary"] = "Accept-Encoding"
        return response

    def _compressed(self, path: Path, scope: Scope) -> Response | None:
        accepted = Headers(scope=scope).get("accept-encoding", "")
        if path.suffix not in MEDIA_TYPES or "gzip" not in accepted:
            return None
        return Response(_gzipped(path), media_type=MEDIA_TYPES[path.suffix], headers={"Content-Encoding": "gzip"})


def mount(app: Starlette) -> None:
    """Serve the design system out of its own package, and our few files beside it."""
    app.mount(DSFR, Immutable(packages=[("dsfr", "static/dsfr/dist")]), name="dsfr")
    app.mount(OWN, Immutable(packages=[("api", "static")]), name="own")


@lru_cache(maxsize=128)
def _gzipped(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)

"""A ZIP whose bytes depend on nothing but what is put in it and on the instant, with the sums of all its files."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Self
from zipfile import ZipFile

from store.exporting.zipped import entry

SUMS = "SHA256SUMS"


class Archive:
    """Files go in one after the other, in parts; their sums last, when the block ends."""

    def __init__(self, file: IO[bytes], at: datetime) -> None:
        self.at, self.zip = at, ZipFile(file, "w")
        self.sums: list[tuple[str, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            lines = [f"{digest}  {name}\n".encode() for name, digest in sorted(self.sums)]
            self.put(SUMS, lines)
        self.zip.close()

    def put(self, name: str, parts: Iterable[bytes], *, packed: bool = False) -> None:
        """One file; `packed` when its bytes are compressed already."""
        digest = hashlib.sha256()
        with self.zip.open(entry(name, self.at, packed=packed), "w") as file:
            for part in parts:
                digest.update(part)
                file.write(part)
        self.sums.append((name, digest.hexdigest()))

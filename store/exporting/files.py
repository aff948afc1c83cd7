"""Where an export goes: standard output as it comes, or a file that is there whole or not at all."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from states.refusals import BadField


def put(parts: Iterable[bytes], to: Path | None) -> None:
    """Write the parts to a file, or to standard output when there is none."""
    if to is None:
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
        return
    with replacing(to) as file:
        file.writelines(parts)


@contextmanager
def replacing(to: Path) -> Iterator[IO[bytes]]:
    """A file written beside, then renamed when the block ends well; BadField when it cannot be written there."""
    # A link keeps leading to what it led to; a folder or a device is not to be replaced by a file.
    real = to.resolve()
    if real.exists() and not real.is_file():
        raise BadField("to", to, "ce n’est pas un fichier : donnez le nom d’un fichier.")
    draft = real.with_name(f".{real.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            yield file
        draft.replace(real)
    except OSError as error:
        remedy = "impossible d’y écrire : choisissez un dossier qui existe, où vous avez le droit et la place d’écrire."
        raise BadField("to", to, remedy) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)

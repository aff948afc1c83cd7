"""From a CSV or XLSX file to numbered lines of plain text cells, the same whichever the file was."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from pathlib import Path
from unicodedata import normalize

from python_calamine import CalamineError, CalamineWorkbook

from states.refusals import BadField
from store.importing.faults import BadFile, Fault
from store.importing.lines import Columns

LARGEST = 20 * 1024 * 1024
MOST_LINES = 100_000
XLSX = b"PK\x03\x04"

Row = tuple[int, Sequence[str]]


def read(file: Path, columns: Columns) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The lines under the header, empty ones left out; BadFile when the columns are not those expected."""
    content = _bytes(file)
    rows = _xlsx(file, content) if content.startswith(XLSX) else _csv(file, content)
    header, *below = [row for row in rows if any(cell.strip() for cell in row[1])] or [(1, ())]
    names = _names(file, header, columns)
    if len(below) > MOST_LINES:
        raise BadField("fichier", f"{len(below)} lignes", f"partagez-le : {MOST_LINES} lignes au plus.")
    _check_width(file, below, len(names))
    return ((number, dict(zip(names, cells, strict=False))) for number, cells in below)


def _bytes(file: Path) -> bytes:
    size = file.stat().st_size
    if size > LARGEST:
        raise BadField("fichier", file.name, f"partagez-le : {LARGEST // 1024 // 1024} Mio au plus.")
    return file.read_bytes()


def _csv(file: Path, content: bytes) -> Iterator[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadField("fichier", file.name, "enregistrez-le en CSV UTF-8, ou en XLSX.") from None
    header = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if ";" in header else ",", strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise BadFile(file.name, [Fault(start, "", "", f"guillemets ou séparateurs mal placés ({error}).")]) from None


def _xlsx(file: Path, content: bytes) -> Iterator[Row]:
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    except CalamineError:
        raise BadField("fichier", file.name, "ce classeur est illisible : réenregistrez-le en XLSX.") from None
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        yield number, [_plain(cell) for cell in cells]


def _plain(cell: object) -> str:
    """A cell as one would have typed it in a CSV file."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _names(file: Path, header: Row, columns: Columns) -> list[str]:
    """The names of the columns, without case, accents or spaces; trailing blank ones are dropped."""
    number, cells = header
    names = [_folded(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    twice = [name for name, count in Counter(names).items() if count > 1]
    faults = [Fault(number, name, "", _unknown(columns)) for name in names if name not in columns]
    faults += [Fault(number, name, "", "cette colonne figure deux fois.") for name in twice if name in columns]
    missing = [name for name, needed in columns.items() if needed and name not in names]
    faults += [Fault(number, name, "", "cette colonne est obligatoire.") for name in missing]
    if faults:
        raise BadFile(file.name, faults)
    return names


def _unknown(columns: Columns) -> str:
    return f"colonne inconnue ; attendues : {', '.join(columns)}."


def _folded(cell: str) -> str:
    plain = normalize("NFKD", cell.strip().lower())
    return "_".join("".join(c for c in plain if c.isascii()).replace("'", " ").split())


def _check_width(file: Path, rows: Sequence[Row], width: int) -> None:
    faults = [
        Fault(number, "", "", f"{len(cells)} cellules pour {width} colonnes : vérifiez les séparateurs.")
        for number, cells in rows
        if any(cell.strip() for cell in cells[width:])
    ]
    if faults:
        raise BadFile(file.name, faults)

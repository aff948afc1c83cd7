"""A file in a ZIP: as of an instant, in Paris, readable by all and changed by nobody, whichever system wrote it."""

from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from states.calendar import PARIS

UNIX, READABLE = 3, 0o100444


def entry(name: str, at: datetime, *, packed: bool = False) -> ZipInfo:
    """Its place in the archive; `packed` when its bytes are compressed already."""
    found = ZipInfo(name, at.astimezone(PARIS).timetuple()[:6])
    found.compress_type = ZIP_STORED if packed else ZIP_DEFLATED
    found.create_system, found.external_attr = UNIX, READABLE << 16
    return found

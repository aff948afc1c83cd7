"""The number that identifies a text of the State in its journals: ministry, year, rank, nature."""

import re

NOR = re.compile(r"[A-Z]{4}\d{7}[A-Z]")

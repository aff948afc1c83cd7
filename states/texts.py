"""Free text as it may be kept: within its limit, without control or direction marks."""

import re

from states.refusals import BadField

SHORT, LONG = 300, 20_000
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean_text(label: str, value: object, limit: int, *, lines: bool = False) -> str:
    """A text free of control and direction marks, within its limit; BadField otherwise."""
    text = str(value).replace("\r\n", "\n").strip()
    if _FORBIDDEN.search(text) or (not lines and ("\n" in text or "\r" in text)):
        raise BadField(label, ascii(text)[1:-1], "retirez les sauts de ligne et les caractères de contrôle ou de sens.")
    if len(text) > limit:
        raise BadField(label, f"{text[:40]}…", f"au plus {limit} caractères ({len(text)} reçus).")
    return text

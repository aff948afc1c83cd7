"""A letter in words: its subject on one line, and its text, which is Markdown that reads well as it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from notifications import typography

_GAP = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What the reader sees."""

    subject: str
    text: str


@cache
def environment() -> Environment:
    """Text, not HTML: escaping would spoil links and apostrophes. A name that the context lacks is an error."""
    env = Environment(
        loader=PackageLoader("notifications"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    typography.register(env)
    return env


def rendered(letter: str, variables: Mapping[str, Any], *, bundled: bool = False) -> Rendered:
    """One letter; in a bundle its text alone, since salutation and signature are said once for all."""
    words = dict(variables) | {"bundled": bundled}
    subject, text = (
        environment().get_template(f"{letter}/{part}").render(words) for part in ("subject.txt", "body.md")
    )
    return Rendered(subject=_set(" ".join(subject.split())), text=_set(text))


def _set(text: str) -> str:
    return "\n\n".join(_block(block) for block in _GAP.sub("\n\n", text).strip().split("\n\n"))


@lru_cache(8192)
def _block(block: str) -> str:
    # Greetings, remedies and signatures come back in many letters: each is set once.
    return typography.typo(_SPACES.sub(" ", block))

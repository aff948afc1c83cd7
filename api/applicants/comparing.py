"""Two versions of one part of a file: side by side for the reader, and together, so that no word is lost."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from api.applicants.parts import Part, lines, value_of


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of both versions: the same lines, or those of each."""

    same: bool
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


def stretches(part: Part, theirs: Any, mine: Any) -> list[Stretch]:
    """Both versions, line by line."""
    left, right = lines(part, theirs), lines(part, mine)
    matcher = SequenceMatcher(a=left, b=right, autojunk=False)
    return [Stretch(tag == "equal", tuple(left[a:b]), tuple(right[c:d])) for tag, a, b, c, d in matcher.get_opcodes()]


def together(part: Part, base: Any, theirs: Any, mine: Any) -> Any:
    """What each added, without what either took out of the version that both had read."""
    if part.kind == "text":
        return "\n".join(_merged(*(str(one).split("\n") for one in (base, theirs, mine))))
    if part.kind == "identity":
        return {name: mine[name] if mine[name] != base[name] else theirs[name] for name in theirs}
    return [json.loads(one) for one in _merged(*([_key(line) for line in rows] for rows in (base, theirs, mine)))]


def _key(line: Any) -> str:
    return json.dumps(line, ensure_ascii=False, sort_keys=True)


def _merged(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> list[str]:
    return list(_walk(set(base), theirs, mine))


def _walk(base: set[str], theirs: Sequence[str], mine: Sequence[str]) -> Iterator[str]:
    for tag, a, b, c, d in SequenceMatcher(a=theirs, b=mine, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from theirs[a:b]
        else:
            yield from (line for line in (*theirs[a:b], *mine[c:d]) if line not in base)


def changed(before: dict[str, Any], after: dict[str, Any], parts: Sequence[Part]) -> list[Part]:
    """Parts that are not the same in two versions of the content."""
    return [part for part in parts if value_of(part, before) != value_of(part, after)]

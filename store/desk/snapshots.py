"""Facts to canonical JSON and back: ids, dates and hashes, borrowed fields left out, keys sorted."""

import hashlib
import json
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from pydantic import TypeAdapter

from states.declaration import lifecycle_of
from states.facts import borrowed_fields
from states.lifecycles import LIFECYCLES


@cache
def _left_out(kind: str) -> set[str]:
    facts: Any = LIFECYCLES[kind].facts
    return set(borrowed_fields(facts))


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(LIFECYCLES[kind].facts)


def dump(facts: Any) -> str:
    """Canonical JSON of an object's own facts."""
    kind = lifecycle_of(facts).kind
    return canonical(_adapter(kind).dump_python(facts, mode="json", exclude=_left_out(kind)))


# Facts are frozen, and the same wave or order is read with each of its applications.
@lru_cache(maxsize=512)
def load(kind: str, text: str) -> Any:
    """Facts from their canonical JSON, borrowed fields at their defaults."""
    return _adapter(kind).validate_json(text)


def canonical(value: Any) -> str:
    """JSON with sorted keys and no white space: the same value always gives the same bytes."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def digest(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()

"""What a scenario is made of: dated deeds, outages and expectations. None of them can set a state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An act, at an instant, by an office (`recteur:14`), all those of a role (`recteur:*`), or one (`recteur:?`).

    `on` is the alias of the object; with `creates`, the kind of object that the deed brings into being under that
    alias. `refused` is the code of the guard that must say no. `where` says in the file where the deed stands.
    """

    at: datetime
    by: str
    on: str
    trigger: str
    creates: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    refused: str = ""
    on_paper: date | None = None
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """Between two instants no sweep runs at all."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must hold at an instant (at the end when there is none), and how to say it."""

    what: str
    given: Mapping[str, Any]
    at: datetime | None = None
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Someone named in an office, between two dates."""

    office: str
    given_name: str
    family_name: str
    gender: str
    starts_on: date
    ends_on: date | None = None
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """All of it; deeds in order of time, those of one instant in the order of the file."""

    title: str
    begins: datetime
    ends: datetime
    deeds: tuple[Deed, ...]
    outages: tuple[Outage, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    holders: tuple[Holder, ...] = ()

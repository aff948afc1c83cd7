"""Forms declared as data: a list of fields, from which one template draws labels, hints, errors and inputs."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "email", "textarea", "date", "datetime", "choice", "choices", "office", "document", "number", "bool"
]
RADIOS_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Option:
    """One answer among several; options of the same group stand together."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form; `value` is a tuple for `choices`, and a bool for `bool`."""

    name: str
    label: str
    kind: Kind = "text"
    required: bool = True
    hint: str = ""
    options: tuple[Option, ...] = ()
    value: str | tuple[str, ...] | bool = ""
    error: str = ""

    @property
    def as_radios(self) -> bool:
        return self.kind == "choice" and len(self.options) <= RADIOS_AT_MOST

    @property
    def groups(self) -> list[tuple[str, list[Option]]]:
        """The options by group, in the order in which each group first appears."""
        found: dict[str, list[Option]] = {}
        for option in self.options:
            found.setdefault(option.group, []).append(option)
        return list(found.items())

    def chosen(self, option: Option) -> bool:
        """Whether the option is the value, or one of the values."""
        return option.value in self.value if isinstance(self.value, tuple) else option.value == self.value

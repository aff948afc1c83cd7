"""YAML that knows its lines: every fault names the file, the line, the field, the value and the remedy."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from states.refusals import BadField


class Lined(dict[str, Any]):
    """A mapping that knows where it begins and where each of its keys stands."""

    line: int = 0
    lines: dict[str, int]


class Listed(list[Any]):
    """A list that knows where each of its items stands."""

    lines: list[int]


class _Loader(yaml.BaseLoader):
    """Every scalar stays the text that was written: « 05 » is a code, not a number."""


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Lined:
    found = Lined()
    found.line, found.lines = _line(node), {}
    for key, value in node.value:
        name = loader.construct_object(key)
        if name in found:
            raise yaml.MarkedYAMLError(problem=f"« {name} » est écrit deux fois", problem_mark=key.start_mark)
        found[name] = loader.construct_object(value, deep=True)
        found.lines[name] = _line(key)
    return found


def _sequence(loader: _Loader, node: yaml.SequenceNode) -> Listed:
    found = Listed(loader.construct_object(item, deep=True) for item in node.value)
    found.lines = [_line(item) for item in node.value]
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:seq", _sequence)


def load(path: Path) -> "Page":
    """The page of a file; BadField when it is no YAML."""
    try:
        top = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except UnicodeDecodeError:
        raise BadField("scénario", path.name, "enregistrez le fichier en UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BadField(f"{path.name}, ligne {line}", None, f"ce n’est pas du YAML : {error.problem}.") from None
    return Page(path.name, top)


@dataclass(frozen=True, slots=True)
class Page:
    """What a file holds; everything is read through it, so that every fault says where it is."""

    name: str
    top: Any

    def where(self, line: int) -> str:
        """« essai.yaml, ligne 5 »."""
        return f"{self.name}, ligne {line}"

    def fault(self, given: Lined, field: str, remedy: str) -> BadField:
        """What is wrong with a field."""
        where = self.where(given.lines.get(field, given.line))
        return BadField(f"{where}, {field}" if field else where, given.get(field), remedy)

    def mapping(self, given: Any, line: int, known: Collection[str], needed: Collection[str] = ()) -> Lined:
        """Fields, all of them known, none of the needed ones missing."""
        if not isinstance(given, Lined):
            raise BadField(self.where(line), given, f"attendu : des champs parmi {', '.join(sorted(known))}.")
        for name in given:
            if name not in known:
                raise self.fault(given, name, f"champ inconnu ; attendus : {', '.join(sorted(known))}.")
        for name in needed:
            if not given.get(name):
                raise self.fault(given, name, "ce champ est obligatoire.")
        return given

    def items(self, given: Lined, name: str) -> Iterator[tuple[Any, int]]:
        """Each item of a list with its line; nothing when the field is absent."""
        if name not in given:
            return
        listed = given[name]
        if not isinstance(listed, Listed):
            raise self.fault(given, name, "attendu : une liste, un élément par tiret.")
        yield from zip(listed, listed.lines, strict=True)

    def mappings(self, given: Lined, name: str, known: Collection[str], needed: Collection[str]) -> Iterator[Lined]:
        """Each item of a list of fields."""
        for item, line in self.items(given, name):
            yield self.mapping(item, line, known, needed)

    def read(self, given: Lined, name: str, reader: Callable[[str, Any], Any]) -> Any:
        """A field as a reader understands it; the reader's remedy is kept."""
        try:
            return reader(name, given[name])
        except BadField as fault:
            raise self.fault(given, name, fault.remedy) from None

    def number(self, given: Lined, name: str, default: str = "0") -> float:
        """A number of days, of members, of objects."""
        try:
            return float(given.get(name, default))
        except (TypeError, ValueError):
            raise self.fault(given, name, "écrivez un nombre.") from None

    def word(self, given: Lined, name: str, known: Collection[str], remedy: str) -> str:
        """One of the known words."""
        word = given.get(name, "")
        if not isinstance(word, str) or word not in known:
            raise self.fault(given, name, remedy)
        return word

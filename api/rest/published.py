"""What is published of the interface: an exact OpenAPI document, and the page that people read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from api.errors import PROBLEM

Schema = dict[str, Any]
PREFIX = "#/components/schemas/"


class Application(FastAPI):
    """FastAPI, with refusals declared as what they are: problem details."""

    def openapi(self) -> Schema:
        """The document, made once."""
        if self.openapi_schema is None:
            for answer in _answers(super().openapi()):
                content = answer.get("content", {})
                if _named(content.get("application/json", {}).get("schema", {})) == "Problem":
                    content[PROBLEM] = content.pop("application/json")
        found: Schema = super().openapi()
        return found


def _answers(schema: Schema) -> Iterator[Schema]:
    for path in schema["paths"].values():
        for operation in path.values():
            yield from operation["responses"].values()


def _named(schema: Schema) -> str:
    return str(schema.get("$ref", "")).removeprefix(PREFIX)


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter, or a field of a shape."""

    name: str
    type: str
    required: bool
    told: str
    shapes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What may come back."""

    status: str
    told: str
    shape: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that may be asked."""

    method: str
    path: str
    summary: str
    parameters: tuple[Line, ...]
    body: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a JSON object."""

    name: str
    lines: tuple[Line, ...]


def operations(schema: Schema) -> tuple[Operation, ...]:
    """Everything that may be asked, in the order of the document."""
    found = ((path, method, told) for path, each in schema["paths"].items() for method, told in each.items())
    return tuple(_operation(method, path, told) for path, method, told in found if "summary" in told)


def _operation(method: str, path: str, told: Schema) -> Operation:
    return Operation(
        method=method.upper(),
        path=path,
        summary=told["summary"],
        parameters=tuple(_parameter(one) for one in told.get("parameters", ())),
        body=_shape_of(told.get("requestBody", {})),
        answers=tuple(Answer(status, one["description"], _shape_of(one)) for status, one in told["responses"].items()),
    )


def _parameter(one: Schema) -> Line:
    return Line(one["name"], type_of(one["schema"]), one["required"], one.get("description", ""), ())


def _shape_of(message: Schema) -> str:
    return next((_named(content.get("schema", {})) for content in message.get("content", {}).values()), "")


def shapes(schema: Schema) -> tuple[Shape, ...]:
    """Every JSON object that is sent or comes back."""
    found = schema["components"]["schemas"].items()
    return tuple(Shape(name, _lines(told)) for name, told in found if "properties" in told)


def _lines(told: Schema) -> tuple[Line, ...]:
    required = told.get("required", ())
    return tuple(
        Line(name, type_of(one), name in required, one.get("description", ""), tuple(_refers(one)))
        for name, one in told["properties"].items()
    )


def _refers(schema: Schema) -> Iterator[str]:
    if "$ref" in schema:
        yield _named(schema)
    for inner in (*schema.get("anyOf", ()), schema.get("items", {})):
        yield from _refers(inner) if inner else ()


def type_of(schema: Schema) -> str:
    """A type in words."""
    if "$ref" in schema:
        return _named(schema)
    if "anyOf" in schema:
        return " ou ".join(type_of(inner) for inner in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return ", ".join(f"« {value} »" for value in values if value != "")
    if schema.get("type") == "array":
        return f"liste de {type_of(schema.get('items', {}))}"
    return FORMATS.get(schema.get("format", "")) or TYPES.get(schema.get("type", ""), "valeur JSON")


TYPES = {
    "string": "texte",
    "integer": "nombre entier",
    "number": "nombre",
    "boolean": "oui ou non",
    "object": "objet",
    "null": "rien",
}
FORMATS = {"date": "date", "date-time": "date et heure", "binary": "fichier"}

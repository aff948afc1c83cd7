"""A word of the procedure: a value for machines and its French label for people."""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A value that carries the label an official reads."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label or value
        return word


def counted(number: int, one: str, many: str = "") -> str:
    """A number and what agrees with it: « 1 signature », « 2 signatures », « 2 dossiers attendent »."""
    return f"{number} {one}" if number < 2 else f"{number} {many or f'{one}s'}"

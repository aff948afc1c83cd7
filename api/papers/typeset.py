"""From a template and what it says to a PDF that archives keep and screen readers read."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from typst import Compiler, Fonts

from store.reference import catalogue

HERE = Path(__file__).parent
STANDARDS = ["a-2a", "ua-1"]


@cache
def _fonts() -> Fonts:
    """Only the fonts that come with typst: those of the machine would change the bytes."""
    return Fonts(include_system_fonts=False, include_embedded_fonts=True)


def typeset(template: str, said: Mapping[str, Any], dated: datetime) -> bytes:
    """The PDF; `dated` is the instant of what it tells of, never that of its making."""
    compiler = Compiler(input=str(HERE / template), root=str(HERE), font_paths=_fonts(), ignore_system_fonts=True)
    made = compiler.compile(
        format="pdf",
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
        pdf_standards=STANDARDS,  # type: ignore[arg-type]
        timestamp=dated,
    )
    assert isinstance(made, bytes)
    return made


def territories(kind: str, codes: Iterable[str], day: date) -> str:
    """Territories by the names that they bore that day."""
    return ", ".join(catalogue.territory(f"{kind}:{code}").named_on(day).name for code in codes)

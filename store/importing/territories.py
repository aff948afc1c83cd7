"""Territories as people write them in a file: by code or by name, several in one cell."""

from collections.abc import Callable
from functools import cache

from states.refusals import BadField
from store.importing.lines import many_of
from store.reference import catalogue
from store.reference.records import Kind, side_of


def codes_of(side: Kind) -> Callable[[str], tuple[str, ...]]:
    """« 14|28 » or « Rennes|La Réunion »: the codes, on one side."""
    return many_of(lambda text: _code(side, text))


def _code(side: Kind, text: str) -> str:
    known = _known(side)
    found = known.get(text.zfill(2)) or known.get(text.casefold().replace("'", "’"))
    if found is None:
        raise BadField("territoire", text, f"{side.label} inconnue : « {text} » ; écrivez son code ou son nom.")
    return found


@cache
def _known(side: Kind) -> dict[str, str]:
    """Codes and names; a name that a dead territory shared with a living one means the living one."""
    ours = [known for known in catalogue.territories() if side_of(known.kind) is side]
    ours.sort(key=lambda known: known.valid_to is None)
    names = {naming.name.casefold(): known.code for known in ours for naming in known.names}
    return names | {known.code: known.code for known in ours}

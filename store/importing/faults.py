"""What is wrong in a file: where, what was read, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from states.refusals import BadField, Reason, Refusal

#: Beyond this many, the first ones are enough to see what is wrong with the file.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell or line that cannot be taken over; line 1 is the header."""

    line: int
    column: str
    value: str
    remedy: str

    def __str__(self) -> str:
        where = f"Ligne {self.line}" + (f", colonne « {self.column} »" if self.column else "")
        printable = "".join(c if c.isprintable() else "·" for c in self.value[:60])
        shown = f" : « {printable}{'…' if len(self.value) > 60 else ''} »" if self.value else ""
        return f"{where}{shown} : {self.remedy}"


class BadFile(BadField):
    """Nothing was taken over; each fault is a reason, the sentence shows the first ones."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        Refusal.__init__(self, *(Reason("ligne", str(fault), field=fault.column) for fault in faults))
        self.faults = tuple(faults)
        count = f"{len(faults)} erreurs" if len(faults) > 1 else "une erreur"
        rest = len(faults) - SHOWN
        shown = [f"Rien n’a été repris de « {name} » : {count}.", *(f"  {fault}" for fault in faults[:SHOWN])]
        self.args = ("\n".join(shown + ([f"  … et {rest} de plus."] if rest > 0 else [])),)

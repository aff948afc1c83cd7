"""One family of refusals: each says which guard or field said no, in French, and what would change the answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not: the guard's code, the French sentence, the offices that can lift it, the field or piece concerned."""

    code: str
    sentence: str
    lifted_by: tuple[str, ...] = ()
    field: str = ""


class Refusal(Exception):
    """The rules say no."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(" ".join(reason.sentence for reason in reasons))
        self.reasons = reasons


class Unknown(Refusal):
    """No such object, trigger or office."""


class OutOfOrder(Refusal):
    """The act does not exist from the present state."""


class NotYours(Refusal):
    """The office or the person may not do this act."""


class Blocked(Refusal):
    """The act is yours, but one guard or more is not met."""


class BadField(Refusal):
    """A field of the act is missing or wrong."""

    def __init__(self, field: str, value: object, remedy: str) -> None:
        printable = "".join(c if c.isprintable() else "·" for c in str(value)[:80])
        shown = "" if value is None else f" (reçu : « {printable} »)"
        super().__init__(Reason("champ", f"Champ « {field} »{shown} : {remedy}", field=field))
        self.remedy = remedy


class Conflict(Refusal):
    """Someone else changed the object first."""

"""One letter of a forecast: when it leaves, to whom, about what, why; or why it does not."""

from dataclasses import dataclass
from datetime import datetime

from notifications.naming import letter_label
from notifications.typography import plural, until
from states.words import Word


class Fate(Word):
    """What becomes of a letter in the forecast."""

    LEAVES = "leaves", "part"
    HELD = "held", "retenu"
    MOOT = "moot", "sans objet"
    QUIET = "quiet", "en repos"
    MERGED = "merged", "fondu dans le suivant"
    DROPPED = "dropped", "abandonné"
    UNREACHED = "unreached", "sans destinataire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A letter to one office. `at` is when it leaves or would have left, `mailboxes` those that read for the office,
    `days` its place in a ladder (None for the letter of an act or of a date), `number` its row once it is owed,
    `together` how many reminders share its mail, `held` that a hold keeps it back, or will have kept it for a while."""

    at: datetime
    key: str
    letter: str
    kind: str
    ref: str
    name: str
    office: str
    fate: Fate
    mailboxes: tuple[str, ...] = ()
    due: datetime | None = None
    days: int | None = None
    why: str = ""
    number: int | None = None
    together: int = 1
    held: bool = False

    @property
    def leaves(self) -> bool:
        """Whether it is sent at all."""
        return self.fate is Fate.LEAVES

    @property
    def title(self) -> str:
        """What it tells of: an act, a date, or its place around a deadline."""
        return letter_label(self.letter, self.days)

    @property
    def reason(self) -> str:
        """Why it leaves, or does not, in a sentence."""
        due = f"Échéance : {until(self.due)}." if self.due and self.days is not None else ""
        shared = f"Groupé dans un courriel de {plural(self.together, 'rappel')}." if self.together > 1 else ""
        return " ".join(part for part in (self.why, due, shared) if part)

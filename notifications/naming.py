"""What a letter is called by those who look for it: the act that sends it, or its place around a deadline."""

from notifications import typography
from states.declaration import Rank
from states.letters import told_of

OTHER_LETTER = "Information"


def letter_label(letter: str, days: int | None) -> str:
    """A letter by what it tells of; `days` is its place in a ladder, None for the letter of an act or of a date."""
    for rank in Rank:
        if letter.endswith(f"_{rank.value}") and days is not None:
            return _reminder(rank, days)
    return told_of(letter) or OTHER_LETTER


def _reminder(rank: Rank, days: int) -> str:
    told = {
        Rank.BEFORE: f"Rappel, {typography.plural(-days, 'jour')} avant l’échéance",
        Rank.DUE: "Rappel le jour de l’échéance",
        Rank.AFTER: f"Relance, {typography.plural(days, 'jour')} après l’échéance",
        Rank.ESCALATION: "Signalement à l’autorité supérieure",
    }
    return told[rank]

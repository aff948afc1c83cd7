"""What follows from a move in its own transaction: labels are born, dependants look again, joins move them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from states.label.lifecycle import LABEL
from states.label.words import Trigger
from states.machine import THE_SYSTEM, Outcome, fire
from states.settle import join, settle
from store.desk.actors import Paper
from store.desk.borrowing import surroundings
from store.desk.dependants import wake_dependants
from store.desk.inserting import insert_row
from store.desk.loading import Loaded, load, load_all
from store.desk.references import next_reference
from store.desk.renaming import rename
from store.desk.writing import Written, write


def write_all(
    session: Session,
    loaded: Loaded,
    outcomes: Sequence[Outcome],
    at: datetime,
    cause: int | None = None,
    paper: Paper | None = None,
) -> Written:
    """Write what was decided of one object, and all that follows from it elsewhere."""
    written = write(session, loaded, outcomes, at, cause, paper)
    rename(session, loaded.kind, outcomes)
    for outcome in outcomes:
        for facts in outcome.births:
            _bear(session, loaded, facts, outcome, at, written.event)
    _ripple(session, loaded, written, at)
    return written


def _bear(session: Session, parent: Loaded, facts: Any, outcome: Outcome, at: datetime, cause: int) -> None:
    """A label, which may take effect at once."""
    ref = next_reference(session, "label", outcome.legal_date.year)
    born = replace(facts, ref=ref, **surroundings(at))
    row = insert_row(session, "label", born, parent.row["name"], fictitious=parent.row["fictitious"])
    done = [fire(LABEL, born, Trigger.BIRTH, actor=THE_SYSTEM, at=outcome.at)]
    done += settle(done[-1].after, at)
    write_all(session, Loaded("label", row, born), done, at, cause)


def _ripple(session: Session, loaded: Loaded, written: Written, at: datetime) -> None:
    for kind, refs in wake_dependants(session, loaded.kind, loaded.facts, written.facts, at):
        # Most of them stay where they are; one that moves is read again, as one before it may have changed it.
        for ref in [one.facts.ref for one in load_all(session, kind, refs, at) if join(one.facts, at)]:
            other = load(session, kind, ref, at, lock=True, choices=False)
            moved = join(other.facts, at)
            if moved:
                write_all(session, other, moved, at, written.event)

"""The trace of a signature, the same for a presentation, an order or a decision."""

from states.facts import Signature
from states.machine import Move


def signature(move: Move, facts_round: int, content_hash: str) -> Signature:
    """The row that a signature leaves."""
    return Signature(
        round=facts_round,
        office=move.actor.office,
        person=move.actor.person,
        quality=move.actor.quality,
        content_hash=content_hash,
        at=move.at,
        legal_date=move.day,
        on_paper=bool(move.actor.registrar),
        delegation=move.actor.delegation,
    )

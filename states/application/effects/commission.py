"""What the commission changes."""

from dataclasses import replace
from typing import Any

from states.application.facts import ApplicationFacts, CommissionOpinion, Reservations
from states.application.words import Sense
from states.machine import Move


def scheduled(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """On the agenda of a session, which now carries it."""
    session = next(s for s in facts.open_sessions if s.ref == move.payload["session"])
    return {"session_ref": session.ref, "session": session}


def taken_off(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """Off the agenda."""
    return {"session_ref": "", "session": None}


def adjourned(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """Once more."""
    return {"adjournments": facts.adjournments + 1} | taken_off(facts, move)


def rendered(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The vote, the sense, and what is proposed: category and term."""
    given = move.payload
    opinion = CommissionOpinion(
        sense=given["sense"],
        category=given["category"] or facts.category,
        months=given["months"] or facts.rules.default_months,
        session=facts.session_ref,
        votes_for=given["votes_for"],
        votes_against=given["votes_against"],
        abstentions=given["abstentions"],
        chair_decided=given["chair_decided"],
    )
    return {"opinion": opinion, "reservations": None, "decisions": ()}


def voided(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The vote in which a member with an interest took part is void, and all that it led to."""
    recused = tuple(dict.fromkeys((*facts.recused, move.payload["member"])))
    return {"recused": recused, "opinion": None, "reservations": None, "decisions": (), "cnee_document": ""}


def reserved(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """Numbered reservations with a date."""
    return {"reservations": Reservations(count=len(move.payload["items"]), due=move.payload["due"])}


def reservations_answered(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The sponsors have replied; the rapporteur and the chair look."""
    assert facts.reservations is not None
    return {"reservations": replace(facts.reservations, answered_on=move.day), "date_set_at": move.at}


def lifted(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The opinion becomes favourable."""
    return _sense(facts, Sense.FAVOURABLE)


def kept(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The opinion becomes unfavourable, by an explicit act."""
    return _sense(facts, Sense.UNFAVOURABLE)


def _sense(facts: ApplicationFacts, sense: Sense) -> dict[str, Any]:
    assert facts.opinion is not None
    return {"opinion": replace(facts.opinion, sense=sense)}


def second_look(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """Back before the commission, once."""
    return {"second_looks": facts.second_looks + 1, "decisions": ()} | taken_off(facts, move)


def cnee_attached(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The CNEE's opinion, by hash."""
    return {"cnee_document": move.payload["document"]}

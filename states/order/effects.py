"""What each act changes in an order."""

from typing import Any

from states.machine import Move
from states.order.facts import OrderFacts
from states.signing import signature


def opened(facts: OrderFacts, move: Move) -> dict[str, Any]:
    """A new round opens on this text: what was signed before it falls."""
    named = tuple(sorted(item.ref for item in facts.items))
    return {"round": facts.round + 1, "content_hash": move.payload["document"], "contested": (), "named": named}


def signed(facts: OrderFacts, move: Move) -> dict[str, Any]:
    """One more minister has signed."""
    return {"signatures": (*facts.signatures, signature(move, facts.round, facts.content_hash))}


def visa_given(facts: OrderFacts, move: Move) -> dict[str, Any]:
    """A cabinet has seen it; this signs nothing."""
    return {"visas": (*facts.visas, signature(move, facts.round, facts.content_hash))}


def contested(facts: OrderFacts, move: Move) -> dict[str, Any]:
    """These applications go to arbitration."""
    named = move.payload["applications"] or tuple(item.ref for item in facts.items)
    return {"contested": tuple(sorted({*facts.contested, *named}))}


def published(facts: OrderFacts, move: Move) -> dict[str, Any]:
    """Its references, and its date of effect: the last signature unless the order says otherwise."""
    given = move.payload
    effective = given["effective_from"] or facts.signed_on
    named = {name: given[name] for name in ("nor", "journal", "published_on")}
    return named | {"effective_from": effective}


def annulled(facts: OrderFacts, move: Move) -> dict[str, Any]:
    """For every application that it names."""
    return {"struck": tuple(sorted({*facts.named, *(item.ref for item in facts.items)}))}


def annulled_in_part(facts: OrderFacts, move: Move) -> dict[str, Any]:
    """For these applications; the order stands for the others."""
    return {"struck": tuple(sorted({*facts.struck, *move.payload["applications"]}))}


def corrected(facts: OrderFacts, move: Move) -> dict[str, Any]:
    """The corrigendum is attached; the original stands."""
    return {"corrigenda": (*facts.corrigenda, move.payload["document"])}

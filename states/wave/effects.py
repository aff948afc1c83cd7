"""What each act changes in a wave."""

from typing import Any

from states.editions import edition
from states.machine import Move
from states.wave.facts import EditionChange, Outage, WaveFacts

AMENDABLE = ("opens_at", "questions_close_at", "closes_at", "session_on", "target_decision_on", "max_per_academie")
CHOSEN = ("late_policy", "resolution_due", "silence_text")


def amended(facts: WaveFacts, move: Move) -> dict[str, Any]:
    """Only what was given changes."""
    given = {name: move.payload[name] for name in AMENDABLE if move.payload[name] is not None}
    given |= {name: move.payload[name] for name in CHOSEN if move.payload[name]}
    if move.payload["edition"]:
        given["edition"] = edition(move.payload["edition"]).code
    moved = {"closing_set_at": move.at} if "closes_at" in given else {}
    return given | moved | {"date_set_at": move.at}


def published(facts: WaveFacts, move: Move) -> dict[str, Any]:
    """Its references, and the day it became public."""
    return {"nor": move.payload["nor"], "bulletin": move.payload["bulletin"], "published_on": move.day}


def extended(facts: WaveFacts, move: Move) -> dict[str, Any]:
    """A later closing for all: the old reminders fall, new ones follow the new date."""
    moved = {"closes_at": move.payload["closes_at"], "closing_set_at": move.at, "date_set_at": move.at}
    session, decision = move.payload["session_on"], move.payload["target_decision_on"]
    return moved | ({"session_on": session} if session else {}) | ({"target_decision_on": decision} if decision else {})


def outage_recorded(facts: WaveFacts, move: Move) -> dict[str, Any]:
    """The files begun before its end close later; the call itself closes when it was to."""
    given = {name: move.payload[name] for name in ("started_at", "ended_at", "closes_at")}
    return {"outages": (*facts.outages, Outage(**given, recorded_at=move.at))}


def edition_changed(facts: WaveFacts, move: Move) -> dict[str, Any]:
    """From that day the applications of the wave follow the other edition."""
    change = EditionChange(on=move.payload["on"], edition=edition(move.payload["edition"]).code)
    kept = tuple(c for c in facts.edition_changes if c.on != change.on)
    return {"edition_changes": tuple(sorted((*kept, change), key=lambda c: c.on))}

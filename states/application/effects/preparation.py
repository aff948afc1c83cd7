"""What preparing, signing and filing change."""

from datetime import date
from typing import Any

from states.application.facts import ApplicationFacts, ConsultativeOpinion, Resolution
from states.application.words import BodyOpinion, State
from states.calendar import add
from states.editions import PartnerKind, edition_in_force
from states.facts import Acknowledgement, Disagreement, Signature
from states.machine import Move
from states.roles import scope_of
from states.signing import signature


def created(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The draft begins now; outside a wave it takes the edition in force and closes when its label's file is due."""
    if facts.wave is not None:
        return {"created_at": move.at}
    rules = edition_in_force(move.day)
    closing = min(add(label.expires_on, rules.renewal_due) for label in facts.parents)
    return {"created_at": move.at, "edition": rules.code, "closes_on": closing}


def edited(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """Only what was given changes; the hash is that of the content as stored."""
    given = move.payload
    changes: dict[str, Any] = {"content_hash": given["content_hash"] or facts.content_hash}
    if given["sections"] is not None:
        written = {code for code, text in given["sections"].items() if text}
        emptied = {code for code, text in given["sections"].items() if not text}
        changes["sections"] = tuple(sorted((set(facts.sections) | written) - emptied))
    if given["partners"] is not None:
        changes["partners"] = tuple(sorted(PartnerKind(one["kind"]) for one in given["partners"]))
    kept = {name: given[name] for name in ("sector", "support", "category") if given[name]}
    return changes | kept


def frozen(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """A new round opens on the present content."""
    return {"round": facts.round + 1, "refused_by": ()}


def signed(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """One more signature on the frozen content."""
    return {
        "signatures": (*facts.signatures, signature(move, facts.round, facts.content_hash)),
        "disagreements": _agreed(facts, move.actor.office),
    }


def unsigned(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The office's signature of this round goes."""
    return {"signatures": without_office(facts, move.actor.office)}


def without_office(facts: ApplicationFacts, office: str) -> tuple[Signature, ...]:
    """Signatures of the application less one office's in the present round."""
    return tuple(s for s in facts.signatures if not (s.office == office and s.round == facts.round))


def refused_to_sign(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The refusal is kept: it is why the joint signature is missing."""
    return {"refused_by": (*facts.refused_by, move.actor.office)}


def _agreed(facts: ApplicationFacts, office: str) -> tuple[Disagreement, ...]:
    """The disagreements that stand once that office has none."""
    return tuple(one for one in facts.disagreements if one.office != office)


def disagreed(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """It stands beside the signatures, and the reminders to that office rest until the day it gave."""
    office, until = move.actor.office, move.payload["until"]
    resting = tuple(one for one in facts.acknowledgements if one.office != office)
    stated = Disagreement(office=office, round=facts.round, until=until)
    return {
        "disagreements": (*_agreed(facts, office), stated),
        "acknowledgements": (*resting, Acknowledgement(office=office, until=until)),
    }


def resolved(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The region's deliberation, by date and hash."""
    given = move.payload
    added = Resolution(
        region=scope_of(move.actor.office),
        dated=given["dated"],
        executory=given["executory"],
        document=given["document"],
    )
    others = tuple(r for r in facts.resolutions if r.region != added.region)
    return {"resolutions": (*others, added)}


def advised(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """A CAEN or a CREFOP has answered."""
    return {"opinions": (*facts.opinions, _opinion(move.actor.office, BodyOpinion(move.payload["sense"]), move))}


def opinion_waived(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """One goes on without the opinion of that body, with a reason."""
    return {"opinions": (*facts.opinions, _opinion(move.payload["office"], BodyOpinion.WAIVED, move))}


def _opinion(office: str, sense: BodyOpinion, move: Move) -> ConsultativeOpinion:
    dated: date = move.payload.get("dated") or move.day
    return ConsultativeOpinion(office=office, sense=sense, dated=dated, document=move.payload.get("document") or "")


def filed(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """Received with its last signature: that instant is what counts."""
    return {"submitted_at": facts.complete_at(move.at)}


def filed_late(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """Received late, and accepted on the record."""
    return {"submitted_at": move.at, "late": True}


def merged_into(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """The other draft goes on; this one keeps its own trail."""
    return {"previous": move.payload["into"]}


def lapsed(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """Where it stood is kept: an outage found over the closing puts it there again."""
    return {"lapsed_from": State(facts.state)}


def revived(facts: ApplicationFacts, move: Move) -> dict[str, Any]:
    """It goes on as it was, signatures included."""
    return {"lapsed_from": None}

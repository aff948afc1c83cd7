"""The signature panel of a file: who must sign, asked, seen, signed or to sign again, and what an edit would void."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from notifications import typography
from states.application.audiences import standing_in
from states.application.completeness import Party, parties
from states.application.effects.succession import last_succession
from states.application.facts import ApplicationFacts, Succession
from states.application.words import State, Trigger
from states.facts import Signature
from states.words import Word
from store import drafting
from store.board.names import Names, title_of
from store.board.sight import Sight

#: Acts of the joint presentation, in the order in which they are offered; after them one comes back to the panel.
ACTS = (
    Trigger.SIGN,
    Trigger.RESTORE_SUPPORT,
    Trigger.CONFIRM_SUPPORT,
    Trigger.REQUEST_SIGNATURES,
    Trigger.ATTACH_RESOLUTION,
    Trigger.GIVE_OPINION,
    Trigger.STATE_DISAGREEMENT,
    Trigger.EDIT_AFTER_SIGNATURE,
    Trigger.UNSIGN,
    Trigger.REFUSE_SIGNATURE,
    Trigger.WITHDRAW_SUPPORT,
    Trigger.WITHDRAW,
)


class Standing(Word):
    SIGNED = "signed", "Signé"
    AGAIN = "again", "À signer de nouveau"
    DISAGREES = "disagrees", "Désaccord motivé"
    REFUSED = "refused", "A refusé de signer"
    ASKED = "asked", "Signature demandée"
    NOT_ASKED = "not_asked", "Pas encore demandée"


TONES = {
    Standing.SIGNED: "success",
    Standing.AGAIN: "warning",
    Standing.DISAGREES: "warning",
    Standing.REFUSED: "error",
    Standing.ASKED: "info",
    Standing.NOT_ASKED: "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One expected signature: whose, how it stands, and what its party joins to it."""

    office: str
    title: str
    holder: str
    standing: Standing
    asked: datetime | None
    seen: datetime | None
    signature: Signature | None
    how: str
    until: date | None
    pieces: tuple[str, ...]

    @property
    def tone(self) -> str:
        return TONES[self.standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Every seat, what is missing, and the signatures that an edit would void."""

    seats: tuple[Seat, ...]
    missing: tuple[str, ...]
    voided: tuple[str, ...]
    hash: str


def panel(session: Session, sight: Sight, names: Names) -> Panel:
    """The panel of an application as it stands."""
    facts: ApplicationFacts = sight.facts
    seen = drafting.readers(session, sight.ref)
    seats = tuple(_seat(party, facts, names, _asked(sight), seen) for party in parties(facts))
    given = [seat for seat in seats if seat.standing is Standing.SIGNED]
    frozen = facts.state is State.JOINT_SIGNATURE
    return Panel(
        seats=seats,
        missing=tuple(seat.title for seat in seats if seat not in given),
        voided=tuple(_told(seat) for seat in given) if frozen else (),
        hash=facts.content_hash,
    )


def _told(seat: Seat) -> str:
    assert seat.signature is not None
    return f"{seat.title} (signé le {typography.day(seat.signature.legal_date)})"


def _asked(sight: Sight) -> datetime | None:
    """When the present round was opened."""
    asked = (event["at"] for event in sight.events if event["trigger"] == Trigger.REQUEST_SIGNATURES)
    return next(asked, None) if sight.facts.state is not State.DRAFT else None


def _seat(
    party: Party, facts: ApplicationFacts, names: Names, asked: datetime | None, seen: Mapping[str, datetime]
) -> Seat:
    office = party.signatory
    given = next((one for one in facts.valid_signatures if one.office == office), None)
    given = given if facts.state is not State.DRAFT else None
    holder = names.holders.get(office)
    read = seen.get(holder.id) if holder else None
    signed = names.person(given.person, office) if given else ""
    # Whoever signed and has left is not called as whoever holds the office now.
    left = given is not None and not (holder and holder.id == given.person)
    return Seat(
        office=office,
        title=title_of(office, names.day) if left else names.title(office),
        holder=signed or names.holder(office) or "vacant",
        standing=_standing(office, facts, given),
        asked=asked,
        seen=read if read and asked and read >= asked else None,
        signature=given,
        how=_how(given),
        until=next((one.until for one in facts.disagreements if one.office == office), None),
        pieces=tuple(_pieces(party, facts)),
    )


def _standing(office: str, facts: ApplicationFacts, given: Signature | None) -> Standing:
    if given:
        return Standing.SIGNED
    if any(one.office == office and one.round == facts.round for one in facts.disagreements):
        return Standing.DISAGREES
    if facts.state is State.DRAFT and office in facts.refused_by:
        return Standing.REFUSED
    if any(one.office == office for one in facts.signatures):
        return Standing.AGAIN
    return Standing.NOT_ASKED if facts.state is State.DRAFT else Standing.ASKED


def _how(given: Signature | None) -> str:
    if given is None:
        return ""
    return f"{given.quality.label}, sur papier" if given.on_paper else str(given.quality.label)


def _pieces(party: Party, facts: ApplicationFacts) -> Sequence[str]:
    """The deliberation of a région, the word of its new presidency, and the opinion of the body consulted."""
    scope = party.signatory.partition(":")[2]
    found = []
    if party.signatory.startswith("region_president"):
        held = next((one for one in facts.resolutions if one.region == scope), None)
        found.append(_resolution(held.dated, held.executory) if held else "Délibération : à joindre")
        new = last_succession(facts, standing_in(facts, party.signatory))
        found += [_succession(new)] if new else []
    if party.body:
        opinion = next((one for one in facts.opinions if one.office == party.body), None)
        name = party.body.partition(":")[0].upper()
        dated = f"{opinion.sense.label}, {typography.day(opinion.dated)}" if opinion else "attendu"
        found.append(f"Avis du {name} : {dated}")
    return found


def _succession(new: Succession) -> str:
    confirmed = f"confirmé le {typography.day(new.confirmed_on)}" if new.confirmed_on else "pas encore confirmé"
    return f"Nouvelle présidence depuis le {typography.day(new.since)}, soutien {confirmed}"


def _resolution(dated: date, executory: bool) -> str:
    return f"Délibération du {typography.day(dated)}{'' if executory else ', pas encore exécutoire'}"

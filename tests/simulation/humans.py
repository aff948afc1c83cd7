"""What the humans of the simulation intend, stage by stage: which act, of which office, after which random delay."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.simulation.things import BUREAU, GRANTORS, HEAD, SECRETARY, Thing

RAPPORTEURS = tuple(f"rapporteur:{number:02d}" for number in range(1, 9))


@dataclass(frozen=True, slots=True)
class Intent:
    """An act that someone means to do in so many days, if the object is still at the same stage by then."""

    days: int
    trigger: str
    office: str
    given: dict[str, Any] = field(default_factory=dict)


Plan = Callable[[Random, Thing, str], Iterator[Intent]]


def intents(rng: Random, thing: Thing, document: str) -> list[Intent]:
    """What is meant when an object enters its stage."""
    plan = _PLANS.get(thing.stage)
    return list(plan(rng, thing, document)) if plan else []


def _draft(rng: Random, one: Thing, document: str) -> Iterator[Intent]:
    if rng.random() < 0.85 or one.round:
        wait = rng.randint(2, 20) if one.round else rng.randint(5, 80)
        yield Intent(wait, "request_signatures", rng.choice(one.services))
    yield from _answer(rng, one.services)


def _signature(rng: Random, one: Thing, document: str) -> Iterator[Intent]:
    for office in one.sponsors:
        if rng.random() < 0.9:
            yield Intent(rng.randint(2, 35), "sign", office)
    for office in one.consulted:
        yield Intent(rng.randint(2, 30), "give_opinion", office, {"sense": "favourable"})
    if rng.random() < 0.08 and one.wave:
        trigger = rng.choice(("edit_after_signature", "refuse_signature"))
        yield Intent(rng.randint(1, 20), trigger, rng.choice(one.sponsors), {"reason": "Motif"})
    if one.wave is None or one.wave.takes_late:
        yield Intent(rng.randint(40, 60), "submit_late", HEAD, {"reason": "Motif"})
    yield from _answer(rng, one.sponsors)


def _answer(rng: Random, offices: tuple[str, ...]) -> Iterator[Intent]:
    """« Pris en compte, je réponds le … »"""
    if rng.random() < 0.1:
        yield Intent(rng.randint(1, 120), "acknowledge", rng.choice(offices), {"answer_on": rng.randint(1, 10)})


def _submitted(rng: Random, one: Thing, document: str) -> Iterator[Intent]:
    yield Intent(rng.randint(1, 30), "start_admissibility", BUREAU)
    if rng.random() < 0.1:
        yield Intent(rng.randint(1, 10), "extend", HEAD, {"due": rng.randint(25, 40), "reason": "Motif"})
    yield from _answer(rng, (BUREAU,))


def _admissibility(rng: Random, one: Thing, document: str) -> Iterator[Intent]:
    if one.parent:
        return
    chance = rng.random()
    if chance < 0.12 and not one.days_left:
        yield Intent(rng.randint(1, 20), "request_completion", BUREAU, {"items": ["Budget"]})
    elif chance < 0.93:
        for minister in GRANTORS:
            given = {"reason": "Motif", "document": document}
            yield Intent(rng.randint(1, 25), "sign_inadmissibility", minister, given)
    else:
        yield Intent(rng.randint(1, 30), "declare_admissible", BUREAU)


def _incomplete(rng: Random, one: Thing, document: str) -> Iterator[Intent]:
    given = {"item": "1", "document": document}
    yield Intent(rng.randint(2, 35), "supply_item", rng.choice(one.services), given)


def _admissible(rng: Random, one: Thing, document: str) -> Iterator[Intent]:
    pair = rng.sample(RAPPORTEURS, 2)
    yield Intent(rng.randint(1, 25), "assign_rapporteurs", SECRETARY, {"rapporteurs": pair})


def _review(rng: Random, one: Thing, document: str) -> Iterator[Intent]:
    for office in one.pending:
        score = {"score": 15} if office in RAPPORTEURS else {}
        yield Intent(rng.randint(3, 48), "deliver_report", office, {"document": document, **score})


def _opinion(rng: Random, one: Thing, document: str) -> Iterator[Intent]:
    if one.favourable:
        return
    for minister in GRANTORS:
        yield Intent(rng.randint(5, 40), "sign_refusal", minister, {"reason": "Motif", "document": document})


def _minutes(trigger: str, office: str) -> Plan:
    def plan(rng: Random, session: Thing, document: str) -> Iterator[Intent]:
        given = {"document": document} if trigger == "draft_minutes" else {}
        yield Intent(rng.randint(1, 16), trigger, office, given)

    return plan


def _order(trigger: str, office: str) -> Plan:
    def plan(rng: Random, order: Thing, document: str) -> Iterator[Intent]:
        given = {"document": document} if trigger == "open_signature" else {}
        yield Intent(rng.randint(1, 22), trigger, office, given)

    return plan


def _ministers(rng: Random, order: Thing, document: str) -> Iterator[Intent]:
    for minister in GRANTORS:
        yield Intent(rng.randint(2, 45), "sign", minister, {"document": document})


def _publication(rng: Random, order: Thing, document: str) -> Iterator[Intent]:
    yield Intent(rng.randint(1, 20), "publish", BUREAU, {"nor": "MENE1700123A", "journal": "BO"})


def _active(rng: Random, label: Thing, document: str) -> Iterator[Intent]:
    if rng.random() < 0.5:
        yield Intent(rng.randint(640, 770), "file_mid_term_report", rng.choice(label.services), {"document": document})


def _renewal(rng: Random, label: Thing, document: str) -> Iterator[Intent]:
    if rng.random() < 0.4:
        yield Intent(rng.randint(10, 120), "renew", label.services[0])
    yield from _answer(rng, label.services)


_PLANS: dict[str, Plan] = {
    "application/draft": _draft,
    "application/joint_signature": _signature,
    "application/submitted": _submitted,
    "application/admissibility": _admissibility,
    "application/incomplete": _incomplete,
    "application/admissible": _admissible,
    "application/under_review": _review,
    "application/opinion_rendered": _opinion,
    "session/closed": _minutes("draft_minutes", SECRETARY),
    "session/minutes_draft": _minutes("sign_minutes", "commission_chair"),
    "order/drafting": _order("send_to_legal_check", BUREAU),
    "order/legal_check": _order("open_signature", HEAD),
    "order/in_signature": _ministers,
    "order/signed": _publication,
    "label/active": _active,
    "label/renewal_open": _renewal,
}

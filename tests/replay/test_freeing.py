"""Each stuck application of the furnished database is freed by the acts that its own page proposes."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlmodel import Session

from notifications.composing.reaching import reachable_again
from replay.filling import Occasion, filled
from replay.people import People
from states.calendar import paris_day
from states.diagnosis import Cause, diagnosis
from states.offers import Offer, open_acts
from store.desk import desk
from store.desk.kinds import TABLES
from store.desk.loading import load
from store.people.directory import set_mailbox
from store.session import reading, transaction

APPLICATION = TABLES["application"].c
#: Acts that say something of the wait without ending it.
WORDS_ONLY = {"remind", "acknowledge", "extend"}
#: The longest way: an order goes back to its four ministers, who all sign.
MOST_ACTS = 8


class TakenBack(Exception):
    """Ends a transaction of which nothing is kept."""


@contextmanager
def _taken_back(engine: Engine) -> Iterator[Session]:
    with suppress(TakenBack), transaction(engine) as session:
        yield session
        raise TakenBack


def _stuck(engine: Engine) -> list[tuple[str, str]]:
    query = select(APPLICATION.ref, APPLICATION.stuck_cause).where(APPLICATION.stuck_cause.is_not(None))
    with reading(engine) as session:
        return [(ref, cause) for ref, cause in session.execute(query.order_by(APPLICATION.ref))]


def _proposed(session: Session, ref: str, at: datetime) -> tuple[str, Any, Offer]:
    """The first act, from mild to strong, that the page offers or names as what lifts a missing condition."""
    facts = load(session, "application", ref, at).facts
    found = diagnosis(facts, at)
    lifting = [name for condition in found.conditions if condition.met is False for name in condition.guard.lifts]
    forward = f"application.{found.forward.trigger.value}" if found.forward else ""
    useful = [offer for offer in found.frees if offer.step.trigger.value not in WORDS_ONLY]
    for offer in useful:
        if f"application.{offer.step.trigger.value}" in {forward, *lifting}:
            return "application", facts, offer
    for name in lifting:
        kind, _, trigger = name.partition(".")
        carrier = {"order": facts.order_ref, "session": facts.session_ref}.get(kind)
        if carrier:
            above = load(session, kind, carrier, at).facts
            for offer in open_acts(above, at):
                if offer.step.trigger.value == trigger and offer.possible:
                    return kind, above, offer
    return "application", facts, useful[0]


def _perform(session: Session, kind: str, facts: Any, offer: Offer, at: datetime) -> None:
    office = offer.offices[0]
    given = {"reason": "Motif de la décision."} if any(ask.name == "reason" for ask in offer.step.asks) else {}
    person = People().holder(session, office, at, paris_day(at))
    occasion = Occasion(session=session, ref=facts.ref, look=lambda: facts, office=office, at=at)
    payload = filled(occasion, offer.step, given)
    desk.act(session, kind, facts.ref, offer.step.trigger.value, person=person, office=office, at=at, payload=payload)


def _is_stuck(session: Session, ref: str, at: datetime) -> bool:
    return diagnosis(load(session, "application", ref, at).facts, at).stuck is not None


def test_each_stuck_application_is_freed_by_the_acts_that_its_page_proposes(furnished: Engine, at: datetime) -> None:
    found = [(ref, cause) for ref, cause in _stuck(furnished) if cause != Cause.TECHNICAL.value]
    assert len(found) >= 12
    for ref, _ in found:
        with _taken_back(furnished) as session:
            done: list[str] = []
            while _is_stuck(session, ref, at) and len(done) < MOST_ACTS:
                kind, facts, offer = _proposed(session, ref, at)
                _perform(session, kind, facts, offer, at)
                done.append(f"{kind}.{offer.step.trigger.value} {offer.offices[0]}")
            assert not _is_stuck(session, ref, at), (ref, done)


def test_a_technical_obstacle_goes_with_what_its_sentence_asks(furnished: Engine, at: datetime) -> None:
    found = [ref for ref, cause in _stuck(furnished) if cause == Cause.TECHNICAL.value]
    assert found
    for ref in found:
        with _taken_back(furnished) as session:
            facts = load(session, "application", ref, at).facts
            for trouble in facts.troubles:
                assert "Indiquez une boîte fonctionnelle" in trouble.words
                set_mailbox(session, trouble.office, "crefop.retrouve@region.example", at)
            reachable_again(session, "application", ref, at)
            left = diagnosis(load(session, "application", ref, at).facts, at).stuck
            assert left is None or left.cause is not Cause.TECHNICAL


def test_what_was_tried_is_taken_back(furnished: Engine, at: datetime) -> None:
    before = _stuck(furnished)
    with _taken_back(furnished) as session:
        kind, facts, offer = _proposed(session, before[0][0], at)
        _perform(session, kind, facts, offer, at)
    assert _stuck(furnished) == before

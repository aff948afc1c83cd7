"""For each letter, the situations in which it is owed: real facts in the states of the declaration, real titles."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from notifications.wording.context import ActDone, Addressee, Born, Contact, Item, LetterContext
from notifications.wording.titles import salutation, with_article
from states.application.words import State as ApplicationState
from states.deadlines import awaited, due_at
from states.declaration import AskKind, Nature, Rank, Stage, Step
from states.editions import edition
from states.facts import Quality, Reminded
from states.letters import ranks
from states.lifecycles import LIFECYCLES
from states.machine import targets
from states.order.words import Trigger as OrderTrigger
from store.reference.records import Gender
from tests.notifications.objects import AT, COMPLETED, DAY, FACTS, LABEL, ORDER, TODAY

GENDERS: tuple[Gender, ...] = ("f", "m", "")
WRITTEN = {AskKind.TEXT, AskKind.LONG_TEXT, AskKind.LABELS}
#: An act done in place may come after its stage's deadline.
OVERDUE = AT - DAY
#: Joins whose letter carries the reasons of the signatures that made them.
DECIDED = {"application/declare_inadmissible", "application/refuse"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A letter, the office it is written to, and what its template is given."""

    letter: str
    office: str
    told: LetterContext
    step: Step | None = None
    rank: Rank | None = None


NAMES = {
    "application": "Propulsions, matériaux et systèmes embarqués",
    "wave": "Campagne 2026",
    "session": "Séance de juin",
    "order": "Arrêté fixant la liste des campus",
    "label": "Propulsions, matériaux et systèmes embarqués",
}


def situations() -> Iterator[Situation]:
    """Every situation of every letter."""
    for kind, lifecycle in LIFECYCLES.items():
        for step in lifecycle.steps:
            yield from _of_acts(kind, step)
        for stage in lifecycle.stages:
            yield from _of_reminders(kind, stage)


def _of_acts(kind: str, step: Step) -> Iterator[Situation]:
    landings = dict.fromkeys(state for source in step.sources for state in targets(LIFECYCLES[kind], step, source))
    bases = (*FACTS[kind], COMPLETED) if kind == "application" else FACTS[kind]
    if step.trigger is OrderTrigger.CONTEST:
        bases = tuple(base for base in bases if base.contested)
    for tell, state, base, gender, generous in product(step.tell, landings, bases, GENDERS, (True, False)):
        facts, letter = _chased(_in_state(base, state)), f"{kind}/{tell.letter}"
        for office in tell.to.of(facts)[:2]:
            told = _told(kind, facts, office, gender, _act(letter, step, gender, generous))
            yield Situation(letter=letter, office=office, told=told, step=step)
            if state in step.sources and told.due and gender:
                yield Situation(letter=letter, office=office, told=replace(told, due=OVERDUE), step=step)


def _chased(facts: Any) -> Any:
    """Whoever is awaited has just been reminded by hand."""
    return replace(facts, reminded=tuple(Reminded(office=office, at=AT) for office in awaited(facts)))


def _of_reminders(kind: str, stage: Stage) -> Iterator[Situation]:
    for rank, base, gender in product(ranks(stage), FACTS[kind], GENDERS):
        facts = _in_state(base, stage.state)
        waiting = awaited(facts) if due_at(facts) else ()
        above = tuple(office for audience in stage.escalates_to for office in audience.of(facts))
        for office in (above if waiting and rank is Rank.ESCALATION else waiting)[:3]:
            concerns = waiting[0] if rank is Rank.ESCALATION else office
            told = replace(
                _told(kind, facts, office, gender, None),
                days=_DAYS[rank],
                awaited=with_article(concerns, TODAY, gender),
            )
            yield Situation(letter=f"{kind}/{stage.state.value}_{rank.value}", office=office, told=told, rank=rank)


_DAYS = {Rank.BEFORE: -7, Rank.DUE: 0, Rank.AFTER: 3, Rank.ESCALATION: 10}
#: Where a negative decision may be under way: signed by one, by none, or, once all pieces have come, by all.
_DECIDING = {
    ApplicationState.ADMISSIBILITY,
    ApplicationState.OPINION_RENDERED,
    ApplicationState.PROPOSED,
    ApplicationState.ARBITRATION,
}
_CARRIED = {ApplicationState.CO_SIGNATURE, ApplicationState.SEALED, ApplicationState.LABELLED}


def _in_state(base: Any, state: Any) -> Any:
    facts = replace(base, state=state)
    if state in _DECIDING and facts.completion.missing:
        facts = replace(facts, decisions=facts.decisions[:1] if facts.wave else ())
    if state in _CARRIED:
        facts = replace(facts, order=ORDER, order_ref=ORDER.ref)
    return facts


def _act(letter: str, step: Step, gender: Gender, generous: bool) -> ActDone:
    given = {ask.name: _text(ask.kind) for ask in step.asks if ask.kind in WRITTEN and (generous or ask.required)}
    if letter in DECIDED:
        given["reason"] = _text(AskKind.LONG_TEXT)
    office = "recteur:14" if step.nature is Nature.ACT else "system"
    return ActDone(
        label=step.trigger.label,
        actor=with_article(office, TODAY, gender),
        person="Anne Le Goff",
        quality=Quality.HOLDER.label,
        at=AT,
        legal_date=TODAY,
        law=step.law,
        consequence=step.consequence,
        texts=given,
        born=Born(facts=LABEL, url=f"https://campus.example/labels/{LABEL.ref}") if step.births and generous else None,
    )


def _text(kind: AskKind) -> str:
    if kind is AskKind.LABELS:
        return "Plan de financement sur quatre ans\nDélibération exécutoire"
    return "Le périmètre a changé depuis l'envoi.\n\nIl convient de le préciser : voir l'annexe."


def _told(kind: str, facts: Any, office: str, gender: Gender, act: ActDone | None) -> LetterContext:
    stage = LIFECYCLES[kind].stage_of[facts.state]
    return LetterContext(
        item=Item(
            ref=facts.ref,
            name=NAMES[kind],
            kind=kind,
            state=facts.state.label,
            public_state=stage.public or facts.state.label,
            url=f"https://campus.example/{kind}/{facts.ref}",
        ),
        facts=facts,
        wave=facts if kind == "wave" else getattr(facts, "wave", None),
        rules=edition(facts.edition) if hasattr(facts, "edition") else None,
        recipient=Addressee(salutation=salutation(office, gender), gender=gender),
        act=act,
        due=due_at(facts),
        days=None,
        awaited="",
        awaiting=tuple(with_article(waiting, TODAY, gender) for waiting in awaited(facts)),
        contact=Contact(title="la Dgesco, bureau chargé des campus", mailbox="bureau.campus@education.example"),
        title_of=lambda asked: with_article(asked, TODAY, gender),
    )

"""Terms of labels: how an application comes to one, and the renewals, invented and marked so, up to the present."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from replay import journeys, naming
from replay.journeys import DAY, Candidate, Diary, Named
from states.calendar import Delay, Unit, add
from states.editions import Category, Edition, edition_in_force
from states.refusals import Unknown
from store.reference import catalogue

LATE_EVERY = 7
#: The label of an invented campus that ended since less than this still has its renewal under way.
PENDING = timedelta(days=45)
RulesOn = Callable[[date], Edition]


@dataclass(frozen=True, slots=True)
class Term:
    """A label given: by which candidate, from when, until when."""

    candidate: Candidate
    academies: tuple[str, ...]
    starts_on: date
    ends_on: date
    generation: int = 1


def regions_of(academies: Iterable[str], day: date) -> tuple[str, ...]:
    """Their regions that day; none where the sources know no consultative council (Polynésie)."""
    try:
        for code in academies:
            catalogue.office(f"caen:{code}")
        return tuple(dict.fromkeys(catalogue.region_of(f"academie:{code}", day).code for code in academies))
    except (LookupError, Unknown):
        return ()


def instructed(
    diary: Diary, candidates: list[Candidate], named: Named, start: date, gap: int, day: date, rules_on: RulesOn
) -> None:
    """From the closing to the order, each step at its share of the time there was."""

    def at(share: float) -> date:
        return start + timedelta(days=int(gap * share))

    for one in candidates:
        journeys.admitted(diary, one, start + 6 * DAY)
        journeys.assigned(diary, one, start + 8 * DAY)
        journeys.reviewed(diary, one, at(0.3), rules_on(start + 8 * DAY))
    if not candidates:
        return
    held_on, sitting = at(0.58), f"{named.alias}-seance"
    order = replace(named, alias=f"{named.alias}-arrete")
    journeys.session(diary, sitting, held_on, at(0.36), at(0.42))
    journeys.scheduled(diary, candidates, sitting, at(0.38))
    journeys.opened(diary, sitting, held_on)
    for one in candidates:
        journeys.examined(diary, one, held_on)
    journeys.minuted(diary, sitting, held_on)
    journeys.proposed(diary, candidates, held_on + 11 * DAY, rules_on(held_on + 11 * DAY))
    journeys.ordered(diary, candidates, order, held_on + 13 * DAY, rules_on(day))
    journeys.published(diary, order.alias, day)


def reported(diary: Diary, term: Term, months: int) -> Term:
    """The report at half-term, which one label in five leaves out."""
    half = add(term.starts_on, Delay(months // 2, Unit.MONTHS))
    if sum(map(ord, term.candidate.alias)) % 5:
        heir = catalogue.successor_on(f"academie:{term.academies[0]}", half).code
        office, label = f"rectorate_officer:{heir}", f"{term.candidate.alias}.label"
        diary.note(half - 10 * DAY, office, label, "file_mid_term_report")
    return term


def term_of(one: Candidate, academies: tuple[str, ...], day: date, months: int, generation: int = 1) -> Term:
    return Term(one, academies, day, add(day, Delay(months, Unit.MONTHS)), generation)


def renewed_from(diary: Diary, terms: list[Term], today: date) -> Iterable[Term]:
    """Renewals, in groups of the same expiry; one in seven is late, as real ones often are."""
    groups: dict[tuple[date, bool], list[Term]] = defaultdict(list)
    for number, term in enumerate(sorted(terms, key=lambda t: (t.ends_on, t.candidate.alias))):
        if term.ends_on - 330 * DAY < today:
            just_over = term.candidate.invented and timedelta() < today - term.ends_on < PENDING
            late = just_over or number % LATE_EVERY == LATE_EVERY - 1
            groups[term.ends_on, late].append(term)
    for (ends_on, late), group in sorted(groups.items()):
        yield from _renewed(diary, group, ends_on, late=late)


def _renewed(diary: Diary, group: list[Term], ends_on: date, *, late: bool) -> Iterable[Term]:
    due = add(ends_on, Delay(-6, Unit.MONTHS))
    filed_on = due + 40 * DAY if late else due - 20 * DAY
    decided = ends_on + 45 * DAY if late else ends_on - 25 * DAY
    rules = edition_in_force(filed_on - 24 * DAY)
    renewals = [_renewal(term, filed_on, rules) for term in group]
    for one in renewals:
        journeys.filed(diary, one, filed_on, rules)
        if late:
            diary.note(filed_on + DAY, "dgesco_head", one.alias, "submit_late")
    named = Named(f"renouvellement-{ends_on}-{'tard' if late else 'ponctuel'}", naming.renewing(ends_on, late=late))
    instructed(diary, renewals, named, filed_on + 2 * DAY, (decided - filed_on).days - 2, decided, lambda _: rules)
    starts_on = max(ends_on, decided)
    for term, one in zip(group, renewals, strict=True):
        months = one.months or rules.default_months
        yield reported(diary, term_of(one, term.academies, starts_on, months, term.generation + 1), months)


def _renewal(term: Term, day: date, rules: Edition) -> Candidate:
    academies = tuple(dict.fromkeys(catalogue.successor_on(f"academie:{c}", day).code for c in term.academies))
    before = term.candidate
    own: dict[str, Any] = {
        "academies": academies,
        "regions": regions_of(academies, day),
        "wave": "",
        "edition": rules.code,
        "renews": [before.alias],
        "fictitious": True,
    }
    alias = f"{before.alias.rsplit('-', 1)[0]}-{term.generation + 1}"
    category = before.category if rules.categories[-1] is Category.EXCELLENCE else ""
    return replace(before, alias=alias, fields=before.fields | own, months=rules.max_months, category=category)

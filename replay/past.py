"""The real waves since 2013 and the labels they gave, then the renewals, invented and marked so, up to the present."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from replay import journeys
from replay.journeys import DAY, Candidate, Diary
from states.calendar import Delay, Unit, add
from states.editions import Category, Edition, edition, edition_in_force
from states.refusals import Unknown
from store.reference import catalogue
from store.reference.records import Campus, Confidence, Kind, Status, SupportKind, Tranche, Wave

#: Before this many days after a closing no label can have come of it.
SHORTEST = timedelta(days=60)
LATE_EVERY = 7
TOPICS = ("Métiers de l’eau", "Logistique portuaire", "Santé et territoires")
RulesOn = Callable[[date], Edition]


@dataclass(frozen=True, slots=True)
class Term:
    """A label given: by which candidate, from when, until when."""

    candidate: Candidate
    academies: tuple[str, ...]
    starts_on: date
    ends_on: date
    generation: int = 1


def written(diary: Diary, today: date) -> None:
    """Every wave that has closed, and all that followed."""
    terms: list[Term] = []
    for wave in catalogue.waves():
        closes = wave.closes.day
        if closes is not None and closes < today:
            terms += _wave(diary, wave, today)
    while terms:
        terms = list(_renewals(diary, terms, today))


def wave_of(campus: Campus) -> str:
    """Its wave; when the sources name none, the last one that closed early enough before its label."""
    if campus.wave or campus.labelled.day is None:
        return campus.wave
    before = campus.labelled.day - SHORTEST
    closed = [w for w in catalogue.waves() if w.closes.day is not None and w.closes.day <= before]
    return closed[-1].code if closed else ""


def _wave(diary: Diary, wave: Wave, today: date) -> list[Term]:
    opens, closes = wave.opens.day, wave.closes.day
    assert opens is not None
    assert closes is not None
    _call(diary, wave, opens, closes)
    groups: dict[date, list[Campus]] = defaultdict(list)
    for campus in catalogue.campuses():
        day = campus.labelled.day
        if wave_of(campus) == wave.code and day and campus.status is Status.LABELLED and day <= today:
            groups[day].append(campus)
    for tranche in wave.tranches if not groups else ():
        if tranche.on.day is not None and tranche.on.day <= today:
            groups[tranche.on.day] += _invented(wave, tranche)
    found: list[Term] = []
    for day, members in sorted(groups.items()):
        found += _tranche(diary, wave, members, closes, day)
    diary.note(closes + 75 * DAY, "dgesco_officer", wave.code, "start_review", hour=9)
    if groups:
        diary.note(max(groups), "dgesco_officer", wave.code, "start_deciding", hour=9)
    return found


def _call(diary: Diary, wave: Wave, opens: date, closes: date) -> None:
    early = opens - 20 * DAY
    diary.create(
        early, "dgesco_officer", wave.code, "wave",
        ref=wave.code, name=wave.title, edition=wave.edition,
        opens_at=journeys.morning(opens, 9), closes_at=journeys.morning(closes, 17),
    )  # fmt: skip
    diary.note(early + 3 * DAY, "dgesco_head", wave.code, "approve")
    reference: dict[str, Any] = {"bulletin": wave.reference or "référence inconnue", "nor": wave.nor}
    diary.note(opens - DAY, "dgesco_officer", wave.code, "publish", **reference)
    if wave.edition_changes_on:
        change: dict[str, Any] = {"edition": wave.next_edition, "on": wave.edition_changes_on}
        diary.note(wave.edition_changes_on, "dgesco_head", wave.code, "change_edition", **change)


def _tranche(diary: Diary, wave: Wave, members: list[Campus], closes: date, day: date) -> list[Term]:
    """Candidates labelled the same day: examined together, in one order."""
    gap, filing, name = (day - closes).days, edition(wave.edition), f"{wave.code}-{day}"
    later = _rules_on(wave, day)
    candidates = []
    for rank, campus in enumerate(members):
        filed_on = closes - (3 + rank % 20) * DAY
        one = _candidate(campus, wave, filed_on, later)
        if one is not None:
            candidates.append((one, campus))
            journeys.filed(diary, one, filed_on, filing)
    _instruct(diary, [one for one, _ in candidates], name, closes, gap, day, partial(_rules_on, wave))
    months = later.default_months
    terms = [_term(one, campus.academies, day, one.months or months) for one, campus in candidates]
    return [_reported(diary, term, term.candidate.months or months) for term in terms]


def _invented(wave: Wave, tranche: Tranche) -> Iterable[Campus]:
    """Candidates of a wave of which the sources name none: a label came of it, whose we do not know."""
    academies = catalogue.active_territories(Kind.ACADEMIE, wave.closes.day or date.max)
    for rank, topic in enumerate(TOPICS):
        known = academies[(sum(map(ord, wave.code)) + 11 * rank) % len(academies)]
        yield Campus(
            code=f"FICT-{wave.code}-{rank + 1}",
            name=topic,
            academies=(known.code,),
            regions=(),
            sector="",
            support="",
            support_kind=SupportKind.UNKNOWN,
            site="",
            labelled=tranche.on,
            wave="",
            status=Status.LABELLED,
            category="",
            duration_months=None,
            confidence=Confidence.LOW,
            assumed=frozenset(),
            sources=(),
            note="",
        )


def _rules_on(wave: Wave, day: date) -> Edition:
    """The edition that the wave follows on a day."""
    changed = wave.edition_changes_on is not None and wave.edition_changes_on <= day
    return edition(wave.next_edition if changed else wave.edition)


def _candidate(campus: Campus, wave: Wave, filed_on: date, rules: Edition) -> Candidate | None:
    academies = tuple(catalogue.successor_on(f"academie:{code}", filed_on).code for code in campus.academies)
    regions = _regions(academies, filed_on)
    if not regions:
        return None
    fields: dict[str, Any] = {
        "name": campus.name,
        "campus": campus.code,
        "academies": academies,
        "regions": regions,
        "wave": wave.code,
        "sector": campus.sector,
        "support": campus.support,
        "edition": wave.edition,
        "fictitious": not campus.wave,
    }
    excellence = campus.category == Category.EXCELLENCE.value and Category.EXCELLENCE in rules.categories
    months = min(campus.duration_months or rules.default_months, rules.max_months)
    category = Category.EXCELLENCE.value if excellence else ""
    return Candidate(alias=f"{campus.code}-1", fields=fields, months=months, category=category)


def _regions(academies: Iterable[str], day: date) -> tuple[str, ...]:
    """Their regions that day; none where the sources know no consultative council (Polynésie)."""
    try:
        for code in academies:
            catalogue.office(f"caen:{code}")
        return tuple(dict.fromkeys(catalogue.region_of(f"academie:{code}", day).code for code in academies))
    except (LookupError, Unknown):
        return ()


def _instruct(
    diary: Diary, candidates: list[Candidate], name: str, start: date, gap: int, day: date, rules_on: RulesOn
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
    held_on, sitting, order = at(0.58), f"{name}-seance", f"{name}-arrete"
    journeys.session(diary, sitting, held_on, at(0.36), at(0.42))
    journeys.scheduled(diary, candidates, sitting, at(0.38))
    journeys.opened(diary, sitting, held_on)
    for one in candidates:
        journeys.examined(diary, one, held_on)
    journeys.minuted(diary, sitting, held_on)
    journeys.proposed(diary, candidates, held_on + 11 * DAY, rules_on(held_on + 11 * DAY))
    journeys.ordered(diary, candidates, order, held_on + 13 * DAY, rules_on(day))
    journeys.published(diary, order, day)


def _reported(diary: Diary, term: Term, months: int) -> Term:
    """The report at half-term, which one label in five leaves out."""
    half = add(term.starts_on, Delay(months // 2, Unit.MONTHS))
    if sum(map(ord, term.candidate.alias)) % 5:
        heir = catalogue.successor_on(f"academie:{term.academies[0]}", half).code
        office, label = f"rectorate_officer:{heir}", f"{term.candidate.alias}.label"
        diary.note(half - 10 * DAY, office, label, "file_mid_term_report")
    return term


def _term(one: Candidate, academies: tuple[str, ...], day: date, months: int, generation: int = 1) -> Term:
    return Term(one, academies, day, add(day, Delay(months, Unit.MONTHS)), generation)


def _renewals(diary: Diary, terms: list[Term], today: date) -> Iterable[Term]:
    """Renewals, in groups of the same expiry; one in seven is late, as real ones often are."""
    groups: dict[tuple[date, bool], list[Term]] = defaultdict(list)
    for number, term in enumerate(sorted(terms, key=lambda t: (t.ends_on, t.candidate.alias))):
        if term.ends_on - 330 * DAY < today:
            groups[term.ends_on, number % LATE_EVERY == LATE_EVERY - 1].append(term)
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
    name = f"renouvellement-{ends_on}-{'tard' if late else 'ponctuel'}"
    _instruct(diary, renewals, name, filed_on + 2 * DAY, (decided - filed_on).days - 2, decided, lambda _: rules)
    starts_on = max(ends_on, decided)
    for term, one in zip(group, renewals, strict=True):
        months = one.months or rules.default_months
        yield _reported(diary, _term(one, term.academies, starts_on, months, term.generation + 1), months)


def _renewal(term: Term, day: date, rules: Edition) -> Candidate:
    academies = tuple(dict.fromkeys(catalogue.successor_on(f"academie:{c}", day).code for c in term.academies))
    before = term.candidate
    own: dict[str, Any] = {
        "academies": academies,
        "regions": _regions(academies, day),
        "wave": "",
        "edition": rules.code,
        "renews": [before.alias],
        "fictitious": True,
    }
    alias = f"{before.alias.rsplit('-', 1)[0]}-{term.generation + 1}"
    category = before.category if rules.categories[-1] is Category.EXCELLENCE else ""
    return replace(before, alias=alias, fields=before.fields | own, months=rules.max_months, category=category)

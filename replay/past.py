"""The real waves since 2013 and the labels they gave, then the renewals, invented and marked so, up to the present."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any

from replay import journeys, naming
from replay.journeys import DAY, Candidate, Diary, Named
from replay.terms import Term, instructed, regions_of, renewed_from, reported, term_of
from states.calendar import Delay, Unit, add
from states.editions import Category, Edition, edition
from store.reference import catalogue
from store.reference.records import Campus, Confidence, Kind, Status, SupportKind, Tranche, Wave

#: Before this many days after a closing no label can have come of it.
SHORTEST = timedelta(days=60)
#: The label of one invented candidate has been over for this long.
OVER_SINCE = timedelta(days=8)
TOPICS = ("Métiers de l’eau", "Logistique portuaire", "Santé et territoires")


def written(diary: Diary, today: date) -> None:
    """Every wave that has closed, and all that followed."""
    terms: list[Term] = []
    for wave in catalogue.waves():
        closes = wave.closes.day
        if closes is not None and closes < today:
            terms += _wave(diary, wave, today)
    while terms:
        terms = list(renewed_from(diary, terms, today))


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
            groups[tranche.on.day] += _invented(wave, tranche, today)
    found: list[Term] = []
    for day, members in sorted(groups.items()):
        named = Named(f"{wave.code}-{day}", naming.granting(wave, day, several=len(groups) > 1))
        found += _tranche(diary, wave, members, closes, day, named)
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
    diary.note(early + 3 * DAY, "dgesco_head", wave.code, "approve", **journeys.explained(closes))
    reference: dict[str, Any] = {"bulletin": wave.reference or "référence inconnue", "nor": wave.nor}
    diary.note(opens - DAY, "dgesco_officer", wave.code, "publish", **reference)
    if wave.edition_changes_on:
        change: dict[str, Any] = {"edition": wave.next_edition, "on": wave.edition_changes_on}
        diary.note(wave.edition_changes_on, "dgesco_head", wave.code, "change_edition", **change)


def _tranche(diary: Diary, wave: Wave, members: list[Campus], closes: date, day: date, named: Named) -> list[Term]:
    """Candidates labelled the same day: examined together, in one order."""
    gap, filing = (day - closes).days, edition(wave.edition)
    later = _rules_on(wave, day)
    candidates = []
    for rank, campus in enumerate(members):
        filed_on = closes - (3 + rank % 20) * DAY
        one = _candidate(campus, wave, filed_on, later)
        if one is not None:
            candidates.append((one, campus))
            journeys.filed(diary, one, filed_on, filing)
    instructed(diary, [one for one, _ in candidates], named, closes, gap, day, partial(_rules_on, wave))
    months = later.default_months
    terms = [term_of(one, campus.academies, day, one.months or months) for one, campus in candidates]
    return [reported(diary, term, term.candidate.months or months) for term in terms]


def _just_over(start: date, today: date) -> int:
    """Months after which a label given that day has just come to its end."""
    ended = (m for m in range(1, 61) if add(start, Delay(m, Unit.MONTHS)) <= today - OVER_SINCE)
    return max(ended, default=60)


def _invented(wave: Wave, tranche: Tranche, today: date) -> Iterable[Campus]:
    """Candidates of a wave of which the sources name none; the label of the first has just come to its end."""
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
            duration_months=None if rank or not tranche.on.day else _just_over(tranche.on.day, today),
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
    regions = regions_of(academies, filed_on)
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

"""The programme as it lives on the day the database is furnished: invented applications, marked so, at every step."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from replay import journeys, naming
from replay.journeys import DAY, Candidate, Diary, Named
from states.editions import EDITION_2019 as RULES
from store.reference import catalogue
from store.reference.records import Kind

REVIEWED, CALL = "revue", "appel"


@dataclass(slots=True)
class Present:
    """Writes the diary of the two waves of the moment; days are counted from today, the past being negative."""

    diary: Diary
    today: date
    made: int = 0
    unreachable: str = ""

    def day(self, offset: int) -> date:
        """So many days from today."""
        return self.today + timedelta(days=offset)

    def candidate(self, wave: str) -> Candidate:
        """The next invented application, in the next académie."""
        academies = catalogue.active_territories(Kind.ACADEMIE, self.today)
        academy = academies[self.made * 7 % len(academies)].code
        topic = naming.TOPICS[self.made % len(naming.TOPICS)]
        self.made += 1
        fields: dict[str, Any] = {
            "name": topic,
            "campus": f"FICT-{self.made:03d}",
            "academies": (academy,),
            "regions": (catalogue.region_of(f"academie:{academy}", self.today).code,),
            "wave": wave,
            "edition": RULES.code,
            "fictitious": True,
        }
        return Candidate(alias=f"fictif-{self.made}", fields=fields, months=60 if self.made % 3 else 36)

    def note(self, offset: int, by: str, on: str | Candidate, trigger: str, **payload: Any) -> None:
        """One act, so many days from today."""
        alias = on if isinstance(on, str) else on.alias
        self.diary.note(self.day(offset), by, alias, trigger, **payload)


def written(diary: Diary, today: date) -> str:
    """The wave under review and the wave that is open; returns the office that no mailbox reaches."""
    present = Present(diary, today)
    _call(present, REVIEWED, opens=-330, closes=-200, resolution_due="session")
    _under_review(present)
    _call(present, CALL, opens=-62, closes=26, late_policy="accept_with_reason")
    _open(present)
    return present.unreachable


def _call(present: Present, alias: str, opens: int, closes: int, **policies: Any) -> None:
    opening, closing = present.day(opens), present.day(closes)
    present.diary.create(
        opening - 25 * DAY, "dgesco_officer", alias, "wave",
        ref=_code(present, alias, opening), name=f"Vague ouverte en {opening.year} (fictive)", edition=RULES.code,
        opens_at=journeys.morning(opening, 9), closes_at=journeys.morning(closing, 17),
        questions_close_at=journeys.morning(closing - 20 * DAY, 17),
        session_on=closing + 125 * DAY, target_decision_on=closing + 210 * DAY, fictitious=True, **policies,
    )  # fmt: skip
    diary = present.diary
    diary.note(opening - 20 * DAY, "dgesco_head", alias, "approve", **journeys.explained(closing))
    diary.note(opening - 5 * DAY, "dgesco_officer", alias, "publish", bulletin="BO fictif")


def _code(present: Present, alias: str, opening: date) -> str:
    known = {wave.code for wave in catalogue.waves()}
    if alias == CALL and present.day(-330).year == opening.year:
        known.add(_code(present, REVIEWED, present.day(-330)))
    return next(code for number in range(1, 100) if (code := f"{opening.year}-{number}") not in known)


def _filed(present: Present, wave: str, offset: int, *, resolved: bool = True) -> Candidate:
    one = present.candidate(wave)
    journeys.filed(present.diary, one, present.day(offset), RULES, resolved=resolved)
    return one


def _reviewed(present: Present, *, resolved: bool = True) -> Candidate:
    """Of the closed wave: filed at its closing, admitted, assigned and reported on."""
    one = _filed(present, _wave_code(present, REVIEWED), -205 - present.made % 9, resolved=resolved)
    journeys.admitted(present.diary, one, present.day(-190))
    journeys.assigned(present.diary, one, present.day(-185))
    journeys.reviewed(present.diary, one, present.day(-150), RULES)
    return one


def _wave_code(present: Present, alias: str) -> str:
    return _code(present, alias, present.day(-330 if alias == REVIEWED else -62))


def _under_review(present: Present) -> None:
    code = _wave_code(present, REVIEWED)
    diary, day = present.diary, present.day
    decided = [_reviewed(present) for _ in range(14)]
    adjourned, reserved, unproposed = (_reviewed(present) for _ in range(3))
    journeys.session(diary, "seance-1", day(-75), day(-110), day(-88))
    journeys.scheduled(diary, [*decided, adjourned, reserved], "seance-1", day(-100))
    journeys.opened(diary, "seance-1", day(-75))
    for one in decided[:12]:
        journeys.examined(diary, one, day(-75))
    against = {"sense": "unfavourable", "votes_for": 1, "votes_against": 6, "abstentions": 0}
    for one in decided[12:]:
        journeys.examined(diary, one, day(-75), **against)
    present.note(-75, "commission_chair", adjourned, "open_item", hour=11)
    present.note(-75, "commission_chair", adjourned, "adjourn", hour=12)
    journeys.examined(diary, reserved, day(-75), sense="with_reservations")
    present.note(-70, "commission_chair", reserved, "add_reservations", due=day(-12))
    journeys.minuted(diary, "seance-1", day(-75))
    present.note(-140, "dgesco_officer", REVIEWED, "start_review")
    present.note(-66, "dgesco_officer", REVIEWED, "start_deciding")
    _orders(present, decided)
    for refused in decided[12:]:
        for minister in RULES.ministers:
            present.note(-30, minister, refused, "sign_refusal")
    present.note(-12, "recteur:*", decided[13], "lodge_appeal")
    _sittings(present, unproposed)
    _stopped_under_review(present, code)


def _orders(present: Present, decided: list[Candidate]) -> None:
    """One order published, one signed and waiting for its publication, one with the ministers, one contested."""
    diary, day = present.diary, present.day
    granted, sealed, signing, drafted = decided[:5], decided[5:7], decided[7:10], decided[10:12]
    order = {rank: Named(f"arrete-{rank}", naming.in_turn(rank, day(-330).year)) for rank in (1, 2, 3)}
    journeys.proposed(diary, [*granted, *sealed, *signing], day(-60), RULES)
    journeys.proposed(diary, drafted, day(-9), RULES)
    journeys.ordered(diary, granted, order[1], day(-55), RULES)
    journeys.published(diary, "arrete-1", day(-24))
    journeys.ordered(diary, sealed, order[2], day(-54), RULES)
    present.note(-36, "minister:*", "arrete-2", "sign")
    journeys.ordered(diary, signing, order[3], day(-50), RULES)
    present.note(-40, "minister:en", "arrete-3", "sign")
    present.note(-38, "minister:esr", "arrete-3", "sign")
    contested = {"applications": [f"={signing[0].alias}"]}
    present.note(-26, "minister:eco", "arrete-3", "contest", **contested)


def _sittings(present: Present, unproposed: Candidate) -> None:
    """A session whose minutes wait, one that sits today, one to come."""
    diary, day = present.diary, present.day
    journeys.session(diary, "seance-2", day(-18), day(-45), day(-30))
    journeys.scheduled(diary, [unproposed], "seance-2", day(-40))
    journeys.opened(diary, "seance-2", day(-18))
    journeys.examined(diary, unproposed, day(-18))
    present.note(-18, "commission_chair", "seance-2", "close", hour=18)
    present.note(-14, "commission_secretary", "seance-2", "draft_minutes")
    sitting, waiting, asleep = (_reviewed(present) for _ in range(3))
    journeys.session(diary, "seance-3", day(-1), day(-40), day(-20))
    journeys.scheduled(diary, [sitting], "seance-3", day(-30))
    journeys.opened(diary, "seance-3", day(-1))
    present.note(-1, "commission_chair", sitting, "open_item", hour=11)
    journeys.session(diary, "seance-4", day(24), day(-85), day(-3))
    journeys.scheduled(diary, [asleep], "seance-4", day(-80))
    journeys.scheduled(diary, [waiting], "seance-4", day(-10))


def _stopped_under_review(present: Present, code: str) -> None:
    """Each stopped where a real file stops: a report, a deliberation, an answer or a support that does not come."""
    diary, day = present.diary, present.day
    _reviewed(present, resolved=False)
    awaited = _filed(present, code, -206)
    journeys.admitted(diary, awaited, day(-150))
    journeys.assigned(diary, awaited, day(-60))
    for role in RULES.directorates:
        present.note(-40, role, awaited, "deliver_report")
    recent = _filed(present, code, -207)
    journeys.admitted(diary, recent, day(-150))
    journeys.assigned(diary, recent, day(-12))
    asked = _filed(present, code, -208)
    journeys.admitted(diary, asked, day(-150))
    journeys.assigned(diary, asked, day(-45))
    present.note(
        -28, "rapporteur:?", asked, "ask_clarification", question="Précisez le financement de la quatrième année."
    )
    refused = _filed(present, code, -209)
    present.note(-195, "dgesco_officer", refused, "start_admissibility")
    for minister in RULES.ministers:
        present.note(-160, minister, refused, "sign_inadmissibility")
    _suspended(present, code)


def _suspended(present: Present, code: str) -> None:
    """A support withdrawn, an instruction suspended, and those that came to an end without a decision."""
    diary, day = present.diary, present.day
    supportless, suspended, gone = (_filed(present, code, offset) for offset in (-210, -211, -212))
    for one in (supportless, suspended, gone):
        journeys.admitted(diary, one, day(-190))
    present.note(-45, "region_president:*", supportless, "withdraw_support")
    present.note(-60, "dgesco_head", suspended, "stay", reason="Contentieux pendant sur le périmètre du réseau.")
    present.note(-100, "region_president:*", gone, "withdraw_support")
    present.note(-80, "dgesco_head", gone, "close_without_action")
    lapsed, withdrawn = present.candidate(code), present.candidate(code)
    journeys.drafted(diary, lapsed, day(-260))
    journeys.drafted(diary, withdrawn, day(-262))
    present.note(-230, "recteur:*", withdrawn, "withdraw")


def _open(present: Present) -> None:
    """The call of the moment: drafts, signatures under way, and the first files received."""
    diary, day, code = present.diary, present.day, _wave_code(present, CALL)
    for offset in (-50, -41, -33, -26, -19, -12, -6, -2):
        one = present.candidate(code)
        diary.create(day(offset), one.rectorate, one.alias, "application", **one.fields)
        if offset < -20:
            present.note(offset + 4, one.rectorate, one, "edit")
    for rank, offset in enumerate((-36, -30, -22, -9, -4)):
        one = present.candidate(code)
        journeys.drafted(diary, one, day(offset - 8))
        journeys.frozen(diary, one, day(offset), RULES, resolved=rank != 0)
        if rank in {1, 3}:
            present.note(offset + 3, "region_president:*", one, "sign")
    _silent(present, code)
    _received(present, code)


def _silent(present: Present, code: str) -> None:
    """A consultative body that has not answered, and that no letter reaches."""
    one = present.candidate(code)
    present.unreachable = f"crefop:{one.fields['regions'][0]}"
    journeys.drafted(present.diary, one, present.day(-44))
    present.note(-35, "region_officer:*", one, "attach_resolution")
    present.note(-34, one.rectorate, one, "request_signatures")
    present.note(-30, "caen:*", one, "give_opinion", sense="favourable")
    for signatory in ("region_president:*", "recteur:*"):
        present.note(-28, signatory, one, "sign")


def _received(present: Present, code: str) -> None:
    for offset in (-3, -27):
        _filed(present, code, offset)
    examined, slow = _filed(present, code, -14), _filed(present, code, -33)
    present.note(-8, "dgesco_officer", examined, "start_admissibility")
    present.note(-30, "dgesco_officer", slow, "start_admissibility")
    complete, overdue = _filed(present, code, -16), _filed(present, code, -34)
    for one, asked in ((complete, -6), (overdue, -29)):
        present.note(asked - 3, "dgesco_officer", one, "start_admissibility")
        items = ["Délibération du conseil d’administration du lycée support", "Plan de financement"]
        present.note(asked, "dgesco_officer", one, "request_completion", items=items)
    journeys.admitted(present.diary, _filed(present, code, -32), present.day(-26))

"""The ordinary ways of an application, as deeds on given days: filed, reviewed, examined, put before the ministers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from replay import wordings
from replay.deeds import Deed
from states.calendar import instant, is_working_day
from states.editions import Edition

DAY = timedelta(days=1)
#: How the codes of invented campuses begin.
INVENTED = "FICT-"


def morning(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """An instant of that Paris day."""
    return instant(day, time(hour, minute))


def explained(closing: date) -> dict[str, Any]:
    """What an approval adds when the call closes on a day off."""
    return {} if is_working_day(closing) else {"day_off_reason": wordings.DAY_OFF}


@dataclass(slots=True)
class Diary:
    """Deeds written down in any order; read back in order of time, those after the present left out."""

    deeds: list[Deed] = field(default_factory=list)

    def note(
        self, day: date, by: str, on: str, trigger: str, /, hour: int = 10, minute: int = 0, **payload: Any
    ) -> None:
        """One act of that day."""
        at = morning(day, hour, minute)
        self.deeds.append(Deed(at=at, by=by, on=on, trigger=trigger, payload=payload, where=f"{on} {trigger}"))

    def create(self, day: date, by: str, on: str, kind: str, /, hour: int = 10, **fields: Any) -> None:
        """One object brought into being that day."""
        at = morning(day, hour)
        self.deeds.append(
            Deed(at=at, by=by, on=on, trigger="create", creates=kind, payload=fields, where=f"{on} {kind}")
        )

    def until(self, at: datetime) -> tuple[Deed, ...]:
        """What has been done by then."""
        return tuple(sorted((deed for deed in self.deeds if deed.at <= at), key=lambda deed: deed.at))


@dataclass(frozen=True, slots=True)
class Named:
    """An alias, and the name that people read."""

    alias: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An application to be: its alias, what it is created with, and the opinion that the commission will give."""

    alias: str
    fields: dict[str, Any]
    months: int | None = None
    category: str = ""

    @property
    def invented(self) -> bool:
        """Whether its campus is known to no source."""
        return str(self.fields["campus"]).startswith(INVENTED)

    @property
    def rectorate(self) -> str:
        """The service that drafts it."""
        return f"rectorate_officer:{self.fields['academies'][0]}"


def drafted(diary: Diary, one: Candidate, day: date) -> None:
    """Created, and written a few days later."""
    diary.create(day, one.rectorate, one.alias, "application", **one.fields)
    diary.note(day + 3 * DAY, one.rectorate, one.alias, "edit")


def frozen(diary: Diary, one: Candidate, day: date, rules: Edition, *, resolved: bool = True) -> None:
    """Put to signature, with the deliberation and the opinions that the edition asks."""
    if resolved:
        diary.note(day, "region_officer:*", one.alias, "attach_resolution")
    diary.note(day, one.rectorate, one.alias, "request_signatures", hour=11)
    for body in rules.bodies:
        diary.note(day + 2 * DAY, f"{body}:*", one.alias, "give_opinion", sense="favourable")


def filed(diary: Diary, one: Candidate, day: date, rules: Edition, *, resolved: bool = True) -> None:
    """Drafted a month before, signed by all that day."""
    drafted(diary, one, day - 24 * DAY)
    frozen(diary, one, day - 14 * DAY, rules, resolved=resolved)
    diary.note(day, "region_president:*", one.alias, "sign", hour=11)
    diary.note(day, "recteur:*", one.alias, "sign", hour=15)


def admitted(diary: Diary, one: Candidate, day: date) -> None:
    """Examined and declared admissible."""
    diary.note(day - 3 * DAY, "dgesco_officer", one.alias, "start_admissibility", hour=9)
    diary.note(day, "dgesco_officer", one.alias, "declare_admissible", hour=9)


def assigned(diary: Diary, one: Candidate, day: date) -> None:
    """Given to two rapporteurs."""
    diary.note(day, "commission_secretary", one.alias, "assign_rapporteurs", hour=12)


def reviewed(diary: Diary, one: Candidate, day: date, rules: Edition) -> None:
    """All reports and opinions delivered that day."""
    for role in ("rapporteur:*", *rules.directorates):
        diary.note(day, role, one.alias, "deliver_report", hour=14)


def session(diary: Diary, alias: str, held_on: date, planned_on: date, summoned_on: date) -> None:
    """Planned and summoned."""
    diary.create(planned_on, "commission_secretary", alias, "session", held_at=morning(held_on, 9, 30))
    diary.note(summoned_on, "commission_secretary", alias, "summon", hour=17)


def scheduled(diary: Diary, candidates: Iterable[Candidate], alias: str, day: date) -> None:
    """On the agenda."""
    for one in candidates:
        diary.note(day, "commission_secretary", one.alias, "schedule", hour=15, session=f"={alias}")


def opened(diary: Diary, alias: str, held_on: date) -> None:
    """Attendance and opening."""
    diary.note(held_on, "commission_chair", alias, "record_attendance", hour=9, minute=35)
    diary.note(held_on, "commission_chair", alias, "open", hour=9, minute=40)


def examined(diary: Diary, one: Candidate, held_on: date, **opinion: Any) -> None:
    """Voted on that day; favourable unless said otherwise."""
    diary.note(held_on, "commission_chair", one.alias, "open_item", hour=10)
    given = {"sense": "favourable", "months": one.months, "category": one.category} | opinion
    known = {name: value for name, value in given.items() if value}
    diary.note(held_on, "commission_chair", one.alias, "render_opinion", hour=10, minute=30, **known)


def minuted(diary: Diary, alias: str, held_on: date) -> None:
    """Closed, and its minutes signed a week later."""
    diary.note(held_on, "commission_chair", alias, "close", hour=18)
    diary.note(held_on + 4 * DAY, "commission_secretary", alias, "draft_minutes")
    diary.note(held_on + 7 * DAY, "commission_chair", alias, "sign_minutes")


def proposed(diary: Diary, candidates: Iterable[Candidate], day: date, rules: Edition) -> None:
    """Proposed to the ministers, with the CNEE's opinion where the edition asks it."""
    for one in candidates:
        if rules.cnee_opinion:
            diary.note(day - 2 * DAY, "cnee", one.alias, "attach_cnee_opinion")
        diary.note(day, "dgesco_head", one.alias, "propose")


def ordered(diary: Diary, candidates: Iterable[Candidate], order: Named, day: date, rules: Edition) -> None:
    """In one order, checked and open to signature four days later."""
    alias = order.alias
    diary.create(day, "dgesco_officer", alias, "order", hour=11, edition=rules.code, name=order.name)
    for one in candidates:
        diary.note(day, "dgesco_officer", one.alias, "put_in_order", hour=12, order=f"={alias}")
    diary.note(day + DAY, "dgesco_officer", alias, "send_to_legal_check")
    diary.note(day + 4 * DAY, "dgesco_head", alias, "open_signature")


def published(diary: Diary, alias: str, day: date) -> None:
    """Signed by all that morning, published that evening."""
    diary.note(day, "minister:*", alias, "sign", hour=10)
    diary.note(day, "dgesco_officer", alias, "publish", hour=17)
